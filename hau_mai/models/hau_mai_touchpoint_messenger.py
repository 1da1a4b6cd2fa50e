from odoo import fields, models


class HauMaiTouchpoint(models.Model):
    """The message in a messenger's outbox."""

    _inherit = "hau_mai.touchpoint"

    messenger_message_id = fields.Many2one(
        "hau_mai.messenger.message",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
