from odoo import fields, models
from odoo.tools import SQL

from .hau_mai_complaint import SEVERITIES, TYPES
from .hau_mai_sla_policy import TARGETS
from .hau_mai_sla_segment import SEGMENT_KINDS


class HauMaiSlaReport(models.Model):
    """The analysis of promises of time: one row a clock, kept, missed or open.

    Hours are working hours. They are known from the moment a promise is kept.
    """

    _name = "hau_mai.sla.report"
    _description = "Analysis of Promises of Time"
    _auto = False
    _rec_name = "complaint_id"
    _order = "date_start desc, id desc"
    _depends = {
        "hau_mai.sla.status": [
            "active", "complaint_id", "company_id", "policy_id", "target", "date_start", "deadline",
            "date_reached", "is_late", "hours_used", "hours_us", "hours_customer",
            "hours_supplier", "hours_center",
        ],
        "hau_mai.complaint": [
            "team_id", "user_id", "category_id", "product_id", "type", "severity", "is_vulnerable",
            "partner_id",
        ],
    }  # fmt: skip

    complaint_id = fields.Many2one("hau_mai.complaint", string="Case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    policy_id = fields.Many2one("hau_mai.sla.policy", string="Promise", readonly=True)
    target = fields.Selection(TARGETS, string="What Is Promised", readonly=True)
    team_id = fields.Many2one("hau_mai.complaint.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Assigned To", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    category_id = fields.Many2one("hau_mai.complaint.category", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    type = fields.Selection(TYPES, readonly=True)
    severity = fields.Selection(SEVERITIES, readonly=True)
    is_vulnerable = fields.Boolean(string="Vulnerable Consumer", readonly=True)
    date_start = fields.Datetime(string="Runs From", readonly=True)
    deadline = fields.Datetime(readonly=True)
    date_reached = fields.Datetime(string="Kept On", readonly=True)
    result = fields.Selection(
        [("met", "Kept"), ("missed", "Missed"), ("open", "Open")], readonly=True
    )
    met_percent = fields.Float(
        string="Kept (%)",
        aggregator="avg",
        readonly=True,
        help="Of the promises that were kept or missed; those that are open do not count.",
    )
    hours_used = fields.Float(string="Working Hours It Took", aggregator="avg", readonly=True)
    hours_us = fields.Float(string="Hours Waited for Us", readonly=True)
    hours_customer = fields.Float(string="Hours Waited for Customers", readonly=True)
    hours_supplier = fields.Float(string="Hours Waited for Suppliers", readonly=True)
    hours_center = fields.Float(string="Hours Waited for Centers", readonly=True)
    waited_most = fields.Selection(
        SEGMENT_KINDS,
        string="Waited Longest For",
        readonly=True,
        help="Who was waited for longest until the promise was kept.",
    )

    @property
    def _table_query(self):
        return SQL(
            """SELECT *,
                CASE result WHEN 'met' THEN 100.0 WHEN 'missed' THEN 0.0 END AS met_percent
            FROM (
                SELECT clock.id, clock.complaint_id, clock.company_id, clock.policy_id,
                    clock.target, clock.date_start, clock.deadline, clock.date_reached,
                    complaint.team_id, complaint.user_id, complaint.partner_id,
                    complaint.category_id, complaint.product_id, complaint.type,
                    complaint.severity, complaint.is_vulnerable,
                    CASE
                        WHEN clock.date_reached IS NOT NULL AND clock.is_late THEN 'missed'
                        WHEN clock.date_reached IS NOT NULL THEN 'met'
                        WHEN clock.deadline < %(now)s THEN 'missed'
                        ELSE 'open'
                    END AS result,
                    %(hours)s,
                    CASE WHEN clock.date_reached IS NOT NULL THEN %(longest)s END AS waited_most
                FROM hau_mai_sla_status clock
                JOIN hau_mai_complaint complaint ON complaint.id = clock.complaint_id
                WHERE clock.active
            ) AS clocks""",
            now=fields.Datetime.now(),
            hours=self._select_hours(),
            longest=self._select_longest(),
        )

    def _select_hours(self):
        """The figures of what is kept; nothing yet of what is open, so that averages are right."""
        names = ("hours_used", "hours_us", "hours_customer", "hours_supplier", "hours_center")
        return SQL(", ").join(
            SQL(
                "CASE WHEN clock.date_reached IS NOT NULL THEN clock.%(name)s END AS %(name)s",
                name=SQL.identifier(name),
            )
            for name in names
        )

    def _select_longest(self):
        """Who was waited for longest; us when nobody was."""
        return SQL(
            """CASE GREATEST(clock.hours_us, clock.hours_customer, clock.hours_supplier,
                    clock.hours_center)
                WHEN clock.hours_us THEN 'running'
                WHEN clock.hours_customer THEN 'customer'
                WHEN clock.hours_supplier THEN 'supplier'
                WHEN clock.hours_center THEN 'center'
                ELSE 'running'
            END"""
        )
