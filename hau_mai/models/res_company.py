from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools.recurrence import company_day


class ResCompany(models.Model):
    """What a company promises by default, and how far ahead it works.

    Every request reads its company. Settings of ours, here and in the other files, are read
    in a group of their own, when one of them is asked for; but for the few that every sale asks.
    """

    _inherit = "res.company"

    _hau_mai_expiring_days_positive = models.Constraint(
        "CHECK (hau_mai_expiring_days >= 0)", "The notice before expiry cannot be negative."
    )
    _hau_mai_planning_horizon_positive = models.Constraint(
        "CHECK (hau_mai_planning_horizon >= 0)", "The planning horizon cannot be negative."
    )
    _hau_mai_units_per_line_positive = models.Constraint(
        "CHECK (hau_mai_units_per_line >= 0)", "The number of cards a line cannot be negative."
    )

    warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Default Warranty Policy",
        check_company=True,
        help="For goods whose product and category say nothing. Never for services.",
    )
    hau_mai_units_per_line = fields.Integer(
        string="Cards per Order Line",
        default=20,
        help="Up to this many pieces get a warranty card each; more share one with the quantity.",
    )
    hau_mai_expiring_days = fields.Integer(
        string="Notice Before Expiry (days)",
        default=30,
        help="A warranty that ends within this many days shows as ending soon.",
    )
    hau_mai_planning_horizon = fields.Integer(
        string="Planning Horizon (days)",
        default=30,
        help="How far ahead follow-ups are planned.",
        prefetch="hau_mai",
    )
    hau_mai_followup_user_id = fields.Many2one(
        "res.users",
        string="Default Responsible",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets the follow-ups for which nobody else is found.",
        prefetch="hau_mai",
    )
    hau_mai_hotline = fields.Char(string="After-Sales Hotline", prefetch="hau_mai")
    hau_mai_email = fields.Char(string="After-Sales Email", prefetch="hau_mai")
    hau_mai_hours = fields.Char(string="After-Sales Hours", translate=True, prefetch="hau_mai")
    hau_mai_vietnam_rules = fields.Boolean(
        string="Statutory Rules of Vietnam",
        default=lambda self: self.env.company.country_id == self.env.ref("base.vn"),
        help="Apply what Vietnamese consumer law asks for (Law 19/2023/QH15).",
        prefetch="hau_mai",
    )

    @api.constrains("warranty_policy_id")
    def _check_warranty_policy_company(self):
        self._check_company(["warranty_policy_id"])

    def write(self, vals):
        res = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env.registry.clear_cache()
        return res

    @ormcache("self.id")
    def _hau_mai_tz(self):
        """Name of the time zone whose days count in this company.

        The company's calendar has it; UTC where it has none.
        """
        self.ensure_one()
        return self.sudo().resource_calendar_id.tz or "UTC"

    def _hau_mai_day(self, moment):
        """The company's calendar day of a moment (naive, UTC), or False."""
        return company_day(moment, self._hau_mai_tz())

    def _hau_mai_today(self):
        """Today, in the company's days; UTC's when there is no company."""
        return self._hau_mai_day(fields.Datetime.now()) if self else fields.Date.today()

    @api.model
    def _hau_mai_day_domain(self, condition, now=None):
        """What holds on the day of each record's company, as one domain.

        :param condition: function of a day; a domain on the records of companies that have it
        :param datetime now: UTC; this moment when left out
        """
        now = now or fields.Datetime.now()
        companies = self.env["res.company"].sudo().search([])
        return Domain.OR(
            Domain("company_id", "in", those.ids) & condition(day)
            for day, those in companies.grouped(lambda company: company._hau_mai_day(now)).items()
        )

    def _hau_mai_default(self, fname):
        """What this company promises by default, else the nearest one above it.

        :param str fname: the field that promises it, such as ``warranty_policy_id``
        """
        company = self.sudo()
        while company.parent_id and not company[fname]:
            company = company.parent_id
        return company[fname]

    def _hau_mai_manager(self):
        """Who decides when nobody else does: the default responsible, else an administrator.

        :return: an active internal user; never empty
        """
        self.ensure_one()
        chosen = self.sudo().hau_mai_followup_user_id
        if chosen.active:
            return chosen
        managers = (
            self.env.ref("hau_mai.group_manager")
            .sudo()
            .all_user_ids.filtered(
                lambda user: user.active and not user.share and self in user.company_ids
            )
        )
        people = managers.filtered(lambda user: user != self.env.ref("base.user_root"))
        return people.sorted("id")[:1] or self.env.ref("base.user_admin")
