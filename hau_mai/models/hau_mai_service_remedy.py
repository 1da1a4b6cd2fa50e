from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools.remedy import STATUTORY_REPAIRS, Job, remedy, repair_limit
from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """When the customer may have a new one or the money back (Law 19/2023/QH15, art. 30.2.đ)."""

    _inherit = "hau_mai.service"

    _repaired_idx = models.Index(
        "(unit_id) WHERE kind = 'repair' AND under_warranty AND state != 'cancelled'"
    )

    # === FIELDS === #

    remedy_due = fields.Boolean(
        string="Exchange or Refund Due",
        compute="_compute_remedy",
        search="_search_remedy_due",
        groups="hau_mai.group_user_own",
    )
    remedy_reason = fields.Char(
        string="Why Exchange or Refund Is Due",
        compute="_compute_remedy",
        groups="hau_mai.group_user_own",
    )
    remedy_result = fields.Selection(
        [("exchanged", "Exchanged"), ("refunded", "Refunded"), ("refused", "Refused")],
        string="Exchange or Refund",
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    remedy_note = fields.Char(
        string="Why It Was Refused", readonly=True, copy=False, groups="base.group_user"
    )
    refund_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    repair_count = fields.Integer(
        string="Warranty Repairs Before",
        compute="_compute_repair_count",
        groups="hau_mai.group_user_own",
        help="All warranty repairs of the unit that were done before this one.",
    )
    same_fault_count = fields.Integer(
        string="With the Same Fault",
        compute="_compute_repair_count",
        groups="hau_mai.group_user_own",
    )

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "state", "again_count", "kind", "under_warranty")
    def _compute_repair_count(self):
        repairs = self._repairs_of(self.unit_id)
        for service in self:
            before = repairs.get(service.unit_id, self.browse()) - service._origin
            service.repair_count = service.again_count + sum(
                job._repairs_performed() for job in before
            )
            faults = service.fault_ids
            service.same_fault_count = sum(
                job._repairs_performed() for job in before if faults & job.fault_ids
            )

    @api.depends(
        "state", "date_promised", "under_warranty", "remedy_result", "repair_count",
        "unit_id.max_repairs", "company_id.hau_mai_vietnam_rules",
    )  # fmt: skip
    def _compute_remedy(self):
        now = fields.Datetime.now()
        for service in self:
            code = remedy(service._to_remedy(), now)
            service.remedy_due = bool(code)
            service.remedy_reason = code and service._word_remedy(code)

    # === SEARCH METHODS === #

    @api.model
    def _search_remedy_due(self, operator, value):
        """The same answer as :func:`tools.remedy.remedy`, from the few open warranty repairs."""
        if operator != "in":
            return NotImplemented
        self.flush_model(["unit_id", "kind", "state", "under_warranty", "again_count"])
        vietnam = Domain("company_id.hau_mai_vietnam_rules", "=", True)
        late = vietnam & Domain("date_promised", "<", fields.Datetime.now())
        owed = (
            Domain("kind", "=", "repair")
            & Domain("under_warranty", "=", True)
            & Domain("remedy_result", "=", False)
            & Domain("state", "in", OPEN_STATES)
        )
        return owed & (late | Domain.custom(to_sql=self._sql_repairs_exceeded))

    @staticmethod
    def _sql_repairs_exceeded(model, alias, query):
        """As many warranty repairs were done as unit and law allow, or more."""
        unit = SQL.identifier(model._fields["unit_id"].join(model, alias, query)[1])
        company = SQL.identifier(model._fields["company_id"].join(model, alias, query)[1])
        return SQL(
            """(COALESCE(%(job)s.again_count, 0) + (
                    SELECT COALESCE(SUM(COALESCE(past.again_count, 0)
                                        + (past.state IN ('done', 'closed'))::integer), 0)
                      FROM hau_mai_service past
                     WHERE past.unit_id = %(job)s.unit_id AND past.id != %(job)s.id
                       AND past.kind = 'repair' AND past.under_warranty
                       AND past.state != 'cancelled'))
                >= CASE WHEN %(company)s.hau_mai_vietnam_rules
                        THEN LEAST(COALESCE(NULLIF(%(unit)s.max_repairs, 0), %(law)s), %(law)s)
                        ELSE NULLIF(%(unit)s.max_repairs, 0) END""",
            job=SQL.identifier(alias),
            unit=unit,
            company=company,
            law=STATUTORY_REPAIRS,
        )

    # === ACTION METHODS === #

    def action_refund(self):
        """Prepare the refund: a draft credit note of what the unit was invoiced with, or,
        where there is no invoice, a task for the manager. Once; nothing is paid by it.

        :raises UserError: when it was decided already, or the job has no card
        """
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.remedy_result or not self.unit_id:
            raise UserError(
                self.env._(
                    "There is nothing to refund on job %s: it has no card, or exchange or refund "
                    "was decided already.",
                    self.name,
                )
            )
        self.remedy_result = "refunded"
        self.sudo().refund_id = self.unit_id.sudo()._make_refund(self)
        if not self.sudo().refund_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.company_id._hau_mai_manager().id,
                summary=self.env._("Refund %s: no invoice of it is in Odoo", self.unit_id.name),
            )
        return True

    def action_refuse_remedy(self, reason=None):
        """Refuse exchange and refund, which an administrator answers for.

        :raises UserError: without a reason, or when none is due
        :raises AccessError: for somebody who is not a manager
        """
        if reason is None:
            return self._open_ruling("refuse_remedy")
        self._raise_without(reason)
        self._raise_if_not_manager(self.env._("refuse exchange and refund"))
        for service in self:
            if not service.remedy_due:
                raise UserError(
                    self.env._("Neither exchange nor refund is due on job %s.", service.name)
                )
            claim = service.remedy_reason
            service.write({"remedy_result": "refused", "remedy_note": reason})
            service.message_post(
                body=self.env._(
                    "Exchange and refund refused by %(user)s: %(reason)s (%(claim)s)",
                    user=self.env.user.name,
                    reason=reason,
                    claim=claim,
                )
            )
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _repairs_of(self, units):
        """The warranty repairs of units: {unit: jobs}, in one query."""
        domain = [
            ("unit_id", "in", units.ids),
            ("kind", "=", "repair"),
            ("under_warranty", "=", True),
            ("state", "!=", "cancelled"),
        ]
        return self.sudo().search(domain).grouped("unit_id") if units.ids else {}

    def _to_remedy(self):
        """This job as the plain functions of ``tools.remedy`` see it."""
        self.ensure_one()
        return Job(
            owed=self.kind == "repair"
            and self.under_warranty
            and self.state in OPEN_STATES
            and not self.remedy_result,
            promised=self.date_promised,
            repairs=self.repair_count,
            max_repairs=self.unit_id.sudo().max_repairs,
            statutory=self.company_id.sudo().hau_mai_vietnam_rules,
        )

    def _word_remedy(self, code):
        """Why exchange or refund is due, as a sentence that names the clause."""
        self.ensure_one()
        statutory = self.company_id.sudo().hau_mai_vietnam_rules
        clause = self.env._("Law 19/2023/QH15, art. 30.2.đ")
        law = clause if statutory else self.env._("its warranty policy")
        if code == "promise":
            return self.env._(
                "Promised for %(date)s and not repaired: exchange or refund is due (%(law)s).",
                date=format_date(self.env, self.company_id._hau_mai_day(self.date_promised)),
                law=law,
            )
        return self.env._(
            "%(count)s warranty repairs are done (from %(limit)s on) and it is back, "
            "%(same)s of them with the same fault: exchange or refund is due (%(law)s).",
            count=self.repair_count,
            limit=repair_limit(self.unit_id.sudo().max_repairs, statutory),
            same=self.same_fault_count,
            law=law,
        )

    def _on_exchanged(self, new, reason):
        result = super()._on_exchanged(new, reason)
        self.write({"remedy_result": "exchanged"})
        return result
