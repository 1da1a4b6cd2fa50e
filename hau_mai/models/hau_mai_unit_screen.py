from odoo import api, fields, models
from odoo.tools import SQL

from .hau_mai_unit import TRANSITIONS


class HauMaiUnit(models.Model):
    """What the screens of a warranty card need besides the card itself."""

    _inherit = "hau_mai.unit"

    promise_sentence = fields.Char(related="policy_id.sentence", string="Promise")
    may_write = fields.Boolean(compute="_compute_may", help="Whether the user may change it.")
    may_activate = fields.Boolean(compute="_compute_may")
    may_void = fields.Boolean(compute="_compute_may")
    may_restore = fields.Boolean(compute="_compute_may")

    # === COMPUTE METHODS === #

    @api.depends("state", "triggers", "date_activated", "user_id")
    @api.depends_context("uid")
    def _compute_may(self):
        """Which decisions the user may take on the card, as it stands."""
        writable = self._filtered_access("write") if any(self._ids) else self
        for unit in self:
            may = unit in writable
            unit.may_write = may
            unit.may_activate = (
                may
                and unit.state == "valid"
                and not unit.date_activated
                and "activation" in (unit.triggers or "").split(",")
            )
            unit.may_void = may and "void" in TRANSITIONS[unit.state]
            unit.may_restore = may and "valid" in TRANSITIONS[unit.state]

    # === ONCHANGE METHODS === #

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """A card written by hand: propose what is promised with the product."""
        if self.product_id and not self.order_id:
            template = self.product_id.product_tmpl_id
            self.policy_id = template._promised("warranty_policy_id", self.company_id)[template]
            self.maintenance_plan_id = template._promised("maintenance_plan_id", self.company_id)[
                template
            ]

    # === ACTION METHODS === #

    def action_take_start_back(self):
        """Take a start set by hand back: the warranty counts as the policy says again."""
        return self.action_start(False)

    # === BUSINESS METHODS === #

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by the warranty status, which is not stored because midnight changes it."""
        if groupby_spec != "warranty_status":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields["warranty_status"], "read")
        self.flush_model(["state", "company_id"])
        self.env["hau_mai.coverage"].flush_model(
            ["unit_id", "date_start", "date_end", "is_main", "in_repair"]
        )
        return self._warranty_status_sql(alias)

    @api.model
    def _warranty_status_sql(self, alias):
        """The same answer as :meth:`_warranty_statuses` today, as an SQL expression."""
        today, notice = self._status_days_sql(alias)
        return SQL(
            """
            CASE WHEN %(unit)s.state <> 'valid' THEN %(unit)s.state ELSE (
                SELECT CASE
                       WHEN count(*) = 0 THEN 'none'
                       WHEN bool_or(running AND is_main AND NOT COALESCE(in_repair, false)
                                    AND date_end <= %(notice)s)
                            AND NOT bool_or(is_main AND date_start IS NOT NULL
                                            AND (date_end IS NULL OR date_end > %(notice)s))
                       THEN 'expiring'
                       WHEN bool_or(running) THEN 'active'
                       WHEN bool_or((date_start IS NULL OR date_start > %(today)s)
                                    AND (date_end IS NULL OR date_end >= %(today)s))
                           THEN 'not_started'
                       ELSE 'expired' END
                  FROM (SELECT date_start, date_end, is_main,
                               date_start <= %(today)s
                               AND (date_end IS NULL OR in_repair OR date_end >= %(today)s)
                               AS running, in_repair
                          FROM hau_mai_coverage
                         WHERE unit_id = %(unit)s.id) AS period
            ) END
            """,
            unit=SQL.identifier(alias),
            today=today,
            notice=notice,
        )

    @api.model
    def _status_days_sql(self, alias):
        """Today, and the last day that counts as "ends soon", in the company of each row."""
        todays, notices = [], []
        for company in self.env["res.company"].sudo().search([]):
            day = company._hau_mai_today()
            todays.append(SQL("WHEN %s THEN %s::date", company.id, day))
            notices.append(SQL("WHEN %s THEN %s::date", company.id, self._notice_end(company, day)))
        company_id = SQL.identifier(alias, "company_id")
        return (
            SQL("(CASE %s %s END)", company_id, SQL(" ").join(todays)),
            SQL("(CASE %s %s END)", company_id, SQL(" ").join(notices)),
        )
