from odoo import fields, models

from .hau_mai_warranty_term import USAGE_UNITS


class HauMaiUnitReading(models.Model):
    """What the meter of a unit showed on a day: kilometres, hours, litres."""

    _name = "hau_mai.unit.reading"
    _description = "Usage Reading"
    _order = "date desc, id desc"

    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    date = fields.Date(required=True)
    value = fields.Float(string="Reading", required=True)
    usage_unit = fields.Selection(USAGE_UNITS, required=True, default="km")
    source = fields.Selection(
        [("staff", "Staff"), ("customer", "Customer"), ("service", "Service job")],
        required=True,
        default="staff",
    )
    service_id = fields.Many2one("hau_mai.service", index="btree_not_null", ondelete="set null")
