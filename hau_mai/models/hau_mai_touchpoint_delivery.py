from odoo import fields, models

DELIVERIES = [
    ("queued", "Queued"),
    ("sent", "Sent"),
    ("opened", "Opened"),
    ("answered", "Answered"),
    ("bounced", "Bounced"),
    ("failed", "Not delivered"),
]


class HauMaiTouchpoint(models.Model):
    """How a follow-up left for the customer, and what became of it.

    ``date_sent`` and ``sent_by`` are what the caps of the contact gate count: they are
    written in the transaction that queues a message or opens a call.
    """

    _inherit = "hau_mai.touchpoint"

    _sent_idx = models.Index("(partner_id, date_sent) WHERE date_sent IS NOT NULL")

    not_before = fields.Datetime(
        readonly=True, help="On its day it waits for this moment, such as the end of the night."
    )
    date_sent = fields.Datetime(string="Left On", readonly=True)
    sent_by = fields.Selection(
        selection=lambda self: self.env["hau_mai.consent"]._fields["channel"].selection,
        string="Left By",
        readonly=True,
    )
    delivery = fields.Selection(DELIVERIES, readonly=True)
    date_answered = fields.Datetime(string="Answered On", readonly=True)
    cost = fields.Float(readonly=True, digits=(16, 2), help="In the company's currency.")
