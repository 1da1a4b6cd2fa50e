from odoo import fields, models
from odoo.fields import Domain

from .hau_mai_complaint_stage import OPEN_KINDS
from .res_partner_after_sales import LIMIT


class ResPartner(models.Model):
    """A customer's cases: how many, and on the page After-Sales what happened and what is due."""

    _name = "res.partner"
    _inherit = ["res.partner", "hau_mai.complained.mixin"]

    _complaint_path = "commercial_partner_id"

    def _complained(self):
        return self.commercial_partner_id

    def _prepare_complaint_defaults(self):
        return {"default_partner_id": self.id}

    def _compute_application_statistics_hook(self):
        data_list = super()._compute_application_statistics_hook()
        for partner in self.filtered("complaint_count"):
            data_list[partner.id].append(
                {
                    "iconClass": "fa-life-ring",
                    "value": partner.complaint_count,
                    "label": self.env._("Cases"),
                    "tagClass": "o_tag_color_1" if partner.open_complaint_count else "",
                }
            )
        return data_list

    # === THE PAGE === #

    def _get_after_sales_summary(self):
        summary = super()._get_after_sales_summary()
        if sentence := self.complaint_sentence:
            late = self._search_complaints(
                self.env["hau_mai.complaint"]._open_grievance_domain()
                & Domain("date_deadline", "<", fields.Datetime.now()),
                limit=1,
            )
            summary.insert(
                0,
                {
                    "key": "complaints",
                    "icon": "fa-life-ring",
                    "text": sentence,
                    "color": "danger" if late else "warning",
                },
            )
        return summary

    def _get_after_sales_timeline(self):
        """When cases were opened and how they ended."""
        entries = super()._get_after_sales_timeline()
        types = self._complaint_types()
        for complaint in self._search_complaints(order="date_open DESC, id DESC"):
            icon, color = (
                ("fa-life-ring", "warning") if complaint.is_grievance else ("fa-comment-o", "info")
            )
            title = types[complaint.type]
            entries.append(
                self._complaint_entry(complaint, complaint.date_open, icon, title, color)
            )
            if complaint.date_solved:
                entries.append(self._complaint_end_entry(complaint))
        return entries

    def _complaint_end_entry(self, complaint):
        """How a case ended: what was done about it, or that it was refused."""
        if complaint.state == "refused":
            title, icon, color = self.env._("Case refused"), "fa-ban", "danger"
        else:
            title, icon, color = self.env._("Case solved"), "fa-check", "success"
        labels = dict(complaint._fields["resolution"]._description_selection(self.env))
        done = labels.get(complaint.resolution)
        return self._complaint_entry(complaint, complaint.date_solved, icon, title, color, done)

    def _get_after_sales_planned(self):
        """Until when open cases have to be answered."""
        entries = super()._get_after_sales_planned()
        now = fields.Datetime.now()
        due = Domain("state", "in", OPEN_KINDS) & Domain("date_deadline", "!=", False)
        for complaint in self._search_complaints(due, order="date_deadline, id"):
            color = "danger" if complaint.date_deadline < now else "primary"
            title = self.env._("Answer due")
            entries.append(
                self._complaint_entry(
                    complaint, complaint.date_deadline, "fa-life-ring", title, color
                )
            )
        return entries

    def _search_complaints(self, domain=Domain.TRUE, order=None, limit=LIMIT):
        complaints = self.env["hau_mai.complaint"]
        if not complaints._may_be_seen():
            return complaints
        return complaints.search(self._complaint_domain() & domain, order=order, limit=limit)

    def _complaint_types(self):
        field = self.env["hau_mai.complaint"]._fields["type"]
        return dict(field._description_selection(self.env))

    def _complaint_entry(self, complaint, moment, icon, title, color, done=None):
        """A line about a case on the day of a moment."""
        texts = (complaint.name, complaint.subject, done)
        return self._after_sales_entry(
            complaint.company_id._hau_mai_day(moment),
            icon,
            title,
            " · ".join(text for text in texts if text),
            color,
            self._open_action(complaint),
        )
