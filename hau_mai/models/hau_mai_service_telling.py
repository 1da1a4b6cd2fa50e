from odoo import api, fields, models


class HauMaiService(models.Model):
    """What the customer is told of a job, without anybody having to think of it."""

    _inherit = "hau_mai.service"

    notice_ids = fields.One2many(
        "hau_mai.service.notice",
        "service_id",
        string="What the Customer Was Told",
        groups="base.group_user",
        copy=False,
    )
    told_partner_id = fields.Many2one(
        "res.partner",
        string="Who Is Told",
        compute="_compute_told_partner_id",
        groups="base.group_user",
        help="The contact person of the job, else its customer.",
    )

    # === COMPUTE METHODS === #

    @api.depends("contact_id", "partner_id")
    def _compute_told_partner_id(self):
        for service in self:
            service.told_partner_id = service.contact_id or service.partner_id

    # === CRUD METHODS === #

    def write(self, vals):
        """A moved appointment is told too."""
        before = {service: service.date_start for service in self} if "date_start" in vals else {}
        result = super().write(vals)
        moved = [service.id for service, date in before.items() if service.date_start != date]
        self.browse(moved)._tell_appointments()
        return result

    # === BUSINESS METHODS === #

    def _tell_customer(self, event, **values):
        """Tell the customers of these jobs what happened, once for each occasion.

        By e-mail or SMS as the company has it, through the queues of both, if the
        customers may be contacted; if not, the job says why not.

        :param str event: received, quoted, waiting, ready, promise_moved, appointment
            (made or moved), uncollected
        :param values: what the message names besides the job: ``reason``
        """
        self.env["hau_mai.service.notice"]._announce(self, event, values.get("reason"))

    def _on_state_changed(self, before):
        by_state = self.grouped("state")
        none = self.browse()
        waiting = by_state.get("waiting", none)
        waiting.filtered(lambda job: not job._waits_for_a_quotation())._tell_customer("waiting")
        by_state.get("scheduled", none)._tell_appointments()
        ready = by_state.get("done", none).filtered(lambda job: job._is_to_collect())
        ready._tell_customer("ready")
        return super()._on_state_changed(before)

    def _waits_for_a_quotation(self):
        """Whether the answer that is missing is one to a quotation, which says so itself."""
        self.ensure_one()
        return self.waiting_for == "customer" and self.sudo().quote_state == "sent"

    def _tell_appointments(self):
        """Tell those of these jobs that have an appointment ahead."""
        now = fields.Datetime.now()
        ahead = self.filtered(
            lambda job: job.state == "scheduled" and job.date_start and job.date_start > now
        )
        ahead._tell_customer("appointment")

    def _notice_key(self, event):
        """What tells one occasion of an event from another of the same job."""
        self.ensure_one()
        today = self.company_id._hau_mai_today()
        keys = {
            "received": lambda: self.date_received,
            "quoted": lambda: today,
            "waiting": lambda: f"{self.waiting_for} {today}",
            "ready": lambda: self.date_done,
            "promise_moved": lambda: max(self.promise_ids.ids),
            "appointment": lambda: self.date_start,
            "uncollected": lambda: f"{self.date_done} {self.uncollected_step}",
        }
        return str(keys[event]())

    def _notice_email_partner(self):
        """Whose mailbox the message goes to: the one who is told, else their company."""
        told = self.told_partner_id
        return told if told.email else told.commercial_partner_id

    def _waiting_in_words(self):
        """Who or what the work waits for, in a sentence for the customer."""
        sentences = {
            "parts": self.env._("We wait for parts."),
            "customer": self.env._("We need an answer from you."),
            "maker": self.env._("It is with the manufacturer."),
        }
        return sentences.get(self.waiting_for, self.env._("The work has to wait a little."))

    def _thing_in_words(self):
        """The thing a message is about: "AC 9000 (SN 123)", or the number of the job."""
        self.ensure_one()
        product = self.product_id.sudo().name
        if not product:
            return self.name
        return f"{product} ({self.serial_number})" if self.serial_number else product
