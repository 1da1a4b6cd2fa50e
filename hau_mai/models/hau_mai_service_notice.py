from odoo import fields, models

NOTICE_EVENTS = [
    ("received", "Received"),
    ("quoted", "Quoted"),
    ("waiting", "Waiting"),
    ("ready", "Ready to be collected"),
    ("promise_moved", "Promised date moved"),
    ("appointment", "Appointment"),
    ("uncollected", "Not collected"),
]


class HauMaiServiceNotice(models.Model):
    """The ledger of what customers were told of their jobs: one row an occasion."""

    _name = "hau_mai.service.notice"
    _inherit = ["hau_mai.announcement.mixin"]
    _description = "What a Customer Was Told"
    _rec_name = "event"
    _about = "service_id"
    _text_prefix = "service"
    _layout = "hau_mai.service_notice_layout"

    _once = models.UniqueIndex("(service_id, event, key)", "This was told already.")

    service_id = fields.Many2one(
        "hau_mai.service",
        string="Job",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    partner_id = fields.Many2one(required=True)
    event = fields.Selection(NOTICE_EVENTS, string="Message", required=True, readonly=True)
