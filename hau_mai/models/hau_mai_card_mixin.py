from odoo import api, fields, models


class HauMaiCardMixin(models.AbstractModel):
    """What is about a warranty card: it is found by its codes, and said where it does not fit.

    The model that uses it has ``company_id``, ``partner_id``, ``unit_id`` and
    ``serial_number``.
    """

    _name = "hau_mai.card.mixin"
    _description = "About a Warranty Card"

    fit_warning = fields.Char(compute="_compute_fit_warning", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "unit_id.partner_id", "unit_id.state")
    def _compute_fit_warning(self):
        """What does not fit together; said, never forbidden: who asks need not own it."""
        labels = dict(self.env["hau_mai.unit"]._fields["state"]._description_selection(self.env))
        for record in self:
            unit = record.unit_id
            warning = False
            if unit.state and unit.state != "valid":
                warning = self.env._(
                    "The warranty card %(card)s is not valid: %(state)s.",
                    card=unit.name,
                    state=labels[unit.state],
                )
            elif unit and not record._is_of_customer(unit):
                warning = self.env._(
                    "The warranty card %(card)s belongs to %(owner)s, not to %(customer)s.",
                    card=unit.name,
                    owner=unit.partner_id.display_name,
                    customer=record.partner_id.display_name,
                )
            record.fit_warning = warning

    # === ONCHANGE METHODS === #

    @api.onchange("serial_number")
    def _onchange_serial_number(self):
        """A serial number typed finds its card, when there is only one."""
        if self.serial_number and not self.unit_id:
            self.unit_id = self._find_unit(self.serial_number)

    # === BUSINESS METHODS === #

    def _is_of_customer(self, document):
        """Whether a card or an order is the customer's, or of a colleague of the same company."""
        return self._may_be_owned_by(document, self.partner_id)

    @api.model
    def _may_be_owned_by(self, document, customer):
        """Whether nothing speaks against a card or an order being this customer's."""
        owner = document.partner_id.commercial_partner_id
        return not owner or not customer or owner == customer.commercial_partner_id

    def _find_unit(self, code):
        """The only card with this serial or card number, in the record's company; else none."""
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
