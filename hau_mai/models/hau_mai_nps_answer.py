from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import hash_sign, plaintext2html, verify_hash_signed

from ..tools import nps

#: What the signature of a link is for: no other signed value of the database opens a question.
SCOPE = "hau_mai.nps"
#: How long a customer may change their answer.
CHANGE_TIME = timedelta(hours=24)


class HauMaiNps(models.Model):
    """The customer's answer, and what a low mark sets off."""

    _inherit = "hau_mai.nps"

    # === THE LINK === #

    def _answer_token(self):
        """The key of the customer's page: signed, and kept nowhere."""
        self.ensure_one()
        return hash_sign(self.sudo().env, SCOPE, [self.id, self.company_id.id])

    @api.model
    def _read_answer_token(self, token):
        """The question a key opens, with all rights; empty for what we did not sign.

        The signature is compared in constant time.
        """
        try:
            values = verify_hash_signed(self.sudo().env, SCOPE, token)
        except ValueError:
            values = None
        if not values:
            return self.browse()
        record = self.sudo().browse(values[0]).exists()
        return record if record.state in ("asked", "answered") else record.browse()

    # === THE ANSWER === #

    def _may_answer(self, now):
        """Whether the question is open at a moment (UTC): in time, and if answered, just now."""
        self.ensure_one()
        if self.state == "answered":
            return now - self.date_answered <= CHANGE_TIME
        today = self.company_id._hau_mai_day(now)
        return self.state == "asked" and today <= self.date_until

    def _answer(self, score, comment, now):
        """Write down what the customer says, and see to it if they are not content.

        :param int score: 0 to 10
        :param datetime now: UTC
        :raises UserError: when the question is over, or the mark is none
        """
        self.ensure_one()
        if not self._may_answer(now):
            raise UserError(self.env._("This question is over; the answer cannot be changed."))
        if score is None or not nps.LOWEST <= score <= nps.HIGHEST:
            raise UserError(self.env._("Please choose a mark from 0 to 10."))
        vals = {"score": score, "comment": comment or False, "state": "answered"}
        if not self.date_answered:
            vals["date_answered"] = now
        self.sudo().write(vals)
        self.sudo().touchpoint_id._note_answer(now)
        self.sudo()._recover()

    # === MAKING UP FOR IT === #

    def _recover(self):
        """A low mark opens a case or lets somebody call, at once and once."""
        self.ensure_one()
        company = self.company_id
        what = nps.recovery(
            self.score, company.hau_mai_nps_activity_upto, company.hau_mai_nps_case_upto
        )
        if self.complaint_id:
            self.complaint_id._message_log(body=self._answer_in_words())
        elif what == "case":
            self._open_complaint()
        elif what == "activity":
            self._plan_recovery(self.comment)

    def _open_complaint(self):
        """A case about what the customer said; with an open complaint of theirs, there."""
        if self.env.context.get("install_mode"):
            return  # demo data and imports are nobody's news
        complaints = self.env["hau_mai.complaint"].with_company(self.company_id)
        known = complaints.search(
            complaints._open_grievance_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("commercial_partner_id", "=", self.commercial_partner_id.id),
            limit=1,
        )
        if known:
            known._message_log(body=self._answer_in_words())
        self.complaint_id = known or complaints.create(self._prepare_complaint_vals())

    def _prepare_complaint_vals(self):
        """Values of the case a low mark opens."""
        return {
            "type": "complaint",
            "channel": "email",
            "subject": self._answer_in_words(),
            "description": plaintext2html(self.comment) if self.comment else False,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "order_id": self.order_id.id,
            "touchpoint_id": self.touchpoint_id.id,
        }

    def _answer_in_words(self):
        """The answer in one line."""
        return self.env._(
            "Would recommend us: %(score)s of %(highest)s", score=self.score, highest=nps.HIGHEST
        )

    def _recovery_summary(self):
        return self.env._("%s of 10: find out why, and make up for it", self.score)
