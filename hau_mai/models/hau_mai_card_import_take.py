from odoo import models
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.phone_validation.tools import phone_validation

from ..tools.card_import import COLUMNS, Problem, external_name, lasting
from ..tools.counter import phone_digits
from ..tools.coverage import KINDS
from .hau_mai_card_import import TAKEABLE

#: Nothing is told or noted but the one line that says where a card comes from.
SILENT = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "install_mode": True,
}

#: The module of the external ids of cards: Odoo's own import can refer to them.
EXTERNAL_MODULE = "hau_mai_import"


class HauMaiCardImportRow(models.Model):
    """Rows become warranty cards; each is checked once more at that moment."""

    _inherit = "hau_mai.card.import.row"

    def _to_entries(self):
        """These rows as :meth:`HauMaiCardImport._judge` takes them."""
        return [
            {
                "number": row.number,
                "merged": row.merged or {},
                **{column: row[column] for column in COLUMNS},
            }
            for row in self
        ]

    def _check(self):
        """Check these rows against what is here now, and write down the verdicts.

        :return: {row: :class:`tools.card_import.Answer`}
        """
        answers = {}
        for card_import, rows in self.sudo().grouped("import_id").items():
            judged = card_import.with_env(self.env)._judge(rows._to_entries())
            for row, (vals, answer) in zip(rows, judged, strict=True):
                row.write(vals)
                answers[row] = answer
        return answers

    def _take_at_once(self):
        """Take these rows while the user waits; one that cannot be taken stops no other."""
        locked = self.sudo()._batch_lock().filtered(lambda row: row.verdict in TAKEABLE)
        locked._batch_isolate(lambda rows: rows._take())

    def _take(self):
        """Make the cards of those of these rows that are still good."""
        for card_import, rows in self.grouped("import_id").items():
            user = card_import.user_id
            rows = rows.with_user(user).sudo().with_context(lang=user.lang)
            rows = rows.with_company(card_import.company_id).sorted("number")
            answers = rows._check()
            rows.filtered(lambda row: row.verdict in TAKEABLE)._make_cards(answers)

    def _make_cards(self, answers):
        """Make a card of each of these rows, its external id, and a line in its history."""
        if not self:
            return
        self._ensure_customers()
        units = self.env["hau_mai.unit"].with_context(**SILENT)
        made = units.create([row._prepare_unit_vals(answers[row]) for row in self])
        for row, unit in zip(self, made, strict=True):
            row.write({"unit_id": unit.id, "verdict": "taken"})
        self._name_cards()
        made._message_log_batch(
            {unit.id: row._imported_sentence() for row, unit in zip(self, made, strict=True)}
        )

    def _ensure_customers(self):
        """Create the customers of these rows that nobody knows yet, each once."""
        missing = self.filtered(lambda row: not row.partner_id)
        if not missing:
            return
        self._lock_customers()
        by_number = missing.grouped(lambda row: phone_digits(row.phone))
        partners = self.env["res.partner"].with_context(**SILENT)
        made = partners.create([rows[0]._prepare_customer_vals() for rows in by_number.values()])
        for rows, partner in zip(by_number.values(), made, strict=True):
            rows.write({"partner_id": partner.id})

    def _lock_customers(self):
        """Let one import of a company create customers at a time.

        Who comes second and has not seen what the first one made gets a serialization
        failure, and begins anew.
        """
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_card_import SET company_id = company_id
                WHERE company_id IN %s RETURNING id""",
                tuple(self.company_id.ids),
            )
        )

    def _prepare_customer_vals(self):
        """The customer a row tells of."""
        self.ensure_one()
        country = self.company_id.country_id
        phone = phone_validation.phone_format(
            self.phone,
            country.code,
            country.phone_code,
            force_format="INTERNATIONAL",
            raise_exception=False,
        )
        return {"name": self.customer, "phone": phone, "street": self.address}

    def _prepare_unit_vals(self, answer):
        """The card a row tells of.

        With an end it has one period with just these days; else the periods of its policy.
        """
        self.ensure_one()
        vals = {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "serial_number": self.serial_number,
            "old_number": self.old_number,
            "card_import_id": self.import_id.id,
            "order_name": self.order_name,
            "policy_id": self.policy_id.id,
            "date_ordered": answer.sold,
            "date_start_manual": answer.start,
            "date_start_reason": self.env._("Card of the previous system"),
        }
        return vals | self._prepare_promise_vals(answer) if answer.end else vals

    def _prepare_promise_vals(self, answer):
        """What the card promises when the row says until when."""
        policy = self.policy_id
        lang = self.partner_id.lang or self.env.lang or "en_US"
        blueprint = policy._get_blueprint(lang) if policy else {"coverages": ()}
        main = next((term for term in blueprint["coverages"] if term["is_main"]), {})
        duration, unit = lasting(answer.start, answer.end)
        kinds = answer.kinds or {kind for kind in KINDS if main.get(f"covers_{kind}")}
        kinds = kinds or {"parts", "labour"}
        coverage = {
            "name": main.get("name") or self.with_context(lang=lang).env._("Warranty"),
            "duration": duration,
            "duration_unit": unit,
            "start_trigger": "order",
            "guarantor": main.get("guarantor", "seller"),
            "is_main": True,
            **{f"covers_{kind}": kind in kinds for kind in KINDS},
        }
        kept = self.env["hau_mai.unit"]._fields
        promise = {name: rule for name, rule in blueprint.items() if name in kept}
        return {
            **promise,
            "start_trigger": "order",
            "triggers": "order",
            "coverage_ids": [Command.create(coverage)],
        }

    def _name_cards(self):
        """Give the cards made from rows with a card number the external id that follows from it."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"{EXTERNAL_MODULE}."
                    f"{external_name(row.company_id.id, row.old_number)}",
                    "record": row.unit_id,
                    "noupdate": True,
                }
                for row in self
                if row.old_number
            ]
        )

    def _imported_sentence(self):
        """ "Imported from cards.xlsx, row 12, by Minh", with what no field holds."""
        sentence = self.env._(
            "Imported from %(file)s, row %(row)s, by %(user)s.",
            file=self.import_id.name,
            row=self.number,
            user=self.import_id.user_id.name,
        )
        return " ".join(filter(None, (sentence, self.address, self.note)))

    def _batch_fail(self, error):
        """The row says itself why it could not be taken; the others are."""
        self.ensure_one()
        labels = self.import_id._column_labels()
        problem = Problem("failed", "old_number", str(error))
        self.write(self.import_id._prepare_verdict_vals(self.number, [problem], labels))
