from odoo import api, models
from odoo.fields import Command
from odoo.tools import format_date

from ..tools.activation import DEALER_DAYS, Claim, Decision, decide
from ..tools.turns import take_turns

#: A row that is made writes no note about itself, and nobody follows it.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}

#: What somebody says, and the field that keeps it.
SAID = {"name": "name", "phone": "phone_typed", "serial": "serial_typed", "note": "note"}


class HauMaiActivation(models.Model):
    """Somebody asks that a warranty is activated: what is known, what is decided at once.

    Called with all rights, by pages that have checked who asks.
    """

    _inherit = "hau_mai.activation"

    @api.model
    def _ask(self, unit, how, known_by, *, day=None, photos=(), **said):
        """Write a try down, and decide about it as far as a machine may.

        Two who ask for the same card at once are decided one after the other.

        :param unit: the card
        :param str how: see the field
        :param str known_by: see the field
        :param day: the day it counts from; today when left out
        :param photos: [(name, content)]
        :param said: name, phone, serial, note as typed; email, partner_id, dealer_id
        :return: the row; its state and reason say what became of it
        """
        take_turns(unit)
        company = unit.company_id
        today = company._hau_mai_today()
        serial = unit._normalize_key(said.get("serial"))
        claim = Claim(known_by, day or today, serial, bool(photos), bool(unit._cards_with(serial)))
        confirms = company._hau_mai_confirms_activation(known_by)
        decision = decide(unit._activation_facts(today), claim, today, confirms)
        vals = self._prepare_said_vals(how, known_by, claim.day, photos, said)
        return self._note(unit, company, decision, vals)

    @api.model
    def _ask_by_serial(self, company, photos=(), **said):
        """Somebody without a card or a log-in asks, by a serial number and a phone number.

        A number that no card has waits for the shop, who may know what was sold.
        """
        unit = self._card_of_serial(company, said.get("serial"))
        if unit:
            return self._ask_as_stranger(unit, "serial", photos, **said)
        key = self.env["hau_mai.unit"]._normalize_key(said.get("serial"))
        waiting = self.sudo().search_count(
            [
                ("company_id", "=", company.id),
                ("unit_id", "=", False),
                ("serial_key", "=", key),
                ("state", "=", "waiting"),
            ],
            limit=1,
        )
        decision = Decision("needless", "asked") if waiting else Decision("waiting", "unknown")
        today = company._hau_mai_today()
        vals = self._prepare_said_vals("serial", "other", today, photos, said)
        return self._note(self.env["hau_mai.unit"].sudo(), company, decision, vals)

    @api.model
    def _ask_as_stranger(self, unit, how, photos=(), **said):
        """Anybody who has the code or the serial number asks: the phone number tells who.

        Knowing the owner's number makes nobody the owner of anything.
        """
        if unit._is_owners_number(said.get("phone")):
            said["partner_id"] = unit.partner_id.id
            return self._ask(unit, how, "phone", photos=photos, **said)
        return self._ask(unit, how, "other", photos=photos, **said)

    @api.model
    def _card_of_serial(self, company, serial):
        """The newest card with a serial number in a company and its branches, void ones last."""
        units = self.env["hau_mai.unit"].sudo()
        key = units._normalize_key(serial)
        if not key:
            return units
        found = units.search(
            [("serial_key", "=", key), ("company_id", "child_of", company.root_id.id)],
            order="id desc",
        )
        return (found.filtered(lambda unit: unit.state != "void") or found)[:1]

    @api.model
    def _prepare_said_vals(self, how, known_by, day, photos, said):
        """What is kept of what somebody said; numbers and addresses as they are compared too."""
        return {
            "how": how,
            "known_by": known_by,
            "date": day,
            "phone": self._normalized_phone(said.get("phone")),
            "email": self._normalized_email(said.get("email")),
            "partner_id": said.get("partner_id"),
            "dealer_id": said.get("dealer_id"),
            "photo_ids": [
                Command.create({"name": name, "raw": content}) for name, content in photos
            ],
            **{fname: said.get(key) for key, fname in SAID.items()},
        }

    @api.model
    def _note(self, unit, company, decision, vals):
        """Write a decided try down and do what follows from it."""
        rows = self.sudo().with_context(**QUIET)
        if decision.state in ("waiting", "accepted"):
            rows._waiting_of(unit)._give_way()
        responsible = rows._responsible_of(unit, company)
        worded = rows.with_context(lang=responsible.lang or self.env.lang)
        row = rows.create(
            {
                **vals,
                "unit_id": unit.id,
                "company_id": company.id,
                "state": decision.state,
                "reason": worded._in_words(decision.code, unit),
            }
        )
        if row.state == "accepted":
            row._carry_out()
        elif row.state == "waiting":
            row.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=responsible.id,
                summary=worded.env._("Confirm the activation"),
            )
        return row

    @api.model
    def _waiting_of(self, units):
        """The tries of these cards that wait for the shop."""
        if not units:
            return self.browse()
        return self.sudo().search([("unit_id", "in", units.ids), ("state", "=", "waiting")])

    def _give_way(self):
        """Somebody who is known better asked: these need no decision any more."""
        if self:
            reason = self.env._("The owner, a dealer or the shop activated it, or asked for it.")
            self.write({"state": "needless", "reason": reason})
            self.activity_unlink(["mail.mail_activity_data_todo"])
            self.flush_recordset()

    @api.model
    def _responsible_of(self, unit, company):
        """Who looks at it: the card's responsible, where they work here, else the manager."""
        user = unit.user_id
        if user.active and user.has_group("hau_mai.group_user_own"):
            return user
        return company._hau_mai_manager()

    @api.model
    def _in_words(self, code, unit):
        """Why something was decided, as a sentence to read out; nothing for what is all right."""
        day = unit.date_activated or unit._start_by("activation") if unit else False
        day = format_date(self.env, day) if day else ""
        return {
            "not_valid": self.env._("The warranty card is not valid."),
            "activated": self.env._("It was activated on %s.", day),
            "not_by_activation": self.env._("Its warranty does not wait for an activation."),
            "started": self.env._("Its warranty started by itself on %s.", day),
            "asked": self.env._("It was asked for already."),
            "phone": self.env._("The phone number is not the owner's."),
            "serial": self.env._("The serial number is not the one on the card."),
            "serial_taken": self.env._("The serial number is on another card."),
            "proof": self.env._("There is no photo of the invoice."),
            "long_ago": self.env._("It was sold more than %s days ago.", DEALER_DAYS),
            "confirm": self.env._("The shop confirms activations."),
            "unknown": self.env._("No warranty card has this serial number."),
        }.get(code, False)
