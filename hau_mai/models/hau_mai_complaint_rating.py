from odoo import fields, models
from odoo.tools import plaintext2html

from .hau_mai_complaint_stage import OPEN_KINDS

#: Marks a reopening as one after a low rating. An object: no context from outside can be it.
_RECOVERING = object()


class HauMaiComplaint(models.Model):
    """How the customer found the answer: asked at the end; who is not content gets the manager."""

    _inherit = "hau_mai.complaint"
    _asking_template = "hau_mai.mail_template_rate_complaint"

    is_recovery = fields.Boolean(
        string="Rated Low",
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="The customer was not content with how it ended; the manager makes up for it.",
    )
    date_recovery = fields.Date(
        string="Make Up for It By",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    # === BUSINESS METHODS === #

    def _on_stage_changed(self, before):
        closed = self.filtered(lambda c: c.state == "closed" and c._asks_for_rating())
        if closed:
            closed.sudo()._ask_rating(fields.Datetime.now())
        return super()._on_stage_changed(before)

    def _asks_for_rating(self):
        """Whether the end of this case is one to ask about."""
        self.ensure_one()
        over = ("confirmed", "silent", "by_hand")
        return self.company_id.hau_mai_rate_complaints and self.close_reason in over

    def _prepare_reopen_vals(self, count):
        recovering = self.env.context.get("hau_mai_recovering") is _RECOVERING
        return super()._prepare_reopen_vals(count) | {
            "date_rating_asked": False,
            "is_recovery": recovering,
            "date_recovery": False,
        }

    def _recovers_quietly(self):
        """Whether this case is just being opened again after a low rating, and nobody is told."""
        self.ensure_one()
        recovering = self.env.context.get("hau_mai_recovering") is _RECOVERING
        return recovering and not self.company_id.hau_mai_recovery_tell

    def _on_low_rating(self, ratings):
        """A low rating opens the case again, for the manager."""
        self._recover(ratings)
        return super()._on_low_rating(ratings)

    def _recover(self, rating):
        """Open this case again for the manager, who has some working days to make up for it.

        Once: a customer who changes the words of a low rating changes nothing more.
        """
        self.ensure_one()
        if self.is_recovery and self.state in OPEN_KINDS:
            return
        manager = self.company_id._hau_mai_manager()
        reason = self.env._("The customer rated it %s of 5.", int(rating.rating))
        if self.state in OPEN_KINDS:
            self.is_recovery = True
            self._message_log(body=reason)
        else:
            self.with_context(hau_mai_recovering=_RECOVERING).action_reopen(reason)
        self.write(
            {"user_id": manager.id, "date_recovery": self.company_id._hau_mai_recovery_day()}
        )
        speaker = self.with_context(lang=manager.lang or self.env.lang)
        self.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self.date_recovery,
            summary=speaker.env._("Rated low: make up for it"),
            note=plaintext2html(rating.feedback) if rating.feedback else False,
            user_id=manager.id,
        )
