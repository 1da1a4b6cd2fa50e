from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.coverage import KINDS
from .hau_mai_counter import STATUS_COLORS
from .hau_mai_service import OPEN_STATES

#: So many jobs of a unit are shown.
JOBS_SHOWN = 10


class HauMaiCounter(models.AbstractModel):
    """The thing on the counter: its verdict for each kind of work, its people, its jobs."""

    _inherit = "hau_mai.counter"

    @api.model
    @api.readonly
    def get_unit(self, unit_id):
        """All the counter shows of a unit.

        :return: dict with the card's own values, verdicts, coverages, people, services
            (open jobs), alerts, extra (see :meth:`_get_counter_extra`) and receive:
            what the form for taking it in starts with
        :raises AccessError: for who may not see it
        """
        self._check_user()
        unit = self._get_card(unit_id)
        services = self._open_services(unit)
        labels = dict(unit._fields["warranty_status"]._description_selection(self.env))
        return {
            "id": unit.id,
            "name": unit.name,
            "product": unit.product_id.display_name,
            "serial_number": unit.serial_number or "",
            "order": unit.order_name or "",
            "status": unit.warranty_status,
            "status_label": labels[unit.warranty_status],
            "color": STATUS_COLORS.get(unit.warranty_status, "secondary"),
            "sentences": unit.status_sentence.split("; "),
            "verdicts": self._get_verdicts(unit),
            "coverages": [self._describe_coverage(coverage) for coverage in unit.coverage_ids],
            "owner": self._describe_person(unit.partner_id, self.env._("Owner")),
            "contacts": self._get_contacts(unit),
            "services": [self._describe_service(service) for service in services],
            "service_count": unit.service_count,
            "alerts": self._get_counter_alerts(unit, services),
            "extra": self._get_counter_extra(unit),
            "receive": self._prepare_receive(unit),
        }

    # === SEAMS === #

    @api.model
    def _get_counter_alerts(self, unit, services):
        """What whoever serves must know before anything else.

        :param services: the open jobs of the unit
        :return: list of dicts with key, color and text
        """
        alerts = [
            {
                "key": f"remedy_{service.id}",
                "color": "danger",
                "text": f"{service.name}: {service.remedy_reason}",
            }
            for service in services.filtered("remedy_due")
        ]
        late = services.filtered(lambda job: self._is_late(job) and not job.remedy_due)
        return alerts + [
            {
                "key": f"late_{service.id}",
                "color": "danger",
                "text": self.env._(
                    "%(job)s was promised for %(moment)s and is not ready.",
                    job=service.name,
                    moment=service._moment_in_words(service.date_promised),
                ),
            }
            for service in late
        ]

    @api.model
    def _get_counter_extra(self, unit):
        """What other concepts have to say of a unit.

        :return: list of dicts with key, title and rows: dicts with text, badge, color
            and action (what a click opens)
        """
        return []

    # === PARTS === #

    @api.model
    def _get_verdicts(self, unit):
        """For each kind of work: is it paid for today, and why?"""
        labels = unit.coverage_ids._kind_labels()
        verdicts = {kind: unit._coverage_verdict(kind=kind) for kind in KINDS}
        return [
            {
                "kind": kind,
                "label": labels[kind].capitalize(),
                "covered": covered,
                "reason": reason,
            }
            for kind, (covered, reason) in verdicts.items()
        ]

    @api.model
    def _describe_coverage(self, coverage):
        """A period with its bar from start to end."""
        labels = dict(coverage._fields["warranty_status"]._description_selection(self.env))
        colors = {"active": "success", "expired": "danger", "not_started": "info"}
        end = coverage.date_end and format_date(self.env, coverage.date_end)
        return {
            "id": coverage.id,
            "name": coverage.name,
            "covered": coverage.covered,
            "elapsed": coverage.elapsed,
            "color": colors[coverage.warranty_status],
            "status_label": labels[coverage.warranty_status],
            "start": coverage.date_start and format_date(self.env, coverage.date_start) or "",
            "end": end or (coverage.date_start and self.env._("for life")) or "",
            "explanation": coverage.explanation or "",
        }

    @api.model
    def _describe_person(self, partner, role):
        """Somebody to talk to, with a number to call."""
        phone = partner.phone or partner.commercial_partner_id.phone or ""
        return {"id": partner.id, "name": partner.display_name, "phone": phone, "role": role}

    @api.model
    def _get_contacts(self, unit):
        """The other people of a unit: one row each, with all they are to it."""
        labels = dict(unit.contact_ids._fields["role"]._description_selection(self.env))
        return [
            self._describe_person(partner, ", ".join(labels[row.role] for row in rows))
            for partner, rows in unit.contact_ids.grouped("partner_id").items()
        ]

    @api.model
    def _open_services(self, unit):
        """Jobs that are not over, and those that wait to be collected."""
        domain = Domain("unit_id", "=", unit.id) & (
            Domain("state", "in", OPEN_STATES) | Domain("state", "=", "done")
        )
        return self.env["hau_mai.service"].search(domain, limit=JOBS_SHOWN, order="id DESC")

    @api.model
    def _describe_service(self, service):
        """A job in one line: what, how far, until when."""
        kinds = dict(service._fields["kind"]._description_selection(self.env))
        states = dict(service._fields["state"]._description_selection(self.env))
        waits = dict(service._fields["waiting_for"]._description_selection(self.env))
        state = states[service.state]
        if service.state == "waiting" and service.waiting_for:
            state = f"{state}: {waits[service.waiting_for]}"
        late = self._is_late(service)
        color = "danger" if late else "success" if service.state == "done" else "info"
        return {
            "id": service.id,
            "name": service.name,
            "kind": kinds[service.kind],
            "state": state,
            "color": color,
            "promised": service._moment_in_words(service.date_promised),
            "late": late,
            "who": ", ".join(filter(None, (service.center_id.name, service.user_id.name))),
            "request": service.request or "",
        }

    # === TOOLS === #

    @api.model
    def _is_late(self, service):
        """Whether its promise has passed and it is not ready."""
        promised = service.date_promised
        return bool(promised and service.state in OPEN_STATES and promised < fields.Datetime.now())
