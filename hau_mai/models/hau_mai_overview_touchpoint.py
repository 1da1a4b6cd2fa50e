from datetime import timedelta

from odoo import api, models

from .hau_mai_touchpoint import LIVE

#: What a person does: a message that leaves by itself is nobody's work.
BY_PEOPLE = [("channel", "in", ("activity", "gift")), ("leading", "=", True)]


class HauMaiTouchpoint(models.Model):
    _inherit = "hau_mai.touchpoint"

    _done_idx = models.Index("(date_done) WHERE state = 'done'")


class HauMaiOverview(models.AbstractModel):
    """Follow-ups on the first screen: whom to call now, who waits since when, what was done.

    It counts calls, as the list of follow-ups shows them.
    """

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if self.env["hau_mai.touchpoint"].has_access("read"):
            tiles.append(self._tile_followups())
        return tiles

    @api.model
    def _get_series(self, weeks):
        series = super()._get_series(weeks)
        if not self.env["hau_mai.touchpoint"].has_access("read"):
            return series
        domain = [("state", "=", "done"), *BY_PEOPLE]
        label = self.env._("Follow-ups done")
        done = ("hau_mai.touchpoint", domain, "date_done")
        return [*series, self._weekly_series("followups", label, *done, weeks)]

    @api.model
    def _tile_followups(self):
        """Late ones, today's by rule, and what comes this week."""
        today = self._today()
        live = [("state", "in", LIVE), *BY_PEOPLE]
        late = [*live, ("date_planned", "<", today)]
        due = [*live, ("date_planned", "=", today)]
        week = [
            *live,
            ("date_planned", ">", today),
            ("date_planned", "<=", today + timedelta(days=7)),
        ]
        mine = [*live, ("date_planned", "<=", today), ("user_id", "=", self.env.uid)]
        by_rule = self.env["hau_mai.touchpoint"]._read_group(due, ["rule_id"], ["__count"])
        figures = [
            self._followups("late", self.env._("late"), late, "danger"),
            self._followups("mine", self.env._("mine, due"), mine, "primary"),
            *(
                self._figure(
                    f"rule_{rule.id}",
                    self.env._("today: %s", rule.name),
                    count,
                    self._list_action(
                        "hau_mai.touchpoint", rule.name, [*due, ("rule_id", "=", rule.id)]
                    ),
                    "warning",
                )
                for rule, count in by_rule
            ),
            self._followups("week", self.env._("in the next 7 days"), week),
        ]
        if not by_rule:
            today_action = self._list_action("hau_mai.touchpoint", self.env._("Today"), due)
            figures.insert(2, self._figure("today", self.env._("today"), 0, today_action))
        return {
            "key": "followups",
            "title": self.env._("Follow-ups"),
            "icon": "fa-phone",
            "sequence": 10,
            "figures": figures,
        }

    @api.model
    def _followups(self, key, label, domain, color="body"):
        action = self._list_action(
            "hau_mai.touchpoint", self.env._("Follow-ups: %s", label), domain
        )
        return self._figure(key, label, self._count("hau_mai.touchpoint", domain), action, color)
