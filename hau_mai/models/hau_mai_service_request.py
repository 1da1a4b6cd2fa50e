from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.turns import take_turns
from .hau_mai_service_portal import OVER_STATES


class HauMaiService(models.Model):
    """Jobs that customers ask for themselves: one open job on a unit, never two.

    Called with all rights, after the access to the unit was checked. ``author`` is the
    contact who asks.
    """

    _inherit = "hau_mai.service"

    @api.model
    def _request_service(self, kind, author, company, unit=None, **vals):
        """The job that a customer asks for, or the one that is open already.

        :param unit: the warranty card; nothing for what has none
        :param vals: what else they say, such as ``request`` and ``date_wished``
        :return: (job, whether it is new)
        :raises UserError: when the card is not valid
        """
        take_turns(unit or author)
        if unit:
            self._check_unit(unit)
            found = self._open_requests(unit, kind)[:1]
        else:
            found = self._same_request(author, vals.get("request"))
        if found:
            return found, False
        service = self.create(self._prepare_request_vals(kind, author, company, unit) | vals)
        service._attach_due_visits()
        return service, True

    @api.model
    def _open_requests(self, units, kind):
        """Open jobs of these units that are the same to a customer: visits, or all others."""
        alike = "=" if kind == "maintenance" else "!="
        return self.search(
            Domain("unit_id", "in", units.ids)
            & Domain("state", "not in", OVER_STATES)
            & Domain("kind", alike, "maintenance"),
            order="id desc",
        )

    @api.model
    def _same_request(self, author, request):
        """What the same person asked for in the same words, and nobody has taken up yet."""
        return self.search(
            [
                ("partner_id", "=", author.id),
                ("unit_id", "=", False),
                ("state", "=", "new"),
                ("request", "=", request),
            ],
            limit=1,
        )

    @api.model
    def _prepare_request_vals(self, kind, author, company, unit):
        """Values of a job that a customer asks for: the company's desk answers it."""
        customer = unit.partner_id if unit else author
        return {
            "kind": kind,
            "unit_id": unit and unit.id,
            "company_id": company.id,
            "partner_id": customer.id,
            "contact_id": author.id if author != customer else False,
            "responsible_id": company._hau_mai_manager().id,
        }

    @api.model
    def _check_unit(self, unit):
        """:raises UserError: when the card is not valid"""
        if unit.state != "valid":
            raise UserError(
                self.env._(
                    "Warranty card %s is not valid any more. Please call us.", unit.display_name
                )
            )

    def _note_request(self, text, author, photos):
        """The customer's words and photos, where they and the desk read on.

        :param photos: [(name, content)]
        """
        self.ensure_one()
        self.message_post(
            body=text,
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=photos,
            partner_ids=self.responsible_id.partner_id.ids,
        )

    def _attach_due_visits(self):
        """A visit takes with it what is due on its unit and stands on no other job."""
        for service in self.filtered(lambda s: s.kind == "maintenance" and s.unit_id):
            due = service.unit_id.schedule_ids.occurrence_ids.filtered(
                lambda occurrence: occurrence.state == "due" and not occurrence.service_id
            )
            due.write({"service_id": service.id, "state": "booked"})
