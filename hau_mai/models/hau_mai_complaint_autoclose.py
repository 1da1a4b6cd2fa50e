from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.autoclose import SilenceFacts, closing_day, silence_step
from .res_company_case import MAX_DAYS

#: Calendar days that hold ``MAX_DAYS`` working days, whatever the holidays.
SPAN = timedelta(days=4 * MAX_DAYS)


class HauMaiComplaint(models.Model):
    """Solved cases of which nobody hears any more: one notice, then they are closed.

    Never while something is promised to the customer, or a message of theirs waits for an
    answer; and never without the notice: where it cannot be given, a person decides.
    """

    _name = "hau_mai.complaint"
    _inherit = ["hau_mai.complaint", "hau_mai.batch.mixin"]

    _autoclose_idx = models.Index("(company_id, date_silence_checked) WHERE state = 'solved'")

    date_silence_checked = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The day on which the scheduled action last looked whether the case can be closed.",
    )

    date_closing = fields.Date(
        string="Closes By Itself On",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="What the customer was told; unless they answer.",
    )

    # === CRON === #

    @api.model
    def _cron_close_complaints(self):
        """Close solved cases nobody answers, after one notice.

        Each is looked at once a day, while its company works: no customer gets mail at night.
        """
        now = fields.Datetime.now()
        cases = self.with_context(hau_mai_silence=True)
        cases._batch_run(self._silence_domain(now), lambda due: due._break_silence(now), size=200)

    @api.model
    def _silence_domain(self, now):
        """Solved cases nobody looked at on this day of their company, while it works.

        :param datetime now: UTC
        """
        looking = self.env["res.company"].sudo().search([("hau_mai_autoclose_days", ">", 0)])
        looking = looking.filtered(lambda company: company._hau_mai_works_at(now))
        unseen = self.env["res.company"]._hau_mai_day_domain(
            lambda day: (
                Domain("date_silence_checked", "=", False)
                | Domain("date_silence_checked", "<", day)
            ),
            now,
        )
        return Domain("state", "=", "solved") & Domain("company_id", "in", looking.ids) & unseen

    # === BUSINESS METHODS === #

    def _break_silence(self, now):
        """Do with these solved cases what is due today: nothing, the notice, or the end."""
        for company, complaints in self.grouped("company_id").items():
            today = company._hau_mai_day(now)
            complaints.date_silence_checked = today
            steps = complaints.grouped(complaints._silence_steps(today).get)
            none = self.browse()
            steps.get("notice", none)._give_notice(today)
            steps.get("close", none).action_close("silent")
            steps.get("ask", none)._ask_to_close(today)

    def _silence_steps(self, today):
        """``{case: step}``; see :func:`silence_step`. The cases are of one company."""
        company = self.company_id
        facts = self._silence_facts()
        first = max(min(fact.solved for fact in facts.values()), today - SPAN)
        days = list(company._hau_mai_working_days(first, today))
        return {
            complaint: silence_step(
                fact,
                days,
                today,
                close_after=company.hau_mai_autoclose_days,
                notice_before=company.hau_mai_autoclose_notice_days,
            )
            for complaint, fact in facts.items()
        }

    def _silence_facts(self):
        """``{case: SilenceFacts}``."""
        facts = {}
        for complaint in self:
            key = complaint._notice_key("closing_soon")
            notice = complaint.notice_ids.filtered(
                lambda notice, key=key: notice.event == "closing_soon" and notice.key == key
            )
            facts[complaint] = SilenceFacts(
                solved=complaint.company_id._hau_mai_day(complaint.date_solved),
                promised=bool(complaint._open_promises()),
                waits=bool(complaint.date_last_customer),
                notice=complaint.company_id._hau_mai_day(notice.date) or None,
                untold=notice.state == "refused",
            )
        return facts

    def _give_notice(self, today):
        """Tell the customers of these cases, of one company, that they close, and on which day."""
        if not self:
            return
        company = self.company_id
        facts = self._silence_facts()
        first = max(min(fact.solved for fact in facts.values()), today - SPAN)
        days = list(company._hau_mai_working_days(first, today + SPAN))
        ends = {
            complaint: closing_day(
                days,
                fact,
                today,
                close_after=company.hau_mai_autoclose_days,
                notice_before=company.hau_mai_autoclose_notice_days,
            )
            for complaint, fact in facts.items()
        }
        for end, complaints in self.grouped(ends.get).items():
            complaints.date_closing = end
        self._tell_customer("closing_soon")

    def _closing_day_in_words(self):
        """The day on which this case closes unless the customer answers; for the notice."""
        self.ensure_one()
        return format_date(self.env, self.sudo().date_closing) if self.sudo().date_closing else ""

    def _prepare_stage_vals(self, stage, vals):
        return super()._prepare_stage_vals(stage, vals) | {"date_closing": False}

    def _ask_to_close(self, today):
        """Who could not be told is asked by a person: one task for each of these cases."""
        if not self:
            return
        asked = self.activity_search(["mail.mail_activity_data_call"]).mapped("res_id")
        left = self.filtered(lambda complaint: complaint.id not in asked)
        manager = self.company_id._hau_mai_manager()
        for user, complaints in left.grouped(lambda c: c.user_id or manager).items():
            speaker = complaints.with_context(lang=user.lang or self.env.lang)
            complaints.with_context(
                mail_activity_quick_update=True, hau_mai_no_follow=True
            ).activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=today,
                summary=speaker.env._("The customer could not be told that this closes: call"),
                user_id=user.id,
            )

    def _batch_fail(self, error):
        """Out of the way of the others until tomorrow; the case says why."""
        if self.env.context.get("hau_mai_silence"):
            self.date_silence_checked = self.company_id._hau_mai_today()
        return super()._batch_fail(error)
