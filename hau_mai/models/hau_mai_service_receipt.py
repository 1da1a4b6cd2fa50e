from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_time, plaintext2html

from ..tools.promise import receipt_refusal
from .hau_mai_service import OPEN_STATES

#: Marks a write as opening a signed receipt again. An object: no context from outside can be it.
_REOPENING = object()


class HauMaiService(models.Model):
    """The receipt: in which state a thing was handed over, and until when it will be ready.

    The consumer gets a document that says for when the work is promised
    (Law 19/2023/QH15, article 30.2.c), and a similar thing to use meanwhile or
    another solution they agree to (article 30.2.d).
    """

    _inherit = "hau_mai.service"

    accessories = fields.Text(string="Accessories Left With Us", copy=False)
    condition_ids = fields.One2many(
        "hau_mai.service.condition", "service_id", groups="base.group_user"
    )
    receipt_photo_ids = fields.Many2many(
        "ir.attachment",
        "hau_mai_service_receipt_photo_rel",
        string="Photos at Receipt",
        copy=False,
        groups="base.group_user",
    )
    solution = fields.Selection(
        [
            ("loaner", "A similar product is lent"),
            ("other", "Another solution was agreed"),
            ("none", "The customer wants none"),
        ],
        string="While It Is Away",
        copy=False,
        tracking=True,
    )
    solution_note = fields.Char(string="What Was Agreed", copy=False)
    solution_agreed = fields.Boolean(
        string="The Customer Agrees", copy=False, help="The customer said yes to this solution."
    )
    solution_warning = fields.Char(
        compute="_compute_solution_warning", groups="hau_mai.group_user_own"
    )
    receipt_signature = fields.Image(
        string="Customer's Signature", copy=False, attachment=True, max_width=1024, max_height=1024
    )
    receipt_signed_by = fields.Char(copy=False)
    receipt_signed_on = fields.Datetime(readonly=True, copy=False)
    closing_warning = fields.Char(
        compute="_compute_closing_warning", groups="hau_mai.group_user_own"
    )

    # === COMPUTE METHODS === #

    @api.depends("date_received", "date_promised", "state", "company_id")
    def _compute_closing_warning(self):
        """What stands against the closing of the company: taking in, or a promise."""
        self.closing_warning = False
        for service in self.filtered(lambda job: job.state in OPEN_STATES):
            company = service.company_id
            if not service.date_received and company._hau_mai_is_closed(company._hau_mai_today()):
                service.closing_warning = self.env._(
                    "Nothing is taken in during the closing, %s.",
                    company._hau_mai_closing_in_words(),
                )
            elif company._hau_mai_is_closed(company._hau_mai_day(service.date_promised)):
                service.closing_warning = self.env._(
                    "It is promised for a day of the closing, %s. Move the promised date.",
                    company._hau_mai_closing_in_words(),
                )

    @api.depends(
        "solution", "solution_agreed", "under_warranty", "date_received", "state", "company_id"
    )
    def _compute_solution_warning(self):
        """Under warranty, something has to be agreed on for the time the thing is away."""
        for service in self:
            settled = service.solution == "none" or service.solution and service.solution_agreed
            asked = service.under_warranty and service.company_id.hau_mai_vietnam_rules
            away = service.date_received and service.state in OPEN_STATES
            service.solution_warning = (
                not settled
                and asked
                and away
                and self.env._(
                    "Under warranty, the customer gets a similar product to use meanwhile, or "
                    "another solution they agree to (Law 19/2023/QH15, article 30.2.d)."
                )
            )

    @api.onchange("kind", "company_id")
    def _onchange_propose_promise(self):
        """A new repair is proposed for the day the company usually promises."""
        if not self._origin and not self.date_promised and self.kind == "repair":
            self.date_promised = self.company_id._hau_mai_promise_for(fields.Datetime.now())

    # === CRUD METHODS === #

    def write(self, vals):
        if "accessories" in vals:
            changed = self.filtered(lambda job: job.accessories != vals["accessories"])
            changed._raise_if_signed()
        if {"receipt_signature", "receipt_signed_by", "receipt_signed_on"} & set(vals):
            if self.env.context.get("hau_mai_reopening") is not _REOPENING:
                self._raise_if_signed()
        if vals.get("receipt_signature"):
            vals = vals | self._prepare_signature_vals(vals)
        return super().write(vals)

    def _prepare_signature_vals(self, vals):
        """Who signed and when, where the one who writes does not say."""
        extra = {"receipt_signed_on": fields.Datetime.now()}
        names = {job.receipt_signed_by or job._bringer_name() for job in self}
        if not vals.get("receipt_signed_by") and len(names) == 1:
            extra["receipt_signed_by"] = names.pop()
        return extra

    # === ACTION METHODS === #

    def action_receive(self):
        """Take in what the customer hands over; the law counts from now to the promised date.

        What was received before keeps its moment.

        :raises UserError: when a job is over, or no promised date after now is known
        """
        self.check_access("write")
        now = fields.Datetime.now()
        services = self.filtered(lambda job: not job.date_received)
        services._propose_promise(now)
        services._check_receipt(now)
        services.write({"date_received": now})
        services._propose_conditions()
        services._keep_phones()
        services._tell_customer("received")
        return True

    def action_print_receipt(self):
        """The receipt as a paper, printable before anything else is known.

        What is not received yet is received.

        :return: the action of the report, in the company's paper format
        """
        self.action_receive()
        for service in self:
            service._portal_ensure_token()  # a paper may be drawn where nothing can be written
        paper = self.company_id[:1].hau_mai_receipt_format
        report = self.env.ref(f"hau_mai.action_report_service_receipt_{paper}")
        return report.report_action(self, config=False)

    def action_propose_conditions(self):
        """Begin the condition list with what is usually looked at."""
        self.check_access("write")
        self._propose_conditions()
        return True

    def action_reopen_receipt(self, reason=None):
        """Open a signed receipt again, to correct it; the customer has to sign anew.

        What was signed, and the signature, are kept in the log.

        :raises AccessError: for others than after-sales administrators
        :raises UserError: without a reason
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("hau_mai.group_manager"):
            raise AccessError(
                self.env._("Only an After-Sales administrator can open a signed receipt again.")
            )
        if reason is None:
            return self._open_reopen_dialog()
        if not reason.strip():
            raise UserError(self.env._("Say why the signed receipt is opened again."))
        self._log_signed_receipt(reason)
        self.with_context(hau_mai_reopening=_REOPENING).write(
            {"receipt_signature": False, "receipt_signed_by": False, "receipt_signed_on": False}
        )
        return True

    def _open_reopen_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Receipt"),
            "res_model": "hau_mai.receipt.reopen",
            "view_mode": "form",
            "target": "new",
            "context": {"default_service_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _propose_promise(self, now):
        """Promise what the company usually does, where nothing was promised yet."""
        without = self.filtered(lambda job: not job.date_promised)
        for company, services in without.grouped("company_id").items():
            services.date_promised = company._hau_mai_promise_for(now)

    def _check_receipt(self, now):
        """Refuse to take in what is over, or what nothing is promised for.

        :raises UserError: naming the job and what to do
        """
        sentences = {
            "missing": self.env._(
                "Say for when job %(job)s is promised: the receipt has to name the date."
            ),
            "before": self.env._(
                "Job %(job)s is promised for %(date)s, which is over. Choose a later date."
            ),
        }
        for service in self:
            if service.state not in OPEN_STATES:
                raise UserError(
                    self.env._("Job %s is over; nothing can be received for it.", service.name)
                )
            if code := receipt_refusal(now, service.date_promised):
                date = service._moment_in_words(service.date_promised)
                raise UserError(sentences[code] % {"job": service.name, "date": date})

    def _moment_in_words(self, moment):
        """A moment of this job in the company's time zone: "01/12/2026 17:00".

        :param moment: naive UTC, or False
        """
        self.ensure_one()
        if not moment:
            return ""
        company = self.company_id
        day = format_date(self.env, company._hau_mai_day(moment))
        hour = format_time(self.env, moment, tz=company._hau_mai_tz(), time_format="short")
        return f"{day} {hour}"

    def _propose_conditions(self):
        """Begin the condition lists that are empty with what is usually looked at."""
        services = self.filtered(lambda job: not job.condition_ids and not job.receipt_signed_on)
        items = self.env["hau_mai.condition.item"].search([]) if services else []
        self.env["hau_mai.service.condition"].create(
            [
                {
                    "service_id": service.id,
                    "name": item.with_context(lang=service.partner_id.lang or self.env.lang).name,
                    "sequence": item.sequence,
                }
                for service in services
                for item in items and items._for_category(service.categ_id)
            ]
        )

    def _keep_phones(self):
        """A phone number typed at the desk is the customer's, when they had none."""
        for service in self.filtered("phone"):
            customer = service.partner_id.sudo()
            if not customer._contact_address("sms"):
                customer.phone = service.phone

    def _raise_if_signed(self):
        """Refuse to change what the customer has signed.

        :raises UserError: naming the job, who signed, and who can open it again
        """
        for service in self.filtered("receipt_signed_on"):
            raise UserError(
                self.env._(
                    "The receipt of job %(job)s was signed by %(who)s: condition and accessories "
                    "stay as they were signed. An After-Sales administrator can open it again, "
                    "with a reason.",
                    job=service.name,
                    who=service.receipt_signed_by or service.partner_id.display_name,
                )
            )

    def _log_signed_receipt(self, reason):
        """Keep in the log what was signed, before it is opened again."""
        body = self.env._(
            "The signed receipt was opened again: %(reason)s\nSigned by %(who)s on %(date)s.\n"
            "Condition: %(condition)s\nAccessories: %(accessories)s",
            reason=reason,
            who=self.receipt_signed_by,
            date=self._moment_in_words(self.receipt_signed_on),
            condition="; ".join(row._in_words() for row in self.condition_ids) or "–",
            accessories=self.accessories or "–",
        )
        signature = self._keep_signature("receipt_signature", self.receipt_signed_by)
        self._message_log(body=plaintext2html(body), attachment_ids=signature.ids)
