from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.coverage import runs_on
from ..tools.maintenance import OPEN, Visit, free_codes, streaks

#: So many visits a schedule shows as dots, the last ones where there are more.
DOTS = 12


class HauMaiMaintenanceSchedule(models.Model):
    """What visits cost, and what they earn when they are on time."""

    _inherit = "hau_mai.maintenance.schedule"

    # === FIELDS === #

    earned = fields.Json(
        compute="_compute_earned",
        store=True,
        help="The days on which so many visits in a row had been on time.",
    )
    in_a_row = fields.Integer(
        string="On Time in a Row",
        compute="_compute_in_a_row",
        help="How many visits in a row were in their windows, since the last reward.",
    )
    free_left = fields.Integer(
        string="Free Visits Left",
        compute="_compute_free",
        help="Without those that are free because a warranty runs.",
    )
    next_is_free = fields.Boolean(string="Next One Free", compute="_compute_free")
    next_free_reason = fields.Char(string="Who Pays", compute="_compute_free")
    reward_sentence = fields.Char(string="On Time Earns", compute="_compute_in_a_row")
    dots = fields.Char(
        string="Progress",
        compute="_compute_dots",
        help="● done, ◐ to be done, ✕ missed or skipped, ○ to come",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "earn_after", "occurrence_ids.state", "occurrence_ids.on_time", "occurrence_ids.date_done"
    )
    def _compute_earned(self):
        for schedule in self:
            days, _in_a_row = schedule._streaks()
            schedule.earned = [day.isoformat() for day in days] or False

    @api.depends("earned", "occurrence_ids.state", "occurrence_ids.on_time")
    @api.depends_context("lang")
    def _compute_in_a_row(self):
        for schedule in self:
            _days, schedule.in_a_row = schedule._streaks()
            schedule.reward_sentence = schedule._word_reward()

    @api.depends(
        "earned", "free_visits", "free_during_warranty", "date_next", "occurrence_ids.state",
        "unit_id.coverage_ids.date_end", "unit_id.coverage_ids.date_start",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_free(self):
        for schedule in self:
            visits = schedule._to_visits()
            schedule.free_left = schedule._count_free(visits)
            upcoming = schedule._upcoming_visit(visits)
            waiting = [visit for visit in visits if visit.state in OPEN] or upcoming
            codes, _left = schedule._free_codes(visits + upcoming)
            code = codes[waiting[0].number] if waiting else None
            schedule.next_is_free = bool(code)
            schedule.next_free_reason = bool(waiting) and schedule._word_free(code)

    def _count_free(self, visits):
        """How many free visits are left: to be made, earned, or made and still open."""
        self.ensure_one()
        codes, earned = self._free_codes(visits)
        left = max(self.free_visits - len(visits), 0)
        if self.visits:
            left = min(left, self.visits - len(visits))
        still_open = [visit for visit in visits if visit.state in OPEN]
        return left + earned + sum(codes[v.number] in ("first", "earned") for v in still_open)

    @api.depends("visits", "occurrence_ids.state")
    def _compute_dots(self):
        signs = {"done": "●", "missed": "✕", "skipped": "✕"}
        for schedule in self:
            made = [signs.get(v.state, "◐") for v in schedule.occurrence_ids.sorted("number")]
            to_come = schedule.visits - len(made) if schedule.visits else 3
            dots = made + ["○"] * max(to_come, 0)
            begin = max(min(len(made) - 1, len(dots) - DOTS), 0)
            schedule.dots = ("…" if begin else "") + "".join(dots[begin : begin + DOTS])
            if not schedule.visits or len(dots) > begin + DOTS:
                schedule.dots += "…"

    # === BUSINESS METHODS === #

    def _streaks(self):
        self.ensure_one()
        return streaks(self._to_visits(), self.earn_after)

    def _upcoming_visit(self, visits):
        """The next visit to be made, as if it had been made; none when its day is unknown."""
        self.ensure_one()
        day = self.date_following
        if not day:
            return []
        number = visits[-1].number + 1 if visits else 1
        return [Visit(number, "due", day, False, day, False)]

    def _free_codes(self, visits):
        """Which of these visits are free; see :func:`tools.maintenance.free_codes`."""
        self.ensure_one()
        credits = []
        if self.earn_kind == "visit":
            credits = [fields.Date.to_date(day) for day in self.earned or []]
        return free_codes(
            visits,
            self.free_visits,
            self._is_under_warranty if self.free_during_warranty else None,
            credits,
            self._given_numbers(),
        )

    def _given_numbers(self):
        """Numbers of visits that were given free for another reason than the plan's; a seam."""
        return ()

    def _is_under_warranty(self, day):
        """Whether any warranty of the unit runs on a day."""
        self.ensure_one()
        return any(runs_on(coverage._to_period(), day) for coverage in self.unit_id.coverage_ids)

    def _rewards(self):
        """What was earned for the warranty: (day, duration, unit)."""
        self.ensure_one()
        if self.earn_kind != "extend":
            return []
        return [
            (fields.Date.to_date(day), self.earn_duration, self.earn_duration_unit)
            for day in self.earned or []
        ]

    # === WORDS === #

    def _word_free(self, code):
        """Why a visit is free, or that it is not, as a sentence."""
        self.ensure_one()
        if code == "first":
            return self.env._("Free: the first %s visits are included.", self.free_visits)
        return {
            "warranty": self.env._("Free: the warranty runs."),
            "earned": self.env._("Free: earned by visits on time."),
        }.get(code) or self.env._("The customer pays.")

    def _word_reward(self):
        """ "2 of 3 on time in a row; 3 make the warranty 12 months longer" """
        self.ensure_one()
        if not self.earn_after:
            return False
        length = self.env["hau_mai.coverage"]._duration_label(
            self.earn_duration, self.earn_duration_unit or "month"
        )
        values = {"now": self.in_a_row, "wanted": self.earn_after, "length": length}
        if self.earn_kind == "visit":
            sentence = self.env._("%(now)s of %(wanted)s in a row on time: one more free visit",
                                  **values)  # fmt: skip
        else:
            sentence = self.env._(
                "%(now)s of %(wanted)s in a row on time: the warranty gets %(length)s longer",
                **values,
            )
        if self.earned:
            days = ", ".join(format_date(self.env, fields.Date.to_date(day)) for day in self.earned)
            sentence = self.env._("%(then)s; earned on %(days)s", then=sentence, days=days)
        return sentence
