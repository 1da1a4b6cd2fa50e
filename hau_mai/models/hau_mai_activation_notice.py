from odoo import fields, models

from . import hau_mai_announcement_mixin  # noqa: F401 - inherited here, and later in the alphabet

ACTIVATION_EVENTS = [("accepted", "Activated"), ("refused", "Refused")]


class HauMaiActivationNotice(models.Model):
    """The ledger of what customers were told of their activations: one row an occasion."""

    _name = "hau_mai.activation.notice"
    _inherit = ["hau_mai.announcement.mixin"]
    _description = "What a Customer Was Told of an Activation"
    _rec_name = "event"
    _about = "activation_id"
    _text_prefix = "activation"
    _layout = "hau_mai.activation_notice_layout"

    _once = models.UniqueIndex("(activation_id, event, key)", "This was told already.")

    activation_id = fields.Many2one(
        "hau_mai.activation", required=True, index=True, ondelete="restrict", readonly=True
    )
    event = fields.Selection(ACTIVATION_EVENTS, string="Message", required=True, readonly=True)
