from odoo import fields, models


class HauMaiUnitContact(models.Model):
    """Somebody besides the owner who has to do with a unit: who uses it, who brings it."""

    _name = "hau_mai.unit.contact"
    _description = "Contact of a Warranty Card"
    _order = "unit_id, id"

    _once = models.UniqueIndex(
        "(unit_id, partner_id, role)", "This contact has this role on the card already."
    )

    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        [
            ("user", "Uses it"),
            ("buyer", "Bought it"),
            ("bringer", "Brings it"),
            ("other", "Other"),
        ],
        required=True,
        default="user",
    )
    phone = fields.Char(related="partner_id.phone")
