from datetime import timedelta

from odoo import api, models

from ..tools import nps
from .hau_mai_asking_mixin import LOW_RATING
from .rating_rating import GUARDED_MODELS

#: The figures are of so many days.
FIGURE_DAYS = 90

#: Ratings from this one of five on are content.
CONTENT_RATING = 4


class HauMaiOverview(models.AbstractModel):
    """Satisfaction on the first screen: do they recommend us, are they content, do they answer."""

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if self.env["hau_mai.nps"].has_access("read"):
            tiles.append(self._tile_satisfaction())
        return tiles

    @api.model
    def _tile_satisfaction(self):
        return {
            "key": "satisfaction",
            "title": self.env._("Satisfaction, last %s days", FIGURE_DAYS),
            "icon": "fa-smile-o",
            "sequence": 45,
            "figures": [
                self._figure_nps(),
                self._figure_ratings(),
                self._figure_answers(),
                self._figure_made_up(),
            ],
        }

    @api.model
    def _lately(self, model, fname):
        """What has its moment in the last days."""
        today = self._today()
        return self._between(model, fname, today - timedelta(days=FIGURE_DAYS), today)

    @api.model
    def _figure_nps(self):
        """The score with how far it may be off: 12 answers say little."""
        domain = [("state", "=", "answered"), *self._lately("hau_mai.nps", "date_answered")]
        rows = self.env["hau_mai.nps"]._read_group(domain, ["category"], ["__count"])
        kinds = dict(rows)
        figure = nps.figure(*(kinds.get(name, 0) for name in nps.CATEGORIES))
        label = self.env._("NPS; nobody answered yet")
        if figure.count == 1:
            label = self.env._("NPS, of 1 answer")
        elif figure.count:
            label = self.env._(
                "NPS, ± %(margin)s, of %(count)s answers", margin=figure.margin, count=figure.count
            )
        color = "danger" if (figure.value or 0) < 0 else "success"
        action = self._list_action("hau_mai.nps", self.env._("Recommendations"), domain)
        return self._figure("nps", label, figure.value or 0, action, color)

    @api.model
    def _figure_ratings(self):
        """How many of a hundred ratings are content."""
        domain = [
            ("res_model", "in", GUARDED_MODELS),
            ("consumed", "=", True),
            ("rating", ">=", 1),
            ("hau_mai_company_id", "in", self.env.companies.ids),
            *self._lately("rating.rating", "rated_on"),
        ]
        rows = dict(self.env["rating.rating"]._read_group(domain, ["rating"], ["__count"]))
        count = sum(rows.values())
        content = sum(number for rating, number in rows.items() if rating >= CONTENT_RATING)
        low = sum(number for rating, number in rows.items() if rating <= LOW_RATING)
        label = self.env._("%% content, of %(count)s ratings; %(low)s low", count=count, low=low)
        action = self._list_action("rating.rating", self.env._("Ratings"), domain)
        return self._figure("csat", label, nps.share(content, count) or 0, action)

    @api.model
    def _figure_answers(self):
        """How many of a hundred who were asked whether they recommend us answered."""
        domain = self._lately("hau_mai.nps", "date_sent")
        rows = dict(self.env["hau_mai.nps"]._read_group(domain, ["state"], ["__count"]))
        asked = sum(rows.values())
        label = self.env._("%% answered, of %s asked to recommend", asked)
        action = self._list_action("hau_mai.nps", self.env._("Asked to Recommend"), domain)
        return self._figure(
            "answers", label, nps.share(rows.get("answered", 0), asked) or 0, action
        )

    @api.model
    def _figure_made_up(self):
        """Detractors of whom nobody has taken care: their call or their case is open."""
        domain = [("category", "=", "detractor"), ("activity_ids", "!=", False)]
        action = self._list_action("hau_mai.nps", self.env._("To Be Made Up For"), domain)
        count = self._count("hau_mai.nps", domain)
        return self._figure("amends", self.env._("to be made up for"), count, action, "danger")
