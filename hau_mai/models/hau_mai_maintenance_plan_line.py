from odoo import fields, models

from .hau_mai_warranty_term import DURATION_UNITS, USAGE_UNITS

#: What the dates of visits are counted from.
ANCHORS = [("fixed", "The start"), ("last_done", "The last visit done")]


class HauMaiMaintenancePlanLine(models.Model):
    """One thing that is done again and again: what, how often, free or not, in which window."""

    _name = "hau_mai.maintenance.plan.line"
    _description = "Line of a Maintenance Plan"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one(
        "hau_mai.maintenance.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What", required=True, translate=True)
    interval = fields.Integer(string="Every", default=6, help="0: by usage only.")
    interval_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    usage_interval = fields.Float(help="And whenever this much was used; 0: by time only.")
    usage_unit = fields.Selection(USAGE_UNITS)
    visits = fields.Integer(string="Number of Visits", help="0: without end.")
    free_visits = fields.Integer(help="The first so many cost nothing.")
    free_during_warranty = fields.Boolean(
        string="Free During the Warranty", help="Free as long as a warranty of the unit runs."
    )
    window_before = fields.Integer(string="Days Before", default=7)
    window_after = fields.Integer(string="Days After", default=7)
    anchor = fields.Selection(ANCHORS, required=True, default="fixed")
