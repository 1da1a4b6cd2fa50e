from odoo import fields, models

PRIVACY_EVENTS = [
    ("received", "Received"),
    ("answered", "Answered"),
    ("export", "The copy is ready"),
    ("done", "Done"),
    ("refused", "Refused"),
]


class HauMaiPrivacyNotice(models.Model):
    """The ledger of what customers were told of their privacy requests: one row an occasion."""

    _name = "hau_mai.privacy.notice"
    _inherit = ["hau_mai.announcement.mixin"]
    _description = "What a Customer Was Told of a Privacy Request"
    _rec_name = "event"
    _about = "request_id"
    _text_prefix = "privacy"
    _layout = "hau_mai.privacy_notice_layout"

    _once = models.UniqueIndex("(request_id, event, key)", "This was told already.")

    request_id = fields.Many2one(
        "hau_mai.privacy.request",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    event = fields.Selection(PRIVACY_EVENTS, string="Message", required=True, readonly=True)
