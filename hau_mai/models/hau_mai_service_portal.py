from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..tools.progress import service_steps

#: Papers that customers download: key -> (report, states in which there is one; None: any).
PORTAL_PAPERS = {
    "receipt": ("hau_mai.action_report_service_receipt_a4", None),
    "report": ("hau_mai.hau_mai_action_report_service", ("done", "closed")),
}

#: States in which a customer has nothing more to expect.
OVER_STATES = ("closed", "cancelled")


class HauMaiService(models.Model):
    """A job in its customer's words: where it stands, what it costs, what was found.

    Called with all rights, after the access to the job was checked; what it returns is
    what the customer may read.
    """

    _inherit = "hau_mai.service"
    # customers write in the portal what they may read, and so does the desk
    _mail_post_access = "read"

    # === BUSINESS METHODS === #

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.name

    def _portal_title(self):
        """What is done to which product: "Repair · AC 9000"."""
        self.ensure_one()
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return " · ".join(filter(None, (kind, self.product_id.name)))

    def _portal_steps(self):
        """The way of the job: [(sentence, status)], see :func:`tools.progress.service_steps`."""
        self.ensure_one()
        steps = service_steps(
            self.state, self.waiting_for, bool(self.date_received), bool(self.date_start)
        )
        return [(self._word_step(step), step.status) for step in steps]

    def _portal_sentence(self):
        """Where the job stands now, in one sentence."""
        steps = self._portal_steps()
        current = [sentence for sentence, status in steps if status == "current"]
        return current[0] if current else steps[-1][0]

    def _word_step(self, step):
        """One step as the customer reads it."""
        words = {
            "requested": self.env._("It is time for a planned visit")
            if self.kind == "maintenance" and not self.request
            else self.env._("We have your request"),
            "received": self.env._("We have received it"),
            "appointment": self._word_appointment(step.status == "done"),
            "on_the_way": self.env._("The technician is on the way"),
            "work": self.env._("We are working on it")
            if step.status == "current"
            else self.env._("Work"),
            "waiting_parts": self.env._("Waiting for parts"),
            "waiting_customer": self.env._("Waiting for your answer"),
            "waiting_center": self.env._("Waiting for the service center"),
            "waiting_maker": self.env._("At the manufacturer"),
            "ready": self.env._("Ready to be collected"),
            "handed_back": self.env._("Handed back to you"),
            "finished": self.env._("Finished"),
            "cancelled": self.env._("Cancelled"),
        }
        return words[step.code]

    def _word_appointment(self, over):
        """The appointment as a step: who comes when, as far as it is known."""
        if not self.date_start:
            return self.env._("Appointment") if over else self.env._("We arrange an appointment")
        moment = self._portal_moment(self.date_start)
        if self.center_id.kind == "mobile" and not over:
            return self.env._("The technician comes on %s", moment)
        return self.env._("Appointment on %s", moment)

    def _portal_promise(self):
        """By which day it will be ready, or nothing when that is past caring."""
        self.ensure_one()
        if not self.date_promised or self.state in ("done", *OVER_STATES):
            return False
        day = self.company_id._hau_mai_day(self.date_promised)
        return format_date(self.env, day, date_format="full")

    def _portal_quotations(self):
        """Quotations and orders of what the warranty does not pay, that the customer may see."""
        self.ensure_one()
        return self.env["sale.order"].search(
            [("service_id", "=", self.id), ("state", "in", ("sent", "sale"))]
        )

    def _portal_cost(self):
        """What the customer pays, as a sentence.

        :return: (tone, sentence); tone is success, warning or info
        """
        self.ensure_one()
        quotations = self._portal_quotations()
        if quotations:
            return self._word_quotations(quotations)
        uncovered = self.line_ids.filtered(lambda line: not line.covered)
        if uncovered:
            return "warning", self.env._(
                "Part of this is not covered by your warranty. You get a quotation before "
                "anything costs you money."
            )
        if self.kind == "maintenance" and self.line_ids:
            return "success", self.env._("This visit is free: nothing to pay.")
        if self.line_ids:
            return "success", self.env._("Covered by your warranty: nothing to pay.")
        if self.under_warranty:
            return "success", self.env._("Covered by your warranty, as far as we know today.")
        return "info", self.env._("We tell you before anything costs you money.")

    def _word_quotations(self, quotations):
        """What is quoted and what is accepted; an open quotation comes first."""
        waiting = quotations.filtered(lambda order: order.state == "sent")
        chosen = waiting or quotations
        total = sum(chosen.mapped("amount_total"))
        amount = formatLang(self.env, total, currency_obj=chosen[:1].currency_id)
        if waiting:
            return "warning", self.env._(
                "Not covered by your warranty: %s. Please read the quotation and answer it.", amount
            )
        return "info", self.env._("Not covered by your warranty, as you accepted: %s.", amount)

    def _portal_checks(self):
        """What was checked and found: [(what, result, value)]; nothing before there is a result."""
        self.ensure_one()
        rows = []
        for check in self.check_ids.filtered("result"):
            measured = check.kind == "value"
            value = f"{formatLang(self.env, check.value)} {check.value_unit or ''}".strip()
            rows.append((check.name, check.result, value if measured else ""))
        return rows

    def _portal_papers(self):
        """The papers there are: {key: report}."""
        self.ensure_one()
        papers = {}
        for key, (xmlid, states) in PORTAL_PAPERS.items():
            report = self.env.ref(xmlid, raise_if_not_found=False)
            printable = bool(self.date_received) if states is None else self.state in states
            if report and printable:
                papers[key] = report
        return papers

    def _portal_search_domain(self, text):
        """Jobs by number, serial number or product, as a customer types them."""
        # any!: customers may not read products, but know what they own
        return (
            Domain("name", "ilike", text)
            | Domain("serial_number", "ilike", text)
            | Domain("product_id", "any!", [("name", "ilike", text)])
        )
