from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.care import Trigger

#: Closed, and answered: not one that was taken back or was a case already.
COMPLAINT_TRIGGERS = {
    "complaint_closed": Trigger(
        "hau_mai.complaint",
        "date_closed",
        near=(("state", "=", "closed"),),
        domain=(("close_reason", "in", ("confirmed", "silent", "by_hand")),),
    ),
}


class HauMaiCareRule(models.Model):
    """Follow-ups on cases: is all well, some days after it was closed?"""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("complaint_closed", "Case closed")],
        ondelete={"complaint_closed": "cascade"},
    )
    case_kind = fields.Selection(
        [("grievance", "Complaints, claims, returns"), ("other", "Questions, praise, suggestions")],
        string="Kind of Case",
        tracking=True,
        help="Only after cases of this kind; empty for all.",
    )

    @api.depends("case_kind")
    def _compute_preview(self):
        return super()._compute_preview()

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"case_kind"}

    @api.model
    def _triggers(self):
        return super()._triggers() | COMPLAINT_TRIGGERS


class HauMaiCareSource(models.AbstractModel):
    """Only cases of the rule's kind."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _matching_domain(self, rule):
        domain = super()._matching_domain(rule)
        if rule.trigger == "complaint_closed" and rule.case_kind:
            domain &= Domain("is_grievance", "=", rule.case_kind == "grievance")
        return domain


class HauMaiCarePreview(models.AbstractModel):
    """What the trigger of cases is called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        words = {
            "grievance": self.env._("a complaint was closed"),
            "other": self.env._("a question was answered"),
        }
        return super()._events_in_words(rule) | {
            "complaint_closed": words.get(rule.case_kind, self.env._("a case was closed"))
        }
