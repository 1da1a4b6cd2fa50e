from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.care import Trigger
from .hau_mai_service import SERVICE_KINDS

#: trigger -> how its targets are found. A job counts from the day the customer has the
#: thing back; a visit from the day it is due, as long as nobody has done it.
SERVICE_TRIGGERS = {
    "service_done": Trigger(
        "hau_mai.service", "date_over", near=(("state", "in", ("done", "closed")),)
    ),
    "visit_due": Trigger(
        "hau_mai.maintenance.occurrence",
        "date_due",
        near=(("state", "in", ("due", "booked")),),
        domain=(("schedule_id.unit_id.state", "=", "valid"),),
        target="schedule_id.unit_id",
        partner="schedule_id.unit_id.partner_id",
        goods="schedule_id.unit_id.product_id",
        occurrence="id",
    ),
}


class HauMaiCareRule(models.Model):
    """Follow-ups on jobs: after one was handed over, before a visit is due."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("service_done", "Job handed over"), ("visit_due", "Maintenance visit due")],
        ondelete={"service_done": "cascade", "visit_due": "cascade"},
    )
    service_kind = fields.Selection(
        SERVICE_KINDS,
        string="Kind of Job",
        tracking=True,
        help="Only after jobs of this kind; empty for all.",
    )

    @api.depends("service_kind")
    def _compute_preview(self):
        return super()._compute_preview()

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"service_kind"}

    @api.model
    def _triggers(self):
        return super()._triggers() | SERVICE_TRIGGERS


class HauMaiCareSource(models.AbstractModel):
    """Only jobs of the rule's kind."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _matching_domain(self, rule):
        domain = super()._matching_domain(rule)
        if rule.trigger == "service_done" and rule.service_kind:
            domain &= Domain("kind", "=", rule.service_kind)
        return domain


class HauMaiCarePreview(models.AbstractModel):
    """What the triggers of jobs are called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        return super()._events_in_words(rule) | {
            "service_done": self._job_in_words(rule),
            "visit_due": self.env._("the day a maintenance visit is due"),
        }

    @api.model
    def _job_in_words(self, rule):
        kinds = dict(rule._fields["service_kind"]._description_selection(self.env))
        if not rule.service_kind:
            return self.env._("the hand-over of a job")
        return self.env._("the hand-over of a job (%s)", kinds[rule.service_kind].lower())
