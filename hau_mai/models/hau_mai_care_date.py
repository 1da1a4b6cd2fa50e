from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.care import trade_days

MONTHS = [
    ("1", "January"), ("2", "February"), ("3", "March"), ("4", "April"),
    ("5", "May"), ("6", "June"), ("7", "July"), ("8", "August"),
    ("9", "September"), ("10", "October"), ("11", "November"), ("12", "December"),
]  # fmt: skip

#: The days of a month, February with its 29th.
LONGEST = {"2": 29, "4": 30, "6": 30, "9": 30, "11": 30}


class HauMaiCareDate(models.Model):
    """A date of the trade: a day of the year on which customers are thought of.

    Either the same day every year, or, where it moves with the lunar calendar, a list of
    days that somebody goes on with.
    """

    _name = "hau_mai.care.date"
    _description = "Date of the Trade"
    _order = "name, id"

    _day_exists = models.Constraint(
        "CHECK (kind != 'yearly' OR month IS NOT NULL AND day BETWEEN 1 AND 31)",
        "Say on which day of which month it is.",
    )

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="For this company and its branches; empty for all companies.",
    )
    kind = fields.Selection(
        [("yearly", "The same day every year"), ("listed", "On days that move")],
        string="When",
        required=True,
        default="yearly",
        help="What follows the lunar calendar, such as Tết, falls on another day each year: "
        "list those of the coming years.",
    )
    month = fields.Selection(MONTHS)
    day = fields.Integer(default=1)
    day_ids = fields.One2many("hau_mai.care.date.day", "care_date_id", string="Days", copy=True)
    date_next = fields.Date(
        compute="_compute_date_next", string="Next", help="Empty: no coming day is known."
    )
    rule_ids = fields.One2many("hau_mai.care.rule", "care_date_id", string="Follow-up Rules")

    # === COMPUTE METHODS === #

    @api.depends("kind", "month", "day", "day_ids.date", "company_id")
    @api.depends_context("company")
    def _compute_date_next(self):
        for care_date in self:
            today = (care_date.company_id or self.env.company)._hau_mai_today()
            days = care_date._days(today, today.replace(year=today.year + 10, day=1))
            care_date.date_next = days[0] if days else False

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "month", "day")
    def _check_day(self):
        for care_date in self:
            if care_date.kind == "yearly" and care_date.day > LONGEST.get(care_date.month, 31):
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: this month has no day %(day)s.",
                        name=care_date.name,
                        day=care_date.day,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "month", "day", "day_ids"} & vals.keys():
            self._plan_again()
        return result

    # === BUSINESS METHODS === #

    def _days(self, first, last):
        """The days it falls on between two days, both included.

        :return: list of dates, in order
        """
        self.ensure_one()
        if self.kind == "yearly":
            return trade_days(first, last, int(self.month or 0), self.day)
        return trade_days(first, last, listed=[day for day in self.day_ids.mapped("date") if day])

    def _plan_again(self):
        """The next pass looks at everything again: the day has moved."""
        rules = self.env["hau_mai.care.rule"].sudo().with_context(active_test=False)
        rules.search([("care_date_id", "in", self.ids)]).write({"date_last_pass": False})


class HauMaiCareDateDay(models.Model):
    """One day of a date of the trade that moves; there is one a year."""

    _name = "hau_mai.care.date.day"
    _description = "Day of a Date of the Trade"
    _order = "date, id"
    _rec_name = "date"

    _year_unique = models.UniqueIndex(
        "(care_date_id, (EXTRACT(year FROM date)))",
        "A date of the trade falls on one day a year.",
    )

    care_date_id = fields.Many2one(
        "hau_mai.care.date", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True, default=lambda self: date(self._next_year(), 1, 1))

    @api.model
    def _next_year(self):
        return self.env.company._hau_mai_today().year + 1
