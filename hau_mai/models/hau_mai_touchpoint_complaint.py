from textwrap import shorten

from odoo import fields, models
from odoo.tools import plaintext2html

#: So much of what was said is the subject of a case.
SUBJECT_LENGTH = 80


class HauMaiTouchpoint(models.Model):
    """A follow-up that finds a problem opens a case."""

    _inherit = "hau_mai.touchpoint"

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="What the problem the customer told of became.",
    )

    # === ACTION METHODS === #

    def action_view_complaint(self):
        """The case the follow-up opened."""
        self.ensure_one()
        return self.env["res.partner"]._open_action(self.complaint_id)

    # === BUSINESS METHODS === #

    def _hand_over_problem(self, feedback):
        """Open a case for each customer who has a problem: one for all that one call was about."""
        calls = self.filtered(lambda touchpoint: not touchpoint.complaint_id).grouped("partner_id")
        complaints = self.env["hau_mai.complaint"].create(
            [touchpoints[0]._prepare_complaint_vals(feedback) for touchpoints in calls.values()]
        )
        for touchpoints, complaint in zip(calls.values(), complaints, strict=True):
            touchpoints.complaint_id = complaint

    def _prepare_complaint_vals(self, feedback):
        """Values of the case about what a customer said when they were called."""
        said = " ".join((feedback or "").split())
        subject = self.env._("A problem, told at: %s", self.rule_id.name)
        vals = {
            "type": "complaint",
            "channel": "phone",
            "subject": shorten(said, SUBJECT_LENGTH, placeholder="…") or subject,
            "description": plaintext2html(feedback) if feedback else False,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "touchpoint_id": self.id,
        }
        return vals if self.res_model == "res.partner" else vals | self._prepare_complaint_about()

    def _prepare_complaint_about(self):
        """What the case is about: the follow-up's document, and what that belongs to."""
        service, unit = self.service_id, self.unit_id
        return {
            "service_id": service.id,
            "unit_id": unit.id,
            "product_id": (service.product_id or unit.product_id).id,
            "order_id": self.order_id.id,
        }


class HauMaiComplaint(models.Model):
    """The follow-up in which the customer told of it."""

    _inherit = "hau_mai.complaint"

    _touchpoint_unique = models.UniqueIndex(
        "(touchpoint_id) WHERE touchpoint_id IS NOT NULL",
        "A follow-up opens one case, and no second one.",
    )

    touchpoint_id = fields.Many2one(
        "hau_mai.touchpoint",
        string="Told at the Follow-up",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="hau_mai.group_user_own",
    )
