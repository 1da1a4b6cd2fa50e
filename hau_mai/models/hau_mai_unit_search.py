from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..tools.counter import phone_digits
from ..tools.serials import serial_key

#: So many customers are looked for by their ids; more are left to the database.
MANY_CUSTOMERS = 500


class HauMaiUnit(models.Model):
    """Finding a warranty card by what people type into one box."""

    _inherit = "hau_mai.unit"

    _serial_idx = models.Index("(serial_key) WHERE serial_key IS NOT NULL")

    # === FIELDS === #

    serial_key = fields.Char(
        compute="_compute_serial_key",
        store=True,
        help="The serial number without spaces, in capitals.",
    )
    search_key = fields.Char(compute="_compute_search_key", store=True, index="trigram")
    search_box = fields.Char(
        string="Anything",
        store=False,
        compute="_compute_search_box",
        search="_search_search_box",
        help="Number, serial, order, customer or phone, as typed; last digits do.",
    )

    # === COMPUTE METHODS === #

    @api.depends("serial_number")
    def _compute_serial_key(self):
        for unit in self:
            unit.serial_key = self._normalize_key(unit.serial_number) or False

    @api.depends("name", "serial_number", "order_name", "old_number")
    def _compute_search_key(self):
        for unit in self:
            unit.search_key = self._join_keys(
                (unit.name, unit.serial_number, unit.order_name, unit.old_number)
            )

    def _compute_search_box(self):
        self.search_box = False

    # === SEARCH METHODS === #

    def _search_search_box(self, operator, value):
        if operator == "in":
            return Domain.OR(self._search_box_domain(text) for text in value if text)
        if operator not in ("ilike", "=ilike", "like") or not isinstance(value, str):
            return NotImplemented
        return self._search_box_domain(value)

    # === BUSINESS METHODS === #

    @api.model
    def _normalize_key(self, text):
        """Letters and digits of a code, in capitals: "ab 12-3" and "AB123" are the same."""
        return serial_key(text)

    @api.model
    def _join_keys(self, texts):
        """The codes by which a unit is found, one after the other."""
        return " ".join(filter(None, map(self._normalize_key, texts)))

    @api.model
    def _search_box_domain(self, value):
        """Units by card number, serial, order, customer, contact or phone, as people type them.

        Customers and contacts are looked up first, so that the index of each column is used.
        """
        key = self._normalize_key(value)
        if not key:
            return Domain.FALSE
        customers = self._customer_domain(value.strip())
        partners = self.env["res.partner"].search(customers, limit=MANY_CUSTOMERS + 1)
        return Domain("search_key", "like", key) | self._people_domain(partners, customers)

    @api.model
    def _people_domain(self, partners, customers):
        """Units these people own, use or bring.

        Who has to do with a card finds it, whoever asks: the rules of units say who sees it.

        :param partners: the people; when they are many, only the first
        :param customers: the domain that found them
        """
        contacts = self.env["hau_mai.unit.contact"].sudo()
        if len(partners) <= MANY_CUSTOMERS:
            rows = contacts.search_fetch(
                [("partner_id", "in", partners.ids)], ["unit_id"], order="id"
            )
            return Domain("partner_id", "in", partners.ids) | Domain("id", "in", rows.unit_id.ids)
        used = contacts._search([("partner_id", "any", customers)])
        return Domain("partner_id", "any", customers) | Domain(
            "id", "in", used.subselect("unit_id")
        )

    @api.model
    def _customer_domain(self, text):
        """Customers by name, or by phone when it is a number: spaces, 0 or +84 do not matter."""
        by_name = Domain("name", "ilike", escape_psql(text))
        digits = phone_digits(text)
        if not digits:
            return by_name
        # Without the country's code: numbers are stored with it and without.
        return by_name | Domain("phone_mobile_search", "like", digits)
