from odoo import fields, models


class HauMaiServiceCheck(models.Model):
    """One item of a job's checklist: passed, failed, not applicable, or a measured value."""

    _name = "hau_mai.service.check"
    _description = "Checklist Item of a Service Job"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one("hau_mai.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    occurrence_id = fields.Many2one(
        "hau_mai.maintenance.occurrence", ondelete="set null", index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to Check", required=True)
    kind = fields.Selection(
        [("check", "Pass or fail"), ("value", "Measured value")], required=True, default="check"
    )
    value_unit = fields.Char(string="Unit of Measure")
    value_min = fields.Float(string="At Least")
    value_max = fields.Float(string="At Most")
    value = fields.Float()
    result = fields.Selection([("pass", "Pass"), ("fail", "Fail"), ("na", "Not applicable")])
    note = fields.Char()
