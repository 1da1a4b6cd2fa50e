from odoo import api, fields, models


class HauMaiService(models.Model):
    """Whose job it is, who brought the thing, and which card it is about: one narrows the other."""

    _name = "hau_mai.service"
    _inherit = ["hau_mai.service", "hau_mai.card.mixin"]

    brought_by_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups="base.group_user",
        help="Who handed it over, when it is neither the customer nor the contact person.",
    )
    brought_by = fields.Char(
        string="Brought By (Name, Phone)",
        copy=False,
        groups="base.group_user",
        help="Somebody who is not among the contacts: a neighbour, a driver.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer's Company"
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        """ "DV26000001 · Nguyễn Văn An": in a calendar the number alone says nothing."""
        for service in self:
            number = service.name != "/" and service.name
            parts = (number, service.partner_id.name)
            service.display_name = " · ".join(part for part in parts if part)

    # === ONCHANGE METHODS === #

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """A card chosen fills the customer in, where nobody was named."""
        if self.unit_id and not self.partner_id:
            self.partner_id = self.unit_id.partner_id

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Another customer: the card of the one before goes, before anything was saved."""
        if self.partner_id and not self._origin and not self._is_of_customer(self.unit_id):
            self.unit_id = False

    # === BUSINESS METHODS === #

    def _bringer_name(self):
        """Who handed the thing over, as it is known; the customer when nobody else is named."""
        self.ensure_one()
        return self.brought_by or self.brought_by_id.name or self.partner_id.name

    def _bringer_in_words(self):
        """Who handed it over, with the phone, or False when it was the customer."""
        self.ensure_one()
        partner = self.brought_by_id.sudo()
        return self.brought_by or ", ".join(filter(None, (partner.name, partner.phone)))
