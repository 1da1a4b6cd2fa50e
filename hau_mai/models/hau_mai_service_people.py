from odoo import api, fields, models


class HauMaiService(models.Model):
    """Whose job it is, who brought the thing, and which card it is about: one narrows the other."""

    _inherit = "hau_mai.service"

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
    fit_warning = fields.Char(compute="_compute_fit_warning", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        """ "DV26000001 · Nguyễn Văn An": in a calendar the number alone says nothing."""
        for service in self:
            number = service.name != "/" and service.name
            parts = (number, service.partner_id.name)
            service.display_name = " · ".join(part for part in parts if part)

    @api.depends("partner_id", "unit_id.partner_id", "unit_id.state")
    def _compute_fit_warning(self):
        """What does not fit together; said, never forbidden: who brings it need not own it."""
        labels = dict(self.env["hau_mai.unit"]._fields["state"]._description_selection(self.env))
        for service in self:
            unit = service.unit_id
            warning = False
            if unit.state and unit.state != "valid":
                warning = self.env._(
                    "The warranty card %(card)s is not valid: %(state)s.",
                    card=unit.name,
                    state=labels[unit.state],
                )
            elif unit and not service._is_of_customer(unit):
                warning = self.env._(
                    "The warranty card %(card)s belongs to %(owner)s, not to %(customer)s.",
                    card=unit.name,
                    owner=unit.partner_id.display_name,
                    customer=service.partner_id.display_name,
                )
            service.fit_warning = warning

    # === ONCHANGE METHODS === #

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """A card chosen fills the customer in, where nobody was named."""
        if self.unit_id and not self.partner_id:
            self.partner_id = self.unit_id.partner_id

    @api.onchange("serial_number")
    def _onchange_serial_number(self):
        """A serial number typed finds its card, when there is only one."""
        if self.serial_number and not self.unit_id:
            self.unit_id = self._find_unit(self.serial_number)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Another customer: the card of the one before goes, before anything was saved."""
        if self.partner_id and not self._origin and not self._is_of_customer(self.unit_id):
            self.unit_id = False

    # === BUSINESS METHODS === #

    def _is_of_customer(self, unit):
        """Whether a card is the customer's, or of a colleague of the same company."""
        owner = unit.partner_id.commercial_partner_id
        return not owner or not self.partner_id or owner == self.partner_id.commercial_partner_id

    def _find_unit(self, code):
        """The only card with this serial or card number, in the job's company; else none."""
        company = self.company_id or self.env.company
        found = self._units_of_code(code).filtered(lambda unit: unit.company_id == company)
        return found if len(found) == 1 else found.browse()

    @api.model
    def _units_of_code(self, code):
        """The cards a code means, as scanned or typed: by serial number, else by card number."""
        units = self.env["hau_mai.unit"]
        key = units._normalize_key(code)
        if not key:
            return units
        by_serial = units.search([("serial_key", "=", key)], limit=10)
        return by_serial or units.search([("name", "in", [key, code.strip()])], limit=2)

    def _bringer_name(self):
        """Who handed the thing over, as it is known; the customer when nobody else is named."""
        self.ensure_one()
        return self.brought_by or self.brought_by_id.name or self.partner_id.name

    def _bringer_in_words(self):
        """Who handed it over, with the phone, or False when it was the customer."""
        self.ensure_one()
        partner = self.brought_by_id.sudo()
        return self.brought_by or ", ".join(filter(None, (partner.name, partner.phone)))
