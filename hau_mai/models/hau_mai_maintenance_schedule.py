from odoo import fields, models

from .hau_mai_maintenance_plan_line import ANCHORS
from .hau_mai_warranty_term import DURATION_UNITS, USAGE_UNITS


class HauMaiMaintenanceSchedule(models.Model):
    """One line of a plan, running for one unit: its own copy of what was sold.

    Days are days of the company. What has happened stands in its occurrences; dates,
    counts and what is left follow from them.
    """

    _name = "hau_mai.maintenance.schedule"
    _description = "Maintenance Schedule"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "date_next, id"

    _line_unique = models.UniqueIndex(
        "(unit_id, plan_line_id) WHERE plan_line_id IS NOT NULL",
        "A unit has each line of a maintenance plan once.",
    )

    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    partner_id = fields.Many2one(related="unit_id.partner_id", string="Customer", store=True)
    plan_line_id = fields.Many2one(
        "hau_mai.maintenance.plan.line", index="btree_not_null", ondelete="set null"
    )
    name = fields.Char(string="What", required=True)
    interval = fields.Integer(readonly=True)
    interval_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    usage_interval = fields.Float(readonly=True)
    usage_unit = fields.Selection(USAGE_UNITS, readonly=True)
    visits = fields.Integer(string="Number of Visits", readonly=True)
    free_visits = fields.Integer(readonly=True)
    free_during_warranty = fields.Boolean(readonly=True)
    window_before = fields.Integer(readonly=True)
    window_after = fields.Integer(readonly=True)
    anchor = fields.Selection(ANCHORS, required=True, default="fixed")
    occurrence_ids = fields.One2many(
        "hau_mai.maintenance.occurrence", "schedule_id", string="Visits"
    )
    date_anchor = fields.Date(string="Counted From")
    date_next = fields.Date(string="Next Visit", index="btree_not_null")
    done_count = fields.Integer(string="Visits Done")
    state = fields.Selection(
        [
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="running",
    )
