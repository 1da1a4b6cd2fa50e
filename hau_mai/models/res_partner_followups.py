from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from .hau_mai_touchpoint import LIVE
from .res_partner_after_sales import LIMIT


class ResPartner(models.Model):
    """Follow-ups on the page After-Sales of a customer."""

    _inherit = "res.partner"

    def _get_after_sales_summary(self):
        summary = super()._get_after_sales_summary()
        if not self.env["hau_mai.touchpoint"].has_access("read"):
            return summary
        following = self._search_followups(Domain("state", "in", LIVE), "date_planned, id", 1)
        if following:
            text = self.env._(
                "next: %(what)s on %(day)s",
                what=following.rule_id.name,
                day=format_date(self.env, following.date_planned),
            )
            if following.user_id:
                text = self.env._("%(what)s, %(who)s", what=text, who=following.user_id.name)
            late = following.due_bucket == "1_overdue"
            color = "danger" if late else "primary"
        else:
            text, color = self.env._("no follow-up planned"), "muted"
        summary.append({"key": "next", "icon": "fa-phone", "text": text, "color": color})
        if self.do_not_contact or self.commercial_partner_id.do_not_contact:
            text = self.env._("do not contact")
            summary.append({"key": "stop", "icon": "fa-ban", "text": text, "color": "danger"})
        return summary

    def _get_after_sales_timeline(self):
        entries = super()._get_after_sales_timeline()
        if not self.env["hau_mai.touchpoint"].has_access("read"):
            return entries
        touchpoints = self._search_followups(
            Domain("state", "=", "done"), "date_done DESC, id DESC"
        )
        outcomes = dict(touchpoints._fields["outcome"]._description_selection(self.env))
        for touchpoint in touchpoints.filtered("date_done"):
            texts = (
                touchpoint.call_size > 1 and touchpoint.about,
                outcomes.get(touchpoint.outcome),
                touchpoint.feedback,
                touchpoint.user_id.name,
            )
            entries.append(
                self._after_sales_entry(
                    touchpoint.date_done,
                    "fa-phone",
                    touchpoint.rule_id.name,
                    " · ".join(text for text in texts if text),
                    "danger" if touchpoint.outcome == "problem" else "info",
                    self._open_action(touchpoint),
                )
            )
        return entries

    def _get_after_sales_planned(self):
        entries = super()._get_after_sales_planned()
        if not self.env["hau_mai.touchpoint"].has_access("read"):
            return entries
        for touchpoint in self._search_followups(Domain("state", "in", LIVE), "date_planned, id"):
            texts = (touchpoint.about, touchpoint.user_id.name)
            entries.append(
                self._after_sales_entry(
                    touchpoint.date_planned,
                    "fa-phone",
                    touchpoint.rule_id.name,
                    " · ".join(text for text in texts if text),
                    "danger" if touchpoint.due_bucket == "1_overdue" else "primary",
                    self._open_action(touchpoint),
                )
            )
        return entries

    def _search_followups(self, domain, order, limit=LIMIT):
        """One row a call."""
        domain &= self._after_sales_partners() & Domain("leading", "=", True)
        return self.env["hau_mai.touchpoint"].search(domain, order=order, limit=limit)
