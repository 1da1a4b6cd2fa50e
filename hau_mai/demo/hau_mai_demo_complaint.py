"""What the demo's XML cannot say of cases: who wrote, answered and decided what, and when."""

import threading
from contextlib import contextmanager

from odoo import api, fields, models

from .hau_mai_demo import QUIET

#: Nothing of a case leaves: neither what people write nor what the system tells by itself.
SILENT = {**QUIET, "install_mode": True, "mail_notify_force_send": False}

#: Channels of cases that one of us typed in.
TYPED_IN = ("phone", "counter", "social", "sms")

#: Channels of cases whose first words are a message of the customer.
WRITTEN_IN = ("email", "portal")


@contextmanager
def standing_at(moment):
    """The clock stands at this moment, for this thread only."""
    now, mine = fields.Datetime.now, threading.get_ident()

    def then(*args):
        return moment if threading.get_ident() == mine else now()

    fields.Datetime.now = staticmethod(then)
    try:
        yield
    finally:
        fields.Datetime.now = staticmethod(now)


class HauMaiDemo(models.AbstractModel):
    """Lets the demo's cases happen again, step by step, each at its moment."""

    _inherit = "hau_mai.demo"

    @api.model
    def _open_cases(self, cases):
        """Open cases in the past and let happen what happened since.

        :param cases: list of (name, ago, values, story): the case gets the external id of
            its name; a card stands as (order id, product id, place), the job it is about,
            which is not over, as its card; the story is a list of (ago, user id, step,
            arguments…), without a user where it is the customer's
        """
        for name, ago, vals, story in cases:
            case = self._at(ago, self._open_case, vals)
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": f"hau_mai.{name}", "record": case, "noupdate": True}]
            )
            self._tell_on(case, story)

    @api.model
    def _go_on(self, stories):
        """Let more happen on cases.

        :param stories: list of (case id, story), as for :meth:`_open_cases`
        """
        for case_id, story in stories:
            self._tell_on(self._cases(case_id), story)

    @api.model
    def _cases(self, ids):
        return self.env["hau_mai.complaint"].with_context(**SILENT).browse(ids)

    @api.model
    def _open_case(self, vals):
        vals = dict(vals)
        if "unit_id" in vals:
            vals["unit_id"] = self._card(vals["unit_id"]).id
        if "service_id" in vals:
            jobs = self._card(vals["service_id"]).service_ids
            vals["service_id"] = jobs.filtered(lambda job: not job.date_returned)[:1].id
        ours = cases = self._cases([])
        if vals["channel"] in TYPED_IN and "user_id" in vals:
            cases = cases.with_user(vals["user_id"])
        case = cases.create({"date_open": fields.Datetime.now(), **vals}).with_env(ours.env)
        if case.channel in WRITTEN_IN:
            self._say(case, case.description)
        return case

    @api.model
    def _at(self, ago, method, *arguments):
        """Do something on a day in the past, or so many hours before now.

        What is written meanwhile is written then.
        """
        now = fields.Datetime.now()
        moment = self._moment(ago) if ago.days else now + ago
        messages = self.env["mail.message"].sudo()
        last = messages.search([], order="id desc", limit=1).id
        with standing_at(moment):
            result = method(*arguments)
        self.env.flush_all()
        messages.search([("id", ">", last)]).date = moment
        return result

    @api.model
    def _tell_on(self, case, story):
        for ago, user_id, step, *arguments in story:
            acting = case.with_user(user_id) if user_id else case
            self._at(ago, self._happen, acting, step, arguments)

    @api.model
    def _happen(self, case, step, arguments):
        """One step: something of its own, or a button of the case."""
        own = {
            "says": self._say,
            "rates": self._rate,
            "confirm": self._confirm_receipt,
            "answer": self._answer,
            "note": self._note,
            "solve": self._solve,
            "refuse": self._refuse,
            "later": self._put_aside,
            "merge": self._merge,
            "hand_over": self._hand_over,
            "within": self._within,
            "minutes": self._keep_minutes,
        }
        if step in own:
            own[step](case, *arguments)
        else:
            getattr(case, step)(*arguments)

    # === THE CUSTOMER === #

    @api.model
    def _say(self, case, words):
        author = case.contact_id or case.partner_id
        case.message_post(
            body=words,
            date=fields.Datetime.now(),
            author_id=author.id,
            email_from=author.email_formatted,
            message_type="email" if case.channel == "email" else "comment",
            subtype_xmlid="mail.mt_comment",
        )

    @api.model
    def _rate(self, case, value, feedback):
        token = case._rating_get_access_token()
        case.rating_apply(value, token=token, feedback=feedback)

    # === WE === #

    @api.model
    def _confirm_receipt(self, case):
        """The message that confirms the receipt went out, as it would have."""
        case._acknowledged(fields.Datetime.now())

    @api.model
    def _answer(self, case, words):
        self._write_on(case, words, "mail.mt_comment")

    @api.model
    def _note(self, case, words):
        self._write_on(case, words, "mail.mt_note")

    @api.model
    def _write_on(self, case, words, subtype):
        case.message_post(
            body=words,
            date=fields.Datetime.now(),
            message_type="comment",
            subtype_xmlid=subtype,
        )

    @api.model
    def _solve(self, case, cause_id, resolution, told, vals=None):
        dialog = case.env["hau_mai.complaint.solve"].create(
            {
                "complaint_id": case.id,
                "cause_id": cause_id,
                "resolution": resolution,
                "told": told,
                "with_service": False,
                "with_replacement": False,
                "with_credit": False,
                "with_voucher": False,
                **(vals or {}),
            }
        )
        dialog.action_apply()
        done = case.sudo().action_ids.filtered(lambda action: not action.decided_by_id)
        done.date = fields.Datetime.now()
        self._answer(case, told)

    @api.model
    def _refuse(self, case, number, reason, ground):
        """Refuse without printing the letter, which takes a program that may not be there."""
        case._telling_itself().write(
            {
                "stage_id": case._stage_of("refused").id,
                "refusal_reason": reason,
                "refusal_ground": ground,
                "refusal_number": number,
            }
        )

    @api.model
    def _put_aside(self, case, ahead, reason):
        case.action_later(self._day(ahead), reason)

    @api.model
    def _merge(self, case, target_id):
        case._merge_into(case.browse(target_id))

    @api.model
    def _hand_over(self, case, team_id, words):
        now = fields.Datetime.now()
        case.with_context(default_date_open=now).action_handover(team_id, words)

    @api.model
    def _within(self, case, step, *arguments):
        """What happens on the case that was handed over."""
        self._happen(case.sudo().child_ids.with_user(case.env.user), step, arguments)

    @api.model
    def _keep_minutes(self, case, vals):
        case.env["hau_mai.complaint.minutes"].create(
            {"complaint_id": case.id, "date": fields.Datetime.now(), **vals}
        )

    @api.model
    def _approve(self, decisions):
        """Approve what was asked for on cases.

        :param decisions: list of (case id, ago, user id)
        """
        for case_id, ago, user_id in decisions:
            asked = self._cases(case_id).action_ids.with_user(user_id)
            self._at(ago, asked.filtered("may_decide").action_approve)

    # === THE CLOCKS === #

    @api.model
    def _escalate(self):
        """What the scheduled action does, without committing and without its digests."""
        now = fields.Datetime.now()
        clocks = self.env["hau_mai.sla.status"].with_context(**SILENT)
        clocks.search(clocks._step_due_domain(now))._escalate(now)

    @api.model
    def _explain_misses(self, reasons):
        """Say why promises were broken.

        :param reasons: list of (case id, user id, reason)
        """
        for case_id, user_id, reason in reasons:
            misses = self.env["hau_mai.sla.miss"].search([("complaint_id", "=", case_id)])
            misses.with_user(user_id).with_context(**SILENT).action_explain(reason)
