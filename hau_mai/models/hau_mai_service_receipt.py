from odoo import fields, models


class HauMaiService(models.Model):
    """The receipt: in which state a thing was handed over, and until when it will be ready."""

    _inherit = "hau_mai.service"

    accessories = fields.Text(string="Accessories Left With Us", copy=False)

    def action_receive(self):
        """Take in what the customer hands over; what was received before keeps its moment."""
        self.filtered(lambda job: not job.date_received).date_received = fields.Datetime.now()
        return True

    def action_print_receipt(self):
        """The receipt as a paper, printable before anything else is known."""
        return self.action_receive()
