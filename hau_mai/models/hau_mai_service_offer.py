from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """The job and its center: offered, accepted, declined, back in the queue.

    Own centers and mobile teams have a job as soon as they are given it; partners
    and authorized shops are offered it.
    """

    _inherit = "hau_mai.service"

    center_state = fields.Selection(
        [
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("lapsed", "No answer in time"),
        ],
        string="Center's Answer",
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    date_offered = fields.Datetime(
        string="Offered On", readonly=True, copy=False, groups="base.group_user"
    )
    date_answer_limit = fields.Datetime(
        string="To Answer By", readonly=True, copy=False, groups="base.group_user"
    )
    date_answered = fields.Datetime(
        string="Answered On", readonly=True, copy=False, groups="base.group_user"
    )
    decline_reason = fields.Char(
        string="Why Declined", readonly=True, copy=False, groups="base.group_user"
    )
    queue_activity_id = fields.Many2one(
        "mail.activity",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Asks somebody to find another center; done when there is one.",
    )
    offer_ids = fields.One2many(
        "hau_mai.service.center.offer",
        "service_id",
        string="Offers",
        copy=False,
        groups="base.group_user",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        given = services.filtered("center_id")
        given._engage_center()
        (services - given).filtered("company_id.hau_mai_auto_center")._assign_center()
        return services

    def write(self, vals):
        if "center_id" not in vals:
            return super().write(vals)
        forgotten = {"center_why": False, "center_reason": False, "center_automatic": False}
        before = {service.id: service.center_id for service in self}
        result = super().write(forgotten | vals)
        self.filtered(lambda s: s.center_id != before[s.id])._engage_center()
        return result

    def _on_state_changed(self, before):
        result = super()._on_state_changed(before)
        over = self.filtered(lambda s: s.state not in OPEN_STATES)
        over.filtered(lambda s: s.sudo().center_state == "offered")._withdraw_offers()
        reopened = self.filtered(
            lambda s: s.state in OPEN_STATES and s.center_id and not s.sudo().center_state
        )
        reopened._engage_center()
        return result

    # === ACTION METHODS === #

    def action_offer_again(self):
        """Offer these jobs once more to the center that declined, or did not answer."""
        for service in self:
            last = service._last_offer()
            if service.center_id or not last or service.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "Job %s cannot be offered again: it has a center, or was never offered.",
                        service.name,
                    )
                )
            service.center_id = last.center_id
        return True

    def action_center_accepted(self):
        """A center said by phone that it takes these jobs."""
        self.check_access("write")
        for service in self:
            service.sudo()._accept_job()
        return True

    # === BUSINESS METHODS === #

    def _engage_center(self):
        """What follows from a job being given to a center, or taken away from it."""
        self._withdraw_offers()
        given = self.filtered(lambda s: s.center_id and s.state in OPEN_STATES)
        given.sudo()._close_queue_activities()
        outside = given.filtered("center_id.is_outside")
        now = fields.Datetime.now()
        if own := given - outside:
            own.sudo().write(
                {"center_state": "accepted", "date_offered": now, "date_answered": now}
                | {"date_answer_limit": False, "decline_reason": False}
            )
        if not outside:
            return
        offers = self.env["hau_mai.service.center.offer"].sudo()._offer(outside.sudo())
        for limit, group in offers.grouped("date_limit").items():
            group.service_id.write(
                {"center_state": "offered", "date_offered": now, "date_answered": False}
                | {"date_answer_limit": limit, "decline_reason": False}
            )

    def _withdraw_offers(self):
        """Take back what nobody has answered yet."""
        jobs = self.sudo()
        jobs.offer_ids.filtered(lambda offer: offer.outcome == "open")._answer("withdrawn")
        if asked := jobs.filtered("center_state"):
            asked.write({"center_state": False, "date_answer_limit": False})

    def _accept_job(self):
        """The center takes the job; said by one of its people, or by ours in its name.

        :raises UserError: when it is not offered any more, naming who was faster
        """
        if self._claim_answer("accepted"):
            return
        self.write({"center_state": "accepted", "date_answered": fields.Datetime.now()})
        self._message_log(
            body=self.env._(
                "%(user)s accepted the job for %(center)s.",
                user=self.env.user.name,
                center=self.center_id.name,
            )
        )

    def _decline_job(self, reason):
        """The center does not take the job, and says why.

        :raises UserError: without a reason, or when it is not offered any more
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write down why you decline the job."))
        center = self.center_id
        if self._claim_answer("declined", reason):
            return
        self._go_back_to_queue(
            "declined",
            self.env._("%(center)s declined: %(reason)s", center=center.name, reason=reason),
            reason,
        )

    def _claim_answer(self, outcome, reason=False):
        """Answer the open offer of this job, as the only one who does.

        Of two who answer at the same moment one waits here; its transaction is
        then begun again by the server, and sees the answer of the other.

        :return: whether this user has given the same answer already
        :raises UserError: when somebody else has answered
        """
        self.ensure_one()
        self.env.execute_query(
            SQL("SELECT id FROM hau_mai_service WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        user = self.env.user
        last = self._last_offer()
        if self.center_state == "offered" and last.outcome == "open":
            last._answer(outcome, reason, user)
            return False
        if last.outcome == outcome and last.user_id == user:
            return True
        raise UserError(self._word_too_late(last))

    def _last_offer(self):
        """The latest offer of this job, answered or not."""
        self.ensure_one()
        return self.offer_ids.sorted("id")[-1:]

    def _word_too_late(self, offer):
        """Why an offer cannot be answered any more."""
        labels = dict(offer._fields["outcome"]._description_selection(self.env))
        return self.env._(
            "Job %(job)s is not offered any more. %(outcome)s: %(who)s, %(when)s.",
            job=self.name,
            outcome=labels.get(offer.outcome, "–"),
            who=offer.user_id.name or offer.company_id.name,
            when=format_datetime(self.env, offer.date_answered, dt_format="short"),
        )

    def _go_back_to_queue(self, state, sentence, reason=False):
        """Nobody does these jobs any more: on to the next center, or tell who is responsible.

        :param str state: declined or lapsed
        :param str sentence: what happened, for people
        :param str reason: what the center said
        """
        self.write({"center_id": False})
        self.write({"center_state": state, "decline_reason": reason})
        self._message_log_batch(bodies={service.id: sentence for service in self})
        automatic = self.filtered("company_id.hau_mai_auto_center")
        left = self - automatic._assign_center()
        left._tell_responsible(sentence)

    def _tell_responsible(self, sentence):
        """An activity for whoever has to find another center."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        model_id = self.env["ir.model"]._get_id(self._name)
        activities = self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": service.id,
                    "activity_type_id": todo.id,
                    "summary": self.env._("Choose another center"),
                    "note": sentence,
                    "date_deadline": service.company_id._hau_mai_today(),
                    "user_id": service._who_finds_a_center().id,
                }
                for service in self
            ]
        )
        for service, activity in zip(self, activities, strict=True):
            service.queue_activity_id = activity

    def _close_queue_activities(self):
        """Nobody has to look for a center any more."""
        activities = self.queue_activity_id.filtered("active")
        self.filtered("queue_activity_id").queue_activity_id = False
        if activities:
            activities._action_done(feedback=self.env._("There is a center now."))

    def _who_finds_a_center(self):
        """The desk of the job, else the one responsible for the center it was offered to."""
        self.ensure_one()
        candidates = (self.responsible_id, self._last_offer().center_id.user_id)
        able = (user for user in candidates if user.active and not user.share)
        return next(able, None) or self.company_id._hau_mai_manager()
