from odoo import api, fields, models
from odoo.exceptions import UserError

from .hau_mai_service import SERVICE_KINDS

#: What the form of the counter may say of a job; all else follows from the card.
TAKEN = ("kind", "request", "accessories", "date_promised")


class HauMaiCounter(models.AbstractModel):
    """Taking something in over the counter: the job, its promise, who brought it."""

    _inherit = "hau_mai.counter"

    @api.model
    def receive(self, values):
        """Take a unit in: make its job, received now and promised, and print the receipt.

        :param dict values: unit_id, kind, request, date_promised (UTC, as text),
            contact_id (who brings it, one of the people shown) or person_name and
            person_phone (somebody else), accessories, print (whether to print)
        :return: dict with id and name of the job, promised (as people read it) and
            action: what prints the receipt, or False
        :raises UserError: when the promised moment is missing or has passed, or the
            person brings nothing to be known by
        """
        self._check_user()
        unit = self._get_card(values.get("unit_id"))
        service = self.env["hau_mai.service"].create(self._prepare_service_vals(unit, values))
        service.action_receive()
        action = service.action_print_receipt() if values.get("print") else False
        return {
            "id": service.id,
            "name": service.name,
            "promised": service._moment_in_words(service.date_promised),
            "action": action if isinstance(action, dict) else False,
        }

    @api.model
    def _prepare_receive(self, unit):
        """What the form starts with."""
        kinds = self.env["hau_mai.service"]._fields["kind"]._description_selection(self.env)
        promised = unit.company_id._hau_mai_promise_for(fields.Datetime.now())
        return {
            "kinds": [{"value": kind, "label": label} for kind, label in kinds],
            "kind": "repair",
            "date_promised": promised and fields.Datetime.to_string(promised),
        }

    @api.model
    def _prepare_service_vals(self, unit, values):
        """Values of the job; the promise is what the law counts from (Law 19/2023/QH15,
        article 30.2.đ), so it is never left out.

        :raises UserError: see :meth:`receive`
        """
        promised = fields.Datetime.to_datetime(values.get("date_promised"))
        if not promised or promised <= fields.Datetime.now():
            raise UserError(
                self.env._("Say until when it will be ready: a moment that is still to come.")
            )
        taken = {fname: values[fname] for fname in TAKEN if values.get(fname)}
        if taken.get("kind", "repair") not in dict(SERVICE_KINDS):
            raise UserError(self.env._("“%s” is no kind of job.", taken["kind"]))
        bringer = self._find_bringer(unit, values)
        phone = {"phone": bringer.phone} if bringer.phone else {}
        return {
            "unit_id": unit.id,
            "company_id": unit.company_id.id,
            "partner_id": unit.partner_id.id,
            "contact_id": bringer.id,
            "brought_by_id": bringer.id,
            **phone,
            **taken,
        }

    @api.model
    def _find_bringer(self, unit, values):
        """Who brings it, when it is not the owner; written down on the card too.

        :raises UserError: when the contact is none of the card's people
        """
        contacts = self.env["hau_mai.unit.contact"]
        if values.get("person_name") or values.get("person_phone"):
            person = contacts._note_person(
                unit, values.get("person_name"), values.get("person_phone"), "bringer"
            )
            return person if person != unit.partner_id else person.browse()
        contact = self.env["res.partner"].browse(values.get("contact_id") or [])
        if contact == unit.partner_id:
            return contact.browse()
        if contact and contact not in unit.contact_ids.partner_id:
            raise UserError(
                self.env._("Choose one of the people of this card, or type name and phone.")
            )
        return contact
