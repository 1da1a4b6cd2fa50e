from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.counter import phone_digits, same_number


class HauMaiUnitContact(models.Model):
    """Somebody besides the owner who has to do with a unit: who uses it, who brings it."""

    _name = "hau_mai.unit.contact"
    _description = "Contact of a Warranty Card"
    _order = "unit_id.id desc, id"
    _rec_name = "partner_id"

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
    phone = fields.Char(related="partner_id.phone", readonly=False)

    # === BUSINESS METHODS === #

    @api.model
    def _note_person(self, unit, name, phone, role):
        """Write down on a card who has to do with it, by name and number as said at the desk.

        Nobody is entered twice: the customer's people and those of the card are known by
        their number, others by number and name together. A new contact gets the name and
        the number and nothing else, so that whoever may take things in may write it down.

        :param str phone: as typed; may be empty
        :param str role: see the field
        :return: the contact
        """
        name, phone = (name or "").strip(), (phone or "").strip()
        person = self._known_person(unit, name, phone)
        if not person:
            person = unit.partner_id.sudo().create(
                {"name": name or phone, "phone": phone, "company_id": unit.partner_id.company_id.id}
            )
            person = person.sudo(False)
        self._add(unit, person, role)
        return person

    @api.model
    def _known_person(self, unit, name, phone):
        """Who of our contacts this is: see :meth:`_note_person`."""
        partners = self.env["res.partner"]
        if not phone_digits(phone):
            return partners
        family = unit.partner_id.commercial_partner_id
        ours = unit.contact_ids.partner_id | partners.search([("id", "child_of", family.ids)])
        alike = self._with_number(phone, ours)
        named = alike.filtered(lambda partner: (partner.name or "").casefold() == name.casefold())
        return (named or alike & ours)[:1]

    @api.model
    def _with_number(self, phone, among=None):
        """Contacts with this number, however it was typed.

        :param among: contacts that are looked at besides those the number is searched for
        """
        partners = self.env["res.partner"]
        number = phone_digits(phone)
        if not number:
            return partners
        found = partners.search([("phone_mobile_search", "like", number)], limit=80)
        return ((among or partners) | found).filtered(
            lambda partner: same_number(partner.phone, phone)
        )

    @api.model
    def _add(self, unit, partner, role):
        """Give a contact a role on a card; the owner and who has it already need none."""
        known = unit.contact_ids.filtered(lambda c: (c.partner_id, c.role) == (partner, role))
        if partner != unit.partner_id and not known:
            self.create({"unit_id": unit.id, "partner_id": partner.id, "role": role})

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Contacts become one: of rows that say the same of a card then, the first stays."""
        partner_ids = (src_partners | dst_partner).ids
        self.env.execute_query(
            SQL(
                """DELETE FROM hau_mai_unit_contact contact
                USING hau_mai_unit_contact first
                WHERE contact.partner_id IN %(ids)s AND first.partner_id IN %(ids)s
                    AND first.unit_id = contact.unit_id AND first.role = contact.role
                    AND first.id < contact.id
                RETURNING contact.id""",
                ids=tuple(partner_ids),
            )
        )
        self.invalidate_model()
