from odoo import fields, models


class ResCompany(models.Model):
    """Whether the shop looks at activations before they count."""

    _inherit = "res.company"

    hau_mai_activation_confirm = fields.Boolean(
        string="Confirm Activations by Customers",
        default=True,
        help="Else what the owner activates counts at once. What anybody else asks for always "
        "waits for you.",
        prefetch="hau_mai",
    )
    hau_mai_activation_confirm_dealer = fields.Boolean(
        string="Confirm Activations by Dealers",
        help="Else what a dealer activates counts at once, and is their customer's.",
        prefetch="hau_mai",
    )

    def _hau_mai_confirms_activation(self, known_by):
        """Whether the shop looks at what these ask for; see ``known_by`` of an activation."""
        self.ensure_one()
        company = self.sudo()
        if known_by == "dealer":
            return company.hau_mai_activation_confirm_dealer
        return company.hau_mai_activation_confirm
