from odoo import fields, models


class HauMaiCoverage(models.Model):
    """What the lists of warranty periods need besides the periods themselves."""

    _inherit = "hau_mai.coverage"

    partner_id = fields.Many2one(related="unit_id.partner_id", string="Customer")

    def action_open_unit(self):
        """A period is read on the card it belongs to."""
        self.ensure_one()
        return self.unit_id.action_open()
