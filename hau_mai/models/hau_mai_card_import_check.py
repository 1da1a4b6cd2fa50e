from collections import namedtuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

from ..tools.card_import import (
    COLUMNS,
    Facts,
    check_row,
    choose_customer,
    is_phone,
    plain,
    verdict_of,
)
from ..tools.counter import phone_digits

#: What the rows of a file may mean, looked up for all of them at once. ``products``: {text:
#: products}; ``policies``: {plain name: policies}; ``promised``: {template: policy};
#: ``by_phone``, ``by_name``: {key: customers}; ``old_cards``: {key: number of the card};
#: ``cards``: {serial: cards}.
Found = namedtuple(
    "Found", "products policies promised by_phone by_name old_cards cards old_rows serial_rows"
)


class HauMaiCardImport(models.Model):
    """What the rows of a file mean here, in as many queries for ten thousand as for ten."""

    _inherit = "hau_mai.card.import"

    def _judge(self, entries):
        """Check rows.

        :param entries: list of {"number", "merged", column: text}
        :return: list of (values for the row, :class:`tools.card_import.Answer`)
        """
        self.ensure_one()
        entries = [self._tidy(entry) for entry in entries]
        found = self._look_up(entries)
        today = self.company_id._hau_mai_today()
        labels = self._column_labels()
        return [self._judge_entry(entry, found, today, labels) for entry in entries]

    def _tidy(self, entry):
        """An entry with a text, maybe an empty one, for each column."""
        texts = {column: " ".join((entry.get(column) or "").split()) for column in COLUMNS}
        return {**texts, "number": entry["number"], "merged": entry.get("merged") or {}}

    def _judge_entry(self, entry, found, today, labels):
        product = self._one(found.products.get(entry["product"]))
        policy = self._policy_of(entry, product, found)
        customers, key = self._customers_of(entry, found)
        candidates = [(one.id, one.name, one.commercial_partner_id.id) for one in customers]
        partner_id, named = choose_customer(candidates, entry["customer"])
        old_key = self._old_key(entry["old_number"])
        serial_key = self._row_serial_key(entry, product)
        state, card = self._serial_facts(entry, product, found)
        facts = Facts(
            products=found.products.get(entry["product"], product).mapped("display_name"),
            customers=self._customer_names(partner_id, customers),
            customer_found=bool(partner_id),
            found_by="phone" if key else "name",
            customer_named=named,
            may_create=self.create_customers,
            serial_state=state,
            serial_card=card,
            serial_row=self._earlier(found.serial_rows, serial_key, entry),
            old_card=found.old_cards.get(old_key),
            old_row=self._earlier(found.old_rows, old_key, entry),
            policies=found.policies.get(plain(entry["policy"]), ()),
            promises=bool(policy.term_ids),
            merged=entry["merged"],
        )
        answer = check_row(entry, facts, today)
        vals = self._prepare_verdict_vals(entry["number"], answer.problems, labels)
        vals |= {
            "old_key": old_key or False,
            "serial_key": serial_key or False,
            "product_id": product.id,
            "partner_id": partner_id,
            "policy_id": policy.id,
        }
        return vals, answer

    def _prepare_verdict_vals(self, number, problems, labels):
        """What a row says of itself: its verdict, and why."""
        row = self.env["hau_mai.card.import.row"]
        return {
            "verdict": verdict_of(problems),
            "problem": problems[0].code if problems else False,
            "reason": "\n".join(row._word_problem(number, p, labels) for p in problems) or False,
        }

    # === WHAT A ROW MEANS === #

    def _one(self, records):
        """The record when it is the only one, else none."""
        none = self.env["product.product"]
        return records if records and len(records) == 1 else none

    def _policy_of(self, entry, product, found):
        """The policy a row names, else the one of its product today."""
        none = self.env["hau_mai.warranty.policy"]
        if entry["policy"]:
            policies = found.policies.get(plain(entry["policy"]), none)
            return policies if len(policies) == 1 else none
        return found.promised.get(product.product_tmpl_id, none).sudo()

    def _customers_of(self, entry, found):
        """(customers a row may mean, the digits they were found by or "" for the name)."""
        none = self.env["res.partner"]
        key = phone_digits(entry["phone"]) if is_phone(entry["phone"]) else ""
        if entry["phone"]:
            return found.by_phone.get(key, none), key
        return found.by_name.get(entry["customer"], none), ""

    def _customer_names(self, partner_id, customers):
        """Names for the reader: of the one that was chosen, else of those it may be."""
        if partner_id:
            known = customers | customers.commercial_partner_id
            customers = known.filtered(lambda partner: partner.id == partner_id)
        return customers.mapped("display_name")

    def _row_serial_key(self, entry, product):
        """By which two rows are the same thing: its serial, and which product it is."""
        serial = self.env["hau_mai.unit"]._normalize_key(entry["serial_number"])
        return serial and f"{serial}|{product.id or plain(entry['product'])}"

    def _old_key(self, text):
        """By which two card numbers are the same."""
        return " ".join((text or "").split()).upper()

    def _serial_facts(self, entry, product, found):
        """(state, number) of the card that has the serial of a row: see ``Facts``."""
        cards = found.cards.get(self.env["hau_mai.unit"]._normalize_key(entry["serial_number"]))
        if not cards:
            return "", ""
        same = cards.filtered(lambda card: not product or card.product_id == product)
        valid = same.filtered(lambda card: card.state == "valid")
        card = (valid or same or cards)[:1]
        return (card.state if same else "other"), card.name

    def _earlier(self, rows, key, entry):
        """The number of an earlier row with the same key, or 0."""
        first = rows.get(key, entry["number"]) if key else entry["number"]
        return first if first < entry["number"] else 0

    # === WHAT IS HERE === #

    def _look_up(self, entries):
        """What the texts of these rows mean in the company.

        :return: :class:`Found`
        """
        products = self._find_products({entry["product"] for entry in entries} - {""})
        every = (
            self.env["product.product"]
            .sudo()
            .browse({product.id for those in products.values() for product in those})
        )
        found = Found(
            products=products,
            policies=self._find_policies({plain(entry["policy"]) for entry in entries} - {""}),
            promised=every.product_tmpl_id._promised("warranty_policy_id", self.company_id),
            by_phone=self._find_by_phone({entry["phone"] for entry in entries}),
            by_name=self._find_by_name(
                {entry["customer"] for entry in entries if not entry["phone"]} - {""}
            ),
            old_cards=self._find_old_cards(
                {self._old_key(entry["old_number"]) for entry in entries}
            ),
            cards=self._find_cards({entry["serial_number"] for entry in entries}),
            old_rows={},
            serial_rows={},
        )
        self._note_first_rows(entries, found)
        return found

    def _own_or_shared(self):
        """The domain of what belongs to the company, to one above it, or to all."""
        return Domain("company_id", "=", False) | Domain(
            "company_id", "parent_of", self.company_id.ids
        )

    def _languages(self):
        """Codes of the languages in which names are compared; the user's first."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return sorted(codes, key=lambda code: code != self.env.lang)

    def _find_products(self, texts):
        """{text: products}: by internal reference, else by barcode, else by name."""
        found = {}
        products = self.env["product.product"].sudo()
        by_code = products.search(
            self._own_or_shared()
            & (Domain("default_code", "in", list(texts)) | Domain("barcode", "in", list(texts)))
        )
        for fname in ("default_code", "barcode"):
            for text, those in by_code.grouped(fname).items():
                if text in texts:
                    found.setdefault(text, those)
        for lang in self._languages():
            left = texts - found.keys()
            if left:
                by_name = products.with_context(lang=lang).search(
                    self._own_or_shared() & Domain("name", "in", list(left))
                )
                for text, those in by_name.grouped("name").items():
                    found.setdefault(text, those.with_context(lang=self.env.lang))
        return found

    def _find_policies(self, names):
        """{plain name: policies} of the company, in any language."""
        found = {}
        if not names:
            return found
        policies = self.env["hau_mai.warranty.policy"].sudo()
        every = policies.search(policies._domain_for_company(self.company_id))
        for lang in self._languages():
            for policy in every.with_context(lang=lang, prefetch_langs=False):
                name = plain(policy.name)
                if name in names:
                    found[name] = found.get(name, policies) | policy.with_env(every.env)
        return found

    def _find_by_phone(self, texts):
        """{digits: customers} of phone numbers, however they are written here and there.

        Asked for as the numbers are usually stored, so that core's index of numbers serves.
        """
        country = self.company_id.country_id.phone_code or 84
        forms = set()
        for text in filter(is_phone, texts):
            digits = phone_digits(text)
            bare = "".join(sign for sign in text if sign.isdigit())
            forms |= {bare, f"+{bare}", digits, f"0{digits}"}
            forms |= {f"{country}{digits}", f"+{country}{digits}", f"00{country}{digits}"}
        if not forms:
            return {}
        self.env["res.partner"].flush_model(["phone", "phone_sanitized"])
        ids = self.env.execute_query(
            SQL(
                """SELECT id FROM res_partner
                WHERE regexp_replace(phone::text, %s, '', 'g') = ANY(%s)
                OR phone_sanitized = ANY(%s)""",
                PHONE_REGEX_PATTERN,
                sorted(forms),
                sorted(forms),
            )
        )
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                self._own_or_shared() & Domain("id", "in", [partner_id for (partner_id,) in ids])
            )
        )
        return partners.grouped(lambda partner: phone_digits(partner.phone))

    def _find_by_name(self, names):
        """{name: customers} for the rows without a phone number."""
        if not names:
            return {}
        partners = self.env["res.partner"].sudo()
        return partners.search(self._own_or_shared() & Domain("name", "in", list(names))).grouped(
            "name"
        )

    def _find_old_cards(self, keys):
        """{key of an old number: number of the card that has it}, void ones left out."""
        self.env["hau_mai.unit"].flush_model(["old_number", "name", "state", "company_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT upper(old_number), name FROM hau_mai_unit
                    WHERE company_id = %s AND old_number IS NOT NULL AND state != 'void'
                    AND upper(old_number) = ANY(%s)""",
                    self.company_id.id,
                    sorted(keys - {""}),
                )
            )
        )

    def _find_cards(self, serials):
        """{serial: cards of the company that have it}."""
        units = self.env["hau_mai.unit"].sudo()
        keys = {units._normalize_key(serial) for serial in serials} - {""}
        return units.search(
            [("serial_key", "in", list(keys)), ("company_id", "=", self.company_id.id)]
        ).grouped("serial_key")

    def _note_first_rows(self, entries, found):
        """Fill in which row is the first with a card number or serial: of these, or of the rest."""
        numbers = [entry["number"] for entry in entries]
        for entry in entries:
            product = self._one(found.products.get(entry["product"]))
            for rows, key in (
                (found.old_rows, self._old_key(entry["old_number"])),
                (found.serial_rows, self._row_serial_key(entry, product)),
            ):
                if key:
                    rows[key] = min(rows.get(key, entry["number"]), entry["number"])
        for fname, rows in (("old_key", found.old_rows), ("serial_key", found.serial_rows)):
            others = (
                self.env["hau_mai.card.import.row"]
                .sudo()
                ._read_group(
                    [
                        ("import_id", "=", self.id),
                        (fname, "in", list(rows)),
                        ("number", "not in", numbers),
                    ],
                    [fname],
                    ["number:min"],
                )
            )
            for key, number in others:
                rows[key] = min(rows[key], number)
