from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .hau_mai_service import OPEN_STATES
from .hau_mai_service_figures import COLLECTABLE
from .res_partner_after_sales import AHEAD_DAYS, LIMIT

#: Moments of a job that belong to "what happened": field, icon, color.
HAPPENED = (
    ("date_received", "fa-sign-in", "info"),
    ("date_done", "fa-check", "success"),
    ("date_returned", "fa-sign-out", "success"),
)


class ResPartner(models.Model):
    """A customer's jobs: how many, and on the page After-Sales what happened and what comes."""

    _inherit = "res.partner"

    service_count = fields.Integer(
        string="Service Jobs",
        compute="_compute_service_count",
        help="Jobs of the customer, all contacts of their company together.",
    )

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_count(self):
        """One query for a list of any size."""
        counts = self.env["hau_mai.service"]._count_by(
            "partner_id.commercial_partner_id",
            [("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids)],
        )
        for partner in self:
            partner.service_count = counts.get(partner.commercial_partner_id._origin, 0)

    def _compute_application_statistics_hook(self):
        data_list = super()._compute_application_statistics_hook()
        for partner in self.filtered("service_count"):
            data_list[partner.id].append(
                {
                    "iconClass": "fa-wrench",
                    "value": partner.service_count,
                    "label": self.env._("Service Jobs"),
                    "tagClass": "o_tag_color_4",
                }
            )
        return data_list

    # === ACTION METHODS === #

    def action_view_services(self):
        """The jobs of the customer and of all contacts of their company."""
        self.ensure_one()
        return self.env["hau_mai.service"]._prepare_action(
            self._after_sales_partners(), default_partner_id=self.id
        )

    def action_new_service(self):
        """A new job for the customer, to be filled in."""
        self.ensure_one()
        return self.env["hau_mai.service"]._prepare_new_action(default_partner_id=self.id)

    # === THE PAGE === #

    def _get_after_sales_summary(self):
        summary = super()._get_after_sales_summary()
        if not self.env["hau_mai.service"]._may_be_seen():
            return summary
        count, promised, ready = self._read_open_services()
        if count:
            summary.append(self._summarize_open_services(count, promised))
        if ready:
            text = self.env._("ready to be collected: %s", ready)
            summary.append({"key": "ready", "icon": "fa-archive", "text": text, "color": "success"})
        return summary

    def _summarize_open_services(self, count, promised):
        """How many jobs are open, for when the next one is promised, and whether that is over."""
        text = self.env._("open jobs: %s", count)
        late = promised and promised < fields.Datetime.now()
        if promised:
            day = format_date(self.env, self.env.company._hau_mai_day(promised))
            text = (
                self.env._("%(jobs)s, promised for %(day)s and late", jobs=text, day=day)
                if late
                else self.env._("%(jobs)s, next promised for %(day)s", jobs=text, day=day)
            )
        color = "danger" if late else "primary"
        return {"key": "services", "icon": "fa-wrench", "text": text, "color": color}

    def _read_open_services(self):
        """How many jobs are open, the next moment promised, and how many can be collected."""
        rows = self.env["hau_mai.service"]._read_group(
            self._after_sales_partners()
            & (Domain("state", "in", OPEN_STATES) | Domain(COLLECTABLE)),
            ["state"],
            ["__count", "date_promised:min"],
        )
        opened = [row for row in rows if row[0] in OPEN_STATES]
        promised = min((row[2] for row in opened if row[2]), default=False)
        ready = sum(count for state, count, _promised in rows if state not in OPEN_STATES)
        return sum(row[1] for row in opened), promised, ready

    def _get_after_sales_units(self):
        """What they use without owning it stands below what they own."""
        rows = super()._get_after_sales_units()
        if not self.env["hau_mai.unit.contact"].has_access("read"):
            return rows
        contacts = self.env["hau_mai.unit.contact"].search(
            self._after_sales_partners()
            & ~Domain("unit_id.partner_id", "child_of", self.commercial_partner_id.ids),
            limit=LIMIT,
            order="id DESC",
        )
        return rows + [
            self._describe_unit(unit) | {"owner": unit.partner_id.display_name}
            for unit in contacts.unit_id
        ]

    def _get_after_sales_timeline(self):
        entries = super()._get_after_sales_timeline()
        if not self.env["hau_mai.service"]._may_be_seen():
            return entries
        services = self._search_services(Domain("state", "!=", "cancelled"), "id DESC")
        titles = {
            "date_received": self.env._("Received"),
            "date_done": self.env._("Job done"),
            "date_returned": self.env._("Handed back"),
        }
        now = fields.Datetime.now()
        for service in services:
            entries += [
                self._service_entry(service, service[fname], icon, titles[fname], color)
                for fname, icon, color in HAPPENED
                if service[fname]
            ]
            if service.date_start and service.date_start <= now:
                entries.append(self._appointment_entry(service, "muted"))
        return entries

    def _get_after_sales_planned(self):
        entries = super()._get_after_sales_planned()
        if not self.env["hau_mai.service"]._may_be_seen():
            return entries
        now = fields.Datetime.now()
        services = self._search_services(
            Domain("state", "in", OPEN_STATES), "date_promised, date_start, id"
        )
        for service in services:
            if service.date_start and service.date_start > now:
                entries.append(self._appointment_entry(service, "primary"))
            if service.date_promised:
                color = "danger" if service.date_promised < now else "primary"
                title = self.env._("Promised")
                entries.append(
                    self._service_entry(
                        service, service.date_promised, "fa-flag-checkered", title, color
                    )
                )
        return entries + self._visit_entries()

    def _visit_entries(self):
        """The next visit of each running maintenance schedule."""
        last = self.env.company._hau_mai_today() + timedelta(days=AHEAD_DAYS)
        schedules = self.env["hau_mai.maintenance.schedule"].search(
            self._after_sales_partners()
            & Domain("state", "=", "running")
            & Domain("date_next", "<=", last),
            limit=LIMIT,
            order="date_next, id",
        )
        return [
            self._after_sales_entry(
                schedule.date_next,
                "fa-calendar-check-o",
                self.env._("Maintenance"),
                f"{schedule.name} · {schedule.unit_id.product_id.display_name}",
                "primary",
                self._open_action(schedule.unit_id),
            )
            for schedule in schedules
        ]

    def _search_services(self, domain, order):
        return self.env["hau_mai.service"].search(
            self._after_sales_partners() & domain, order=order, limit=LIMIT
        )

    def _appointment_entry(self, service, color):
        title = self.env._("Appointment")
        return self._service_entry(service, service.date_start, "fa-calendar", title, color)

    def _service_entry(self, service, moment, icon, title, color):
        """A line about a job on the day of a moment."""
        kinds = dict(service._fields["kind"]._description_selection(self.env))
        texts = (service.name, kinds[service.kind], service.product_id.display_name)
        return self._after_sales_entry(
            service.company_id._hau_mai_day(moment),
            icon,
            title,
            " · ".join(text for text in texts if text),
            color,
            self._open_action(service),
        )
