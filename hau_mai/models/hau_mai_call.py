from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..tools.counter import phone_digits
from .res_partner_after_sales import SHOWN

#: So many letters of what was said make a subject, when none was typed.
SUBJECT_LENGTH = 80

#: So many of the things by which a caller was found are named.
NAMED = 3


class HauMaiCall(models.AbstractModel):
    """A call comes in: who it is, how we stand with them, and a note or a case in one step.

    Found by whatever the counter finds, and by numbers of orders and cases; everything
    is read and written with the rights of the user.
    """

    _name = "hau_mai.call"
    _description = "Call of a Customer"

    @api.model
    @api.readonly
    def find(self, text):
        """Who may be calling, by phone, serial, card, order, job, case or name.

        :return: dict with text, callers (dicts with partner_id, unit_id, title, subtitle,
            note), more, sentence (what to ask when nobody was found) and phone (the
            number of somebody unknown, or empty)
        :raises AccessError: for who is no After-Sales user
        """
        found = self.env["hau_mai.counter"].find(text)
        callers = {}
        for thing in self._find_numbered(found["text"]) + self._things_of(found["hits"]):
            partner = thing if thing._name == "res.partner" else thing.partner_id
            if partner:
                callers.setdefault(partner, []).append(thing)
        return {
            "text": found["text"],
            "callers": [self._describe_hit(*caller) for caller in callers.items()],
            "more": found["more"],
            "sentence": "" if callers else found["sentence"],
            "phone": found["text"] if phone_digits(found["text"]) and not callers else "",
        }

    @api.model
    @api.readonly
    def get_caller(self, partner_id):
        """How we stand with a customer, for who has them on the phone.

        :return: dict with id, name, phone, email, vulnerable, summary, units, cases (open)
        :raises AccessError: for who is no After-Sales user
        :raises UserError: when there is no such customer
        """
        partner = self._get_customer(partner_id)
        cases = self.env["hau_mai.complaint"]._search_open_of(partner)
        return {
            "id": partner.id,
            "name": partner.display_name,
            "phone": partner.phone or "",
            "email": partner.email or "",
            "vulnerable": partner._is_vulnerable(),
            "summary": partner._get_after_sales_summary(),
            "units": partner._get_after_sales_units()[:SHOWN],
            "cases": [self._describe_case(case) for case in cases[:SHOWN]],
        }

    @api.model
    @api.readonly
    def get_types(self):
        """The types of cases, as (key, label) pairs."""
        self._check_user()
        return self.env["hau_mai.complaint"]._fields["type"]._description_selection(self.env)

    @api.model
    def log_note(self, partner_id, text):
        """Write down on the customer's page what was said.

        :raises UserError: when nothing was said
        """
        partner = self._get_customer(partner_id)
        text = self._said(text)
        # a note on a customer needs no right to change them, which is asked for by core
        partner.sudo().message_post(
            body=plaintext2html(self.env._("Call: %s", text)),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
        return True

    @api.model
    def open_case(self, values):
        """Open a case for who calls.

        :param values: dict with text (what they say) and, as far as known, subject, type,
            partner_id, unit_id and phone
        :return: the action that opens the case
        :raises UserError: when nothing was said
        """
        self._check_user()
        return self.env["hau_mai.complaint"].create(self._prepare_case_vals(values)).action_open()

    # === FINDING === #

    @api.model
    def _find_numbered(self, code):
        """The case or the order of a number; orders for who may see them."""
        names = list({code, code.upper()})
        found = list(self.env["hau_mai.complaint"].search([("name", "in", names)], limit=NAMED))
        orders = self.env["sale.order"]
        if code and orders.has_access("read"):
            found += orders.search([("name", "in", names)], limit=NAMED)
        return found

    @api.model
    def _things_of(self, hits):
        """The records of what the counter found, in its order."""
        ids = {}
        for hit in hits:
            ids.setdefault(hit["model"], []).append(hit["id"])
        # browsed together they are read together
        records = {
            (model, record.id): record
            for model, of_model in ids.items()
            for record in self.env[model].browse(of_model)
        }
        return [records[hit["model"], hit["id"]] for hit in hits]

    @api.model
    def _describe_hit(self, partner, things):
        """One line of who may be calling; the card, when all that was found is about one."""
        units = self.env["hau_mai.unit"].union(
            *(
                thing if thing._name == "hau_mai.unit" else thing.unit_id
                for thing in things
                if thing._name not in ("res.partner", "sale.order")
            )
        )
        named = [thing.display_name for thing in things if thing != partner]
        return {
            "partner_id": partner.id,
            "unit_id": units.id if len(units) == 1 else False,
            "title": partner.display_name,
            "subtitle": ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else ""),
            "note": " · ".join(filter(None, (partner.phone, partner.city))),
        }

    @api.model
    def _describe_case(self, case):
        return {
            "id": case.id,
            "name": case.name,
            "subject": case.subject,
            "stage": case.stage_id.name,
            "unit_id": case.unit_id.id,
            "product": case.product_id.display_name or "",
            "user": case.user_id.name or "",
            "sentence": case.sla_sentence or "",
        }

    # === WRITING === #

    @api.model
    def _prepare_case_vals(self, values):
        text = self._said(values.get("text") or values.get("subject"))
        vals = {
            "subject": (values.get("subject") or "").strip() or text[:SUBJECT_LENGTH],
            "description": plaintext2html(text),
            "type": values.get("type") or "complaint",
            "channel": "phone",
        }
        if values.get("phone"):
            vals["phone"] = values["phone"]
        if values.get("unit_id"):
            vals["unit_id"] = self.env["hau_mai.counter"]._get_card(values["unit_id"]).id
        if values.get("partner_id"):
            vals["partner_id"] = self._get_customer(values["partner_id"]).id
        return vals

    @api.model
    def _said(self, text):
        """What was said, if anything.

        :raises UserError:
        """
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Write down what the customer says first."))
        return text

    # === TOOLS === #

    @api.model
    def _get_customer(self, partner_id):
        """The customer of an id from outside.

        :raises AccessError: for who may not see them
        :raises UserError: when there is none
        """
        self._check_user()
        partner = self.env["res.partner"].browse(partner_id and int(partner_id)).exists()
        if not partner:
            raise UserError(self.env._("This customer does not exist. Look for them again."))
        partner.check_access("read")
        return partner

    @api.model
    def _check_user(self):
        self.env["hau_mai.counter"]._check_user()
