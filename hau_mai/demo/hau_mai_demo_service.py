"""What the demo's XML cannot say of services: that visits were made and jobs done in the past."""

from datetime import timedelta

from odoo import api, fields, models

from .hau_mai_demo import QUIET

#: How many days after its day a visit of the past was made, in turn.
HABITS = (0, 2, -3, 5, 1, 40, 0, 3)

#: Fields of a job that are given as days from today.
MOMENTS = ("date_start", "date_received", "date_promised")


class HauMaiDemo(models.AbstractModel):
    """Makes the history of the demo's jobs, with the buttons people press."""

    _inherit = "hau_mai.demo"

    # === MAINTENANCE === #

    @api.model
    def _keep_up(self, ago):
        """Note the visits of the past as done, as far as a day in the past; the job makes
        the ones after it."""
        schedules = self.env["hau_mai.maintenance.schedule"]
        until = self._day(ago)
        while late := schedules.search([("date_next", "<", until), ("state", "=", "running")]):
            self.env["hau_mai.maintenance.occurrence"].sudo().create(
                [
                    self._prepare_past_visit_vals(schedule, len(schedule.occurrence_ids) + 1)
                    for schedule in late
                ]
            )
            self.env.flush_all()

    @api.model
    def _prepare_past_visit_vals(self, schedule, number):
        day = schedule.date_next + timedelta(days=HABITS[(schedule.id + number) % len(HABITS)])
        return {
            "schedule_id": schedule.id,
            "number": number,
            "date_due": schedule.date_next,
            "date_done": day,
            "state": "done",
        }

    @api.model
    def _make_due_visits(self):
        """What the scheduled action does, without committing."""
        schedules = self.env["hau_mai.maintenance.schedule"]
        schedules.search(schedules._due_domain(fields.Datetime.now()))._make_due()

    @api.model
    def _arrange(self, jobs):
        """Lead jobs of planned visits as far as they are.

        :param jobs: as for :meth:`_serve`; the job is the card's open maintenance job
        """
        for card, vals, steps in jobs:
            visits = self._card(card).schedule_ids.occurrence_ids
            service = visits.service_id.filtered(lambda job: job.state == "new")[:1]
            service = service.with_context(**QUIET, install_mode=True)
            service.write({**vals, **self._moments(vals)})
            for method, *arguments in steps:
                self._step(service, method, arguments)

    @api.model
    def _do_in_part(self, service, count, reason):
        """Only the first visits of a job are done with it; the rest is carried over."""
        service.occurrence_ids.reason = reason
        service.occurrence_ids[count:].to_do = False

    @api.model
    def _read_meters(self, readings):
        """Note what meters showed.

        :param readings: list of (order id, product id, place, ago, value)
        """
        for order_id, product_id, place, ago, value in readings:
            self._units(order_id, product_id)[place]._add_reading(value, self._day(ago))

    # === JOBS === #

    @api.model
    def _serve(self, jobs):
        """Make jobs and lead them as far as they are.

        :param jobs: list of (card, values, steps): a card is (order id, product id, place)
            or a card's id; of the values the moments are given from today; a step is
            (method, arguments…)
        """
        for card, vals, steps in jobs:
            unit = self._card(card)
            service = self.env["hau_mai.service"].with_context(**QUIET, install_mode=True)
            service = service.create({**vals, **self._moments(vals), "unit_id": unit.id})
            if service.date_received:
                service.action_propose_conditions()
                service.condition_ids.condition = "ok"
            for method, *arguments in steps:
                self._step(service, method, arguments)
            if service.date_begun:
                service.date_begun = service.date_received or service.date_start

    @api.model
    def _moments(self, vals):
        return {name: self._moment(vals[name]) for name in MOMENTS if name in vals}

    @api.model
    def _card(self, card):
        if isinstance(card, int):
            return self.env["hau_mai.unit"].browse(card)
        order_id, product_id, place = card
        return self._units(order_id, product_id)[place]

    @api.model
    def _step(self, service, method, arguments):
        """One step: a button of the job, or something noted on it."""
        own = {
            "lines": self._note_lines,
            "back": self._date_back,
            "make": self._make_of_job,
            "claim": self._claim,
            "in_part": self._do_in_part,
        }
        if method in own:
            own[method](service, *arguments)
        else:
            getattr(service, method)(*arguments)

    @api.model
    def _note_lines(self, service, *lines):
        """Work and parts: (kind, product id, quantity) each."""
        self.env["hau_mai.service.line"].create(
            [
                {
                    "service_id": service.id,
                    "kind": kind,
                    "product_id": product_id,
                    "quantity": quantity,
                }
                for kind, product_id, quantity in lines
            ]
        )

    @api.model
    def _date_back(self, service, ago):
        """It happened on days in the past.

        :param ago: {``date_done`` or ``date_returned``: days from today}
        """
        service.write({name: self._moment(value) for name, value in ago.items()})

    @api.model
    def _make_of_job(self, service, model, vals):
        """Something that belongs to the job: a leg, a loaner, a row of its condition."""
        self.env[model].create({"service_id": service.id, **vals})

    @api.model
    def _claim(self, service, reference, credited):
        """What the manufacturer owes was claimed, and perhaps paid."""
        service.claim_ids.reference = reference
        service.claim_ids.action_claim()
        if credited:
            service.claim_ids.action_credit()

    # === MESSAGES === #

    @api.model
    def _hush(self):
        """What would leave for the customers of the demo does not: they are nobody."""
        customers = self.env["res.partner"].search(
            [("country_id", "=", self.env.ref("base.vn").id)]
        )
        self.env["mail.mail"].search([("recipient_ids", "in", customers.ids)]).unlink()
        self.env["sms.sms"].search([("partner_id", "in", customers.ids)]).unlink()
