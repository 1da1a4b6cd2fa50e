from odoo import fields, models

from .hau_mai_sla_policy import TARGETS


class HauMaiSlaStatus(models.Model):
    """One clock: a promise of time given to one case, with its figures as they were then."""

    _name = "hau_mai.sla.status"
    _description = "Clock of a Case"
    _order = "complaint_id, id"
    _rec_name = "policy_id"

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    policy_id = fields.Many2one(
        "hau_mai.sla.policy",
        string="Promise",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    target = fields.Selection(TARGETS, required=True, readonly=True)
    active = fields.Boolean(default=True, help="No longer, since the case changed.")
    days = fields.Integer(string="Working Days", readonly=True)
    hours = fields.Integer(string="Working Hours", readonly=True)
    minutes = fields.Integer(string="Working Minutes", readonly=True)
    calendar_id = fields.Many2one("resource.calendar", readonly=True, ondelete="restrict")
    date_start = fields.Datetime(string="Runs From", required=True, readonly=True)
    deadline = fields.Datetime(readonly=True)
    date_reached = fields.Datetime(string="Kept On", readonly=True)
    segment_ids = fields.One2many("hau_mai.sla.segment", "status_id", string="Who Was Waited For")
