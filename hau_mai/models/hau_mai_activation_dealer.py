from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.activation import is_whole_number, sale_day_problem
from ..tools.counter import phone_digits, same_number

#: So many pieces are activated at once for one customer.
MAX_SERIALS = 100


class HauMaiActivation(models.Model):
    """A dealer activates what they bought from us for whom they sold it to.

    Called with all rights, by pages that have checked who the dealer is. What a dealer is
    told never depends on whom we know.
    """

    _inherit = "hau_mai.activation"

    @api.model
    def _dealer_domain(self, dealer, companies):
        """Cards a dealer has still to activate: bought by them, and nobody asked yet."""
        return Domain(
            [
                ("partner_id", "child_of", dealer.ids),
                ("company_id", "in", companies.ids),
                ("state", "=", "valid"),
                ("date_activated", "=", False),
                ("activation_ids", "not any", [("state", "in", ("waiting", "accepted"))]),
            ]
        )

    @api.model
    def _dealer_cards(self, dealer, companies, text):
        """The cards of pasted serial numbers, each once.

        :param str text: one number a line, or with commas or semicolons between
        :raises UserError: naming what is not among the dealer's cards; nothing is done then
        """
        units = self.env["hau_mai.unit"].sudo()
        typed = [part.strip() for part in text.replace(";", "\n").replace(",", "\n").splitlines()]
        keys = {units._normalize_key(part): part for part in typed if units._normalize_key(part)}
        if not keys:
            raise UserError(self.env._("Please type or paste the serial numbers."))
        if len(keys) > MAX_SERIALS:
            raise UserError(self.env._("Please activate at most %s at once.", MAX_SERIALS))
        found = units.search(
            self._dealer_domain(dealer, companies) & Domain("serial_key", "in", list(keys))
        )
        missing = [part for key, part in keys.items() if key not in found.mapped("serial_key")]
        if missing:
            raise UserError(
                self.env._(
                    "Not among what you have to activate: %s. Nothing was activated.",
                    ", ".join(missing),
                )
            )
        return found

    @api.model
    def _activate_for_customer(self, dealer, units, day, name, phone, email="", serial=""):
        """A dealer says to whom they sold these and when.

        :param dealer: commercial partner of the dealer
        :param units: among those of :meth:`_dealer_domain`
        :param day: of the sale, a date or False
        :param str serial: of the only unit, when its card has none
        :return: the rows
        :raises UserError: for what is missing or cannot be; nothing is done then
        """
        if not name:
            raise UserError(self.env._("Please enter the customer's name."))
        if not is_whole_number(phone):
            raise UserError(self.env._("Please enter the customer's phone number."))
        if email and not self._normalized_email(email):
            raise UserError(self.env._("“%s” is not an email address.", email))
        for unit in units:
            self._check_sale_day(unit, day)
        said = {"name": name, "phone": phone, "email": email, "dealer_id": dealer.id}
        rows = self.browse()
        for unit in units._one_of_each():
            number = unit.serial_number or serial
            rows |= self._ask(unit, "dealer", "dealer", day=day, serial=number, **said)
        return rows

    @api.model
    def _check_sale_day(self, unit, day):
        """:raises UserError: when a dealer cannot have sold it on this day"""
        today = unit.company_id._hau_mai_today()
        problem = sale_day_problem(day, today, unit.date_delivered or unit.date_ordered)
        if problem:
            raise UserError(
                {
                    "missing": self.env._("Please enter the day on which you sold it."),
                    "future": self.env._("The day of the sale is in the future."),
                    "before_bought": self.env._(
                        "%s: the day of the sale is before you had it yourself.",
                        unit.display_name,
                    ),
                }[problem]
            )

    def _hand_over(self):
        """The card goes to whom the dealer sold it to; the dealer stays on it as the buyer."""
        self.ensure_one()
        unit = self.unit_id
        customer = self._end_customer()
        if self.serial_typed and not unit.serial_number:
            unit.serial_number = self.serial_typed
        reason = self.env._("Sold and activated by %s.", self.dealer_id.display_name)
        unit._change_owner(customer, reason, how="dealer")
        self.env["hau_mai.unit.contact"].sudo()._add(unit, self.dealer_id, "buyer")
        self.partner_id = customer

    def _end_customer(self):
        """The contact a dealer named, by number and name together; a new one otherwise.

        Nobody of the dealer's own, no colleague of ours, nobody of another company.
        """
        partners = self.env["res.partner"].sudo()
        company = self.unit_id.company_id
        known = partners.search(
            [
                ("phone_mobile_search", "like", phone_digits(self.phone_typed)),
                ("commercial_partner_id", "!=", self.dealer_id.commercial_partner_id.id),
                ("company_id", "in", (False, company.id)),
                ("partner_share", "=", True),
            ],
            limit=80,
        ).filtered(
            lambda partner: (
                same_number(partner.phone, self.phone_typed)
                and (partner.name or "").casefold() == self.name.casefold()
            )
        )
        return known[:1] or partners.create(
            {
                "name": self.name,
                "phone": self.phone or self.phone_typed,
                "email": self.email,
                "lang": self.dealer_id.lang,
                "company_id": self.unit_id.partner_id.company_id.id,
            }
        )
