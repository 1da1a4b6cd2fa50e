from datetime import timedelta
from urllib.parse import quote_plus

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, format_time

from ..tools.center import initials
from .hau_mai_service import OPEN_STATES
from .hau_mai_service_center import MAP_URL, OUTSIDE_KINDS


class HauMaiService(models.Model):
    """What the people of a partner's center see of a job: these values, and no record.

    Of the customer they see what they need, while they need it.
    """

    _inherit = "hau_mai.service"

    # === WHOSE JOBS === #

    @api.model
    def _center_user_centers(self, user):
        """The partners' centers a user works for, archived ones too."""
        centers = self.env["hau_mai.service.center"].sudo().with_context(active_test=False)
        return centers.search(
            [
                ("kind", "in", OUTSIDE_KINDS),
                ("partner_id", "parent_of", user.sudo().partner_id.ids),
            ]
        )

    @api.model
    def _center_job_domain(self, user):
        """The jobs a user may see as one of a center's people.

        Under contract: what is offered to the center, and what it accepted.
        Without: only what it accepted and has not finished.
        """
        centers = self._center_user_centers(user)
        current = centers.browse()
        for company, those in centers.grouped("company_id").items():
            current |= those._has_contract(company._hau_mai_today())
        return Domain.OR(
            [
                Domain("center_id", "in", current.ids)
                & Domain("center_state", "in", ("offered", "accepted")),
                Domain("center_id", "in", (centers - current).ids)
                & Domain("center_state", "=", "accepted")
                & Domain("state", "in", OPEN_STATES),
            ]
        )

    # === WHAT IS SHOWN === #

    def _center_needs_customer(self):
        """Whether the center needs to know who the customer is.

        From accepting the job until it is done; longer while it has the product.
        """
        self.ensure_one()
        has_product = self.state == "done" and self.date_received and not self.date_returned
        return self.center_state == "accepted" and bool(self.state in OPEN_STATES or has_product)

    def _center_customer(self):
        """The customer, as far as the center needs to know them."""
        self.ensure_one()
        address = self.address_id
        name = (self.contact_id or self.partner_id).name
        if self._center_needs_customer():
            lines = [line for line in (address.contact_address or "").splitlines() if line]
            return {
                "name": name,
                "phone": self.phone,
                "address": "\n".join(lines),
                "map": MAP_URL + quote_plus(", ".join(lines)),
                "request": self.request,
            }
        offered = self.center_state == "offered" and self.state in OPEN_STATES
        area = ", ".join(part for part in (address.city, address.state_id.name) if part)
        return {
            "name": initials(name),
            "phone": False,
            "address": offered and area,
            "request": offered and self.request,
        }

    def _center_row(self):
        """The values of a line of the list."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        offered = self.center_state == "offered" and self.state in OPEN_STATES
        return {
            "id": self.id,
            "name": self.name,
            "url": f"/my/jobs/{self.id}",
            "kind": kinds[self.kind],
            "product": self.product_id.display_name or "",
            "serial": self.serial_number or "",
            "state": self._center_state_label(offered),
            "color": self._center_color(offered),
            "urgent": self.priority == "1",
            "offered": offered,
            "limit": offered and self._center_time(self.date_answer_limit),
            "appointment": self._center_time(self.date_start),
            "promised": self._center_time(self.date_promised),
            "customer": self._center_customer(),
        }

    def _center_state_label(self, offered):
        """The status of the job, as the center sees it."""
        if offered:
            return self.env._("To answer")
        if self.state == "new":
            return self.env._("To schedule")
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _center_color(self, offered):
        """The color of the badge: what waits for the center stands out."""
        if offered:
            return "warning"
        if self.state in OPEN_STATES:
            return "primary"
        return "secondary" if self.state == "cancelled" else "success"

    def _center_page(self):
        """Everything the page of one job shows."""
        self.ensure_one()
        works = self._center_works_on_it()
        results = self._fields["result"]._description_selection(self.env)
        return self._center_row() | {
            "works": works,
            "started": self.state == "in_progress",
            "center": self.center_id.name,
            "warranty": self.unit_id.status_sentence,
            "slots": self._center_slots() if works else [],
            "checks": [self._center_check(item) for item in self.check_ids],
            "photos": self._center_photos().ids,
            "parts": [self._center_part(line) for line in self.line_ids if line.kind == "parts"],
            "old_parts": self.line_ids._fields["old_part"]._description_selection(self.env),
            "choices": [(part.id, part.display_name) for part in self._center_parts()],
            "results": results,
            "result": self.result,
            "result_label": dict(results).get(self.result),
            "note": self.diagnosis,
            "signed_by": self.signed_by,
        }

    def _center_part(self, line):
        serials = [
            line.serial_in and self.env._("built in: %s", line.serial_in),
            line.serial_out and self.env._("taken out: %s", line.serial_out),
        ]
        return {
            "name": line.name or line.product_id.display_name,
            "quantity": line.quantity,
            "serials": " · ".join(filter(None, serials)),
        }

    def _center_check(self, item):
        return {
            "id": item.id,
            "name": item.name,
            "measured": item.kind == "value",
            "unit": item.value_unit or "",
            "limits": item.limits,
            "value": f"{item.value:g}" if item.measured else "",
            "result": item.result,
            "note": item.note or "",
        }

    def _center_slots(self):
        """The appointments to choose from, by day: (day, [(value, time)])."""
        self.ensure_one()
        center = self.center_id
        first = center._slot_day(fields.Datetime.now())
        last = first + timedelta(days=self.company_id.hau_mai_center_days)
        days = {}
        for start, end in center._free_slots(first, last, self.kind):
            times = [self._center_clock(moment) for moment in (start, end)]
            label = format_date(self.env, center._slot_day(start), date_format="EEEE d MMMM")
            days.setdefault(label, []).append((start.isoformat(), "–".join(times)))
        return list(days.items())

    def _center_time(self, moment):
        """A moment in words, in the time zone of the center."""
        tz = self.center_id._slot_tz()
        return moment and format_datetime(self.env, moment, tz=tz, dt_format="short")

    def _center_clock(self, moment):
        tz = self.center_id._slot_tz()
        return format_time(self.env, moment, tz=tz, time_format="HH:mm")
