from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_datetime


class HauMaiServiceCenterOffer(models.Model):
    """The ledger of jobs offered to partners and authorized shops, and what they answered.

    One row an offer; only its answer is filled in later, once.
    """

    _name = "hau_mai.service.center.offer"
    _description = "Offer of a Job to a Center"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "id desc"

    _open_once = models.UniqueIndex(
        "(service_id) WHERE outcome = 'open'", "This job is offered to somebody already."
    )
    _automatic_once = models.UniqueIndex(
        "(service_id, center_id) WHERE automatic",
        "A center is not offered the same job twice automatically.",
    )
    _due_idx = models.Index("(date_limit) WHERE outcome = 'open'")

    service_id = fields.Many2one(
        "hau_mai.service", string="Job", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    center_id = fields.Many2one(
        "hau_mai.service.center", required=True, index=True, ondelete="restrict"
    )
    automatic = fields.Boolean(help="Offered without a person choosing.")
    date_offered = fields.Datetime(string="Offered On", required=True)
    date_limit = fields.Datetime(string="To Answer By")
    date_answered = fields.Datetime(string="Answered On")
    outcome = fields.Selection(
        [
            ("open", "Waiting for an answer"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("lapsed", "No answer in time"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="open",
    )
    reason = fields.Char()
    user_id = fields.Many2one("res.users", string="Answered By", ondelete="restrict")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("An offer is never deleted, because somebody may ask who had the job.")
        )

    # === BUSINESS METHODS === #

    @api.model
    def _offer(self, services):
        """Offer these jobs to the centers they were given to.

        :raises UserError: when a center has no contract any more: it would not see the job
        """
        now = fields.Datetime.now()
        vals_list = []
        for center, jobs in services.grouped("center_id").items():
            center._check_may_be_offered()
            limit = center._answer_limit(now)
            vals_list += [
                {
                    "service_id": job.id,
                    "center_id": center.id,
                    "automatic": job.center_automatic,
                    "date_offered": now,
                    "date_limit": limit,
                }
                for job in jobs
            ]
        # an offer taken back in the same breath still stands in the way of the index
        self.flush_model(["outcome"])
        offers = self.create(vals_list)
        offers._tell_centers()
        return offers

    def _tell_centers(self):
        """A mail to the people of each center; it names the jobs and nobody's customer."""
        vals_list = []
        people = self.center_id._portal_people()
        for center, offers in self.grouped("center_id").items():
            reachable = (people[center.id] or center.partner_id).filtered("email")
            if not reachable:
                continue
            center = center.with_context(lang=reachable[0].lang)
            vals_list.append(
                {
                    "subject": center.env._("Jobs offered to %s", center.name),
                    "body_html": offers.with_env(center.env)._prepare_mail_body(center),
                    "recipient_ids": [Command.set(reachable.ids)],
                    "email_from": center.company_id.email_formatted,
                    "auto_delete": True,
                }
            )
        self.env["mail.mail"].sudo().create(vals_list)

    def _prepare_mail_body(self, center):
        """What is offered, until when to answer, and where."""
        jobs = Markup("").join(Markup("<li>%s</li>") % offer._word_job() for offer in self)
        until = ""
        if limit := self[0].date_limit:
            until = center.env._(
                "Please answer by %s.",
                format_datetime(center.env, limit, tz=center._slot_tz(), dt_format="short"),
            )
        return Markup('<p>%s</p><ul>%s</ul><p>%s</p><p><a href="%s">%s</a></p>') % (
            center.env._("These jobs are offered to you:"),
            jobs,
            until,
            f"{center.get_base_url()}/my/jobs?filterby=answer",
            center.env._("Accept or decline"),
        )

    def _word_job(self):
        """ "DV26000012 · Repair · Air Conditioner · Hà Nội"."""
        job = self.service_id
        kinds = dict(job._fields["kind"]._description_selection(self.env))
        parts = (
            job.name, kinds[job.kind], job.product_id.display_name, job.address_id.state_id.name,
        )  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _answer(self, outcome, reason=False, user=None):
        """Fill in the answer; an offer answered before is left as it is."""
        self.filtered(lambda offer: offer.outcome == "open").write(
            {
                "outcome": outcome,
                "reason": reason,
                "date_answered": fields.Datetime.now(),
                "user_id": user.id if user else False,
            }
        )

    # === CRON === #

    @api.model
    def _cron_lapse_offers(self):
        """Take back what was not answered in time, and tell who is responsible."""
        self._batch_run(
            Domain("outcome", "=", "open") & Domain("date_limit", "<=", fields.Datetime.now()),
            lambda offers: offers._lapse(),
            order="date_limit, id",
        )

    def _lapse(self):
        """The time to answer is over: the jobs go back to the queue, or to the next center."""
        self._answer("lapsed")
        for center, offers in self.grouped("center_id").items():
            offers.service_id._go_back_to_queue(
                "lapsed", self.env._("%s did not answer in time.", center.name)
            )

    def _batch_fail(self, error):
        """Out of the way of the others; the job says what happened."""
        self._answer("withdrawn", str(error))
        self.service_id._message_log(
            body=self.env._("The offer could not be taken back: %s", error)
        )
