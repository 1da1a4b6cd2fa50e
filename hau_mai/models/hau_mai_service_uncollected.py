from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.notice import steps_reached
from ..tools.recurrence import day_start
from .hau_mai_service_figures import COLLECTABLE


class HauMaiService(models.Model):
    """What is repaired and nobody collects: reminders by a ladder, then a task for the desk."""

    _name = "hau_mai.service"
    _inherit = ["hau_mai.service", "hau_mai.batch.mixin"]

    uncollected_step = fields.Integer(
        string="Reminders to Collect",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="How many steps of the ladder are over.",
    )
    days_uncollected = fields.Integer(
        string="Days Waiting to Be Collected",
        compute="_compute_days_uncollected",
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "date_done", "date_received", "date_returned")
    def _compute_days_uncollected(self):
        for service in self:
            company = service.company_id
            done = service._is_to_collect() and company._hau_mai_day(service.date_done)
            service.days_uncollected = done and (company._hau_mai_today() - done).days

    # === CRON === #

    @api.model
    def _cron_remind_uncollected(self):
        """Remind customers to collect what is ready; one reminder for each step of the ladder.

        After an outage only the latest step is told.
        """
        now = fields.Datetime.now()
        jobs = self.with_context(hau_mai_uncollected=True)
        jobs._batch_run(
            self._uncollected_domain(now), lambda due: due._remind_uncollected(now), size=200
        )

    @api.model
    def _uncollected_domain(self, now):
        """Jobs that have reached a step of their company's ladder nobody was reminded of.

        :param datetime now: UTC
        """
        steps = Domain.FALSE
        for company in self.env["res.company"].sudo().search([]):
            today, tz = company._hau_mai_day(now), company._hau_mai_tz()
            for step, days in enumerate(company._hau_mai_ladder()):
                before = day_start(today - timedelta(days=days - 1), tz)
                steps |= Domain(
                    [
                        ("company_id", "=", company.id),
                        ("date_done", "<", before),
                        ("uncollected_step", "<=", step),
                    ]
                )
        return Domain(COLLECTABLE) & steps

    def _is_to_collect(self):
        self.ensure_one()
        return self.state == "done" and bool(self.date_received and not self.date_returned)

    # === BUSINESS METHODS === #

    def _remind_uncollected(self, now):
        """Take these jobs to the step they have reached; the last one is the desk's too."""
        last = self.browse()
        for step, services in self.grouped(lambda job: job._step_reached(now)).items():
            services.uncollected_step = step
            last |= services.filtered(
                lambda job, step=step: step == len(job.company_id._hau_mai_ladder())
            )
        self._tell_customer("uncollected")
        last._ask_desk_to_collect()

    def _step_reached(self, now):
        company = self.company_id
        days = (company._hau_mai_day(now) - company._hau_mai_day(self.date_done)).days
        return steps_reached(company._hau_mai_ladder(), days)

    def _ask_desk_to_collect(self):
        """A task for whoever answers for the job: call, or store it as the company says."""
        model_id = self.env["ir.model"]._get_id(self._name)
        todo = self.env.ref("mail.mail_activity_data_todo")
        vals_list = []
        for service in self:
            company = service.company_id
            user = service.responsible_id or company._hau_mai_manager()
            lang = user.lang or self.env.lang
            speaker = service.with_context(lang=lang)
            vals_list.append(
                {
                    "res_model_id": model_id,
                    "res_model": self._name,
                    "res_id": service.id,
                    "res_name": service.name,
                    "activity_type_id": todo.id,
                    "summary": speaker.env._(
                        "Not collected for %s days: call, or store it", service.days_uncollected
                    ),
                    "note": speaker.company_id.hau_mai_storage_note,
                    "user_id": user.id,
                    "date_deadline": company._hau_mai_today(),
                    "automated": True,
                }
            )
        self.env["hau_mai.care.runner"]._activity_model().create(vals_list)

    def _prepare_state_vals(self, vals):
        """A job done once more waits anew."""
        extra = super()._prepare_state_vals(vals)
        if vals["state"] == "done":
            extra["uncollected_step"] = 0
        return extra

    def _batch_fail(self, error):
        """Out of the way of the others until the next step; the job says why."""
        if self.env.context.get("hau_mai_uncollected"):
            self.uncollected_step = self._step_reached(fields.Datetime.now())
        return super()._batch_fail(error)
