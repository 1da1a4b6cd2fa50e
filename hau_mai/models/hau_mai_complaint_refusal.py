from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.numbering import next_numbers
from ..tools.turns import take_turns


class HauMaiComplaint(models.Model):
    """The refusal: in writing, with its reasons (Law 19/2023/QH15, art. 57.6).

    A vulnerable consumer is told the legal ground as well (art. 8.3), and so is everybody
    where the statutory rules of Vietnam apply.
    """

    _inherit = "hau_mai.complaint"

    refusal_reason = fields.Text(
        string="Why It Was Refused", readonly=True, copy=False, tracking=True,
        groups="base.group_user",
    )  # fmt: skip
    refusal_ground = fields.Text(
        string="Legal Ground", readonly=True, copy=False, groups="base.group_user"
    )
    refusal_number = fields.Char(
        string="Number of the Letter", readonly=True, copy=False, groups="base.group_user"
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("stage_id", "refusal_reason")
    def _check_refused(self):
        """What is refused says why."""
        for complaint in self.filtered(lambda c: c.state == "refused"):
            if not complaint.sudo().refusal_reason:
                raise ValidationError(
                    self.env._(
                        "To refuse case %s, use the button Refuse: it asks for the reason and "
                        "writes the letter to the customer.",
                        complaint.name,
                    )
                )

    # === ACTION METHODS === #

    def action_refuse(self, reason=None, ground=None):
        """Refuse the cases: the customer gets a letter, by email and in the portal.

        :param str reason: for the customer to read; the dialog asks for it when left out
        :param str ground: on which law or which terms it stands
        :raises UserError: without a reason, or without a ground where the law asks for one
        """
        if reason is None:
            self.check_access("write")
            return self._open_refusal() | {"context": {"default_complaint_ids": self.ids}}
        self.check_access("write")
        self._raise_without_reason(reason)
        self._raise_without_ground(ground)
        take_turns(self.sudo())
        refused = self.filtered(lambda complaint: complaint.state != "refused")
        for company, complaints in refused.grouped("company_id").items():
            numbers = next_numbers(
                self.env,
                "hau_mai.complaint.refusal",
                len(complaints),
                company,
                company._hau_mai_today(),
            )
            for complaint, number in zip(complaints, numbers, strict=True):
                complaint._refuse(reason, ground, number)
        return True

    def _open_refusal(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "hau_mai.complaint.refusal",
            "view_mode": "form",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _refuse(self, reason, ground, number):
        """Refuse one case, keep its letter, and tell the customer."""
        self.ensure_one()
        self._telling_itself().write(
            {
                "stage_id": self._stage_of("refused").id,
                "refusal_reason": reason,
                "refusal_ground": ground,
                "refusal_number": number,
            }
        )
        letter = self._keep_paper(
            "hau_mai.action_report_complaint_refusal", self.env._("Letter %s", number)
        )
        self._tell_customer("refused", reason=reason, attachment_ids=letter.ids)

    def _prepare_reopen_vals(self, count):
        """What is taken up again is not refused any more; the letter that was sent stays."""
        return super()._prepare_reopen_vals(count) | {
            "refusal_reason": False,
            "refusal_ground": False,
            "refusal_number": False,
        }

    def _raise_without_reason(self, reason):
        """:raises UserError: when nothing was said"""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is refused: the customer has to be told."))

    def _raise_without_ground(self, ground):
        """:raises UserError: where the law asks for a ground and none was said"""
        for complaint in self:
            asked = complaint.is_vulnerable or complaint.company_id.hau_mai_vietnam_rules
            if asked and not (ground or "").strip():
                raise UserError(
                    self.env._(
                        "Say on which law or which terms the refusal of case %s stands "
                        "(Law 19/2023/QH15, art. 8.3 and 57.6).",
                        complaint.name,
                    )
                )
