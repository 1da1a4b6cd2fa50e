from odoo import api, models

#: So many cases of a unit are shown at the counter.
CASES_SHOWN = 10

#: How a case looks that is not in time.
COLORS = {"overdue": "danger", "at_risk": "warning"}


class HauMaiCounter(models.AbstractModel):
    """The open cases of the thing on the counter."""

    _inherit = "hau_mai.counter"

    @api.model
    def _get_counter_extra(self, unit):
        extra = super()._get_counter_extra(unit)
        model = self.env["hau_mai.complaint"]
        complaints = model.search(
            model._open_domain() & unit._complaint_domain(),
            order="date_deadline, date_open, id",
            limit=CASES_SHOWN,
        )
        if complaints:
            rows = [self._describe_complaint(complaint) for complaint in complaints]
            extra.append({"key": "complaints", "title": self.env._("Open Cases"), "rows": rows})
        return extra

    @api.model
    def _describe_complaint(self, complaint):
        """A case in one line: what it is about, until when, how far."""
        due = complaint._due_in_words()
        return {
            "text": ", ".join(filter(None, (f"{complaint.name} {complaint.subject}", due))),
            "badge": complaint.stage_id.name,
            "color": COLORS.get(complaint.sla_state, "info"),
            "action": complaint.partner_id._open_action(complaint),
        }
