from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.counter import looks_like_serial, phone_digits, read_scan

#: So many of what was found are listed; more have to be narrowed down.
SHOWN = 20

#: So many customers who have nothing yet are listed below.
CUSTOMERS_SHOWN = 5

#: How the status of a warranty looks, in Bootstrap's names.
STATUS_COLORS = {
    "active": "success",
    "expiring": "warning",
    "expired": "danger",
    "not_started": "info",
}


class HauMaiCounter(models.AbstractModel):
    """The counter: who stands there, with what, is it covered, and what comes next.

    One box for whatever is scanned or typed. Everything is read with the rights of the
    user; the number of queries does not depend on what is found. What a thing that was
    found looks like stands in ``hau_mai_counter_unit.py``, taking it in in
    ``hau_mai_counter_receive.py``.
    """

    _name = "hau_mai.counter"
    _description = "After-Sales Counter"

    @api.model
    @api.readonly
    def find(self, text):
        """What a text stands for: serial, card, order, job, phone, customer, or the
        address in a QR code.

        :return: dict with text (what was looked for), hits (dicts with model, id, title,
            subtitle, note, badge, color), open (index of the one to open at once, or
            False), more (whether there are others), sentence (what to do when there is
            nothing) and register (defaults for a new card)
        :raises AccessError: for who is no After-Sales user
        """
        self._check_user()
        model, code = read_scan(text)
        hits = self._find_by_id(model, code) if model else self._find_by_code(code)
        exact = hits if model else self._exact(hits, code)
        more = len(hits) > SHOWN
        return {
            "text": code,
            "hits": hits[:SHOWN],
            "open": hits.index(exact[0]) if len(exact) == 1 else False,
            "more": more,
            "sentence": "" if hits else self._word_nothing(code),
            "register": self._prepare_register(code),
        }

    # === FINDING === #

    @api.model
    def _find_by_id(self, model, record_id):
        """What an address names, if it is there and the user may see it."""
        records = self.env[model].search([("id", "=", int(record_id))])
        to_hits = {"hau_mai.service": self._service_hits, "hau_mai.unit": self._unit_hits}
        return to_hits[model](records)

    @api.model
    def _find_by_code(self, code):
        """Everything a code or a name may mean: jobs, cards, and customers without a card."""
        if not code:
            return []
        key = self.env["hau_mai.unit"]._normalize_key(code)
        services = self.env["hau_mai.service"].search(
            [("name", "in", list({code, code.upper(), key}))], limit=SHOWN
        )
        units = self.env["hau_mai.unit"].search([("search_box", "ilike", code)], limit=SHOWN + 1)
        hits = self._service_hits(services) + self._unit_hits(units)
        return hits + self._customer_hits(code, units) if len(hits) < SHOWN else hits

    @api.model
    def _exact(self, hits, code):
        """The hits whose own number it is; all of them when it is nobody's."""
        key = self.env["hau_mai.unit"]._normalize_key(code)
        return [hit for hit in hits if key and key in hit["keys"]] or hits

    @api.model
    def _unit_hits(self, units):
        labels = dict(units._fields["warranty_status"]._description_selection(self.env))
        return [
            self._hit(
                unit,
                unit.product_id.display_name,
                (unit.name, unit.serial_number),
                (unit.partner_id.display_name, unit.partner_phone),
                (labels[unit.warranty_status], STATUS_COLORS.get(unit.warranty_status)),
            )
            for unit in units
        ]

    @api.model
    def _service_hits(self, services):
        labels = dict(services._fields["state"]._description_selection(self.env))
        return [
            self._hit(
                service,
                service.product_id.display_name or service.partner_id.display_name,
                (service.name,),
                (service.partner_id.display_name, service.phone),
                (labels[service.state], "info"),
                unit=service.unit_id,
            )
            for service in services
        ]

    @api.model
    def _customer_hits(self, text, units):
        """Customers who are meant and have nothing yet: something can be registered for them."""
        if not phone_digits(text) and not any(char.isalpha() for char in text):
            return []
        domain = Domain(units._customer_domain(text))
        domain &= Domain("id", "not in", units.partner_id.ids)
        partners = self.env["res.partner"].search(domain, limit=CUSTOMERS_SHOWN)
        with_a_card = [("partner_id", "in", partners.ids)]
        known = set(units._count_by("partner_id", with_a_card))
        contacts = self.env["hau_mai.unit.contact"].search_fetch(
            with_a_card, ["partner_id"], order="id"
        )
        known |= set(contacts.partner_id)
        return [
            self._hit(
                partner,
                partner.display_name,
                (),
                (partner.phone, partner.city),
                (self.env._("No warranty card"), None),
            )
            for partner in partners
            if partner not in known
        ]

    @api.model
    def _hit(self, record, title, numbers, notes, badge, unit=None):
        """One line of what was found.

        :param numbers: its own numbers; who names one of them means it
        :param badge: (label, color)
        :param unit: the card to show for something that is none itself
        """
        normalize = self.env["hau_mai.unit"]._normalize_key
        return {
            "model": record._name,
            "id": record.id,
            "unit_id": unit.id if unit is not None else False,
            "title": title,
            "subtitle": " · ".join(filter(None, numbers)),
            "note": " · ".join(filter(None, notes)),
            "keys": [normalize(number) for number in numbers if number],
            "badge": badge[0],
            "color": badge[1] or "secondary",
        }

    # === NOTHING FOUND === #

    @api.model
    def _word_nothing(self, code):
        """What to do now, as a sentence."""
        if not code:
            return self.env._("Scan the device or type a number, a phone or a name.")
        if phone_digits(code) and not looks_like_serial(code):
            return self.env._(
                "Nobody is known by %s. Ask for another number, for the name, or for the serial "
                "number on the device; what was sold elsewhere can be registered.",
                code,
            )
        if looks_like_serial(code):
            return self.env._(
                "%s is not known. Was it sold elsewhere, or before Odoo? Then register it.", code
            )
        return self.env._(
            "Nothing is known by “%s”. Try the phone number, the order, or the serial number on "
            "the device.",
            code,
        )

    @api.model
    def _prepare_register(self, code):
        """Defaults of the card of something that was sold elsewhere."""
        return {"default_serial_number": code} if looks_like_serial(code) else {}

    # === TOOLS === #

    @api.model
    def _get_card(self, unit_id):
        """The card of an id from outside.

        :raises AccessError: for who may not see it
        :raises UserError: when there is none
        """
        unit = self.env["hau_mai.unit"].browse(unit_id and int(unit_id)).exists()
        if not unit:
            raise UserError(self.env._("This warranty card does not exist. Look for it again."))
        unit.check_access("read")
        return unit

    @api.model
    def _check_user(self):
        """The counter is for After-Sales: who only sells sees cards, but takes nothing in.

        :raises AccessError:
        """
        if not self.env.user.has_group("hau_mai.group_user_own"):
            raise AccessError(
                self.env._("The counter is for users of After-Sales. Ask your administrator.")
            )
