from odoo import fields, models


class HauMaiWarrantyPolicy(models.Model):
    """What a policy asks of who activates the warranty."""

    _inherit = "hau_mai.warranty.policy"

    activation_proof = fields.Boolean(
        string="Ask for a Photo of the Invoice",
        help="Who activates the warranty without us sends a photo of the invoice.",
    )
