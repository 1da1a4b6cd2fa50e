from odoo import models
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from ..tools.qr import qr_data_uri


class HauMaiService(models.Model):
    """What the papers of a job say: receipt in two copies, tag for the machine, 80 mm slip."""

    _inherit = "hau_mai.service"

    def _customer_copies(self):
        """These jobs, each in the language of its customer."""
        return [job.with_context(lang=job.partner_id.lang or self.env.lang) for job in self]

    def _prepare_paper(self):
        """All that the papers of a job show, in the language of the context."""
        self.ensure_one()
        company = self.company_id.sudo()
        return {
            "company": company,
            "address": ", ".join(part for part in (company.street, company.city) if part),
            "hotline": company.hau_mai_hotline or company.phone,
            "qr": self._paper_qr(),
            "signature": self._paper_signature(),
            "promised": self._moment_in_words(self.date_promised),
            "thing": self._thing_in_words(),
            "facts": self._paper_facts(),
            "texts": self._paper_texts(),
            "loans": self._paper_loaners(),
            "terms": self._paper_terms(),
        }

    def _paper_qr(self):
        """QR code to the customer's page of the job, inside the document: it prints offline."""
        self.ensure_one()
        return qr_data_uri(self.get_base_url() + self.get_portal_url())

    def _paper_signature(self):
        self.ensure_one()
        signature = self.sudo().with_context(bin_size=False).receipt_signature
        return signature and image_data_uri(signature)

    def _paper_facts(self):
        """Label and value of the short facts of a receipt, in the order of the paper."""
        self.ensure_one()
        customer = self.partner_id.sudo()
        return _without_empty(
            (self.env._("Customer"), customer.display_name),
            (self.env._("Phone"), self.phone or customer.phone),
            (self.env._("Brought in by"), self._bringer_in_words()),
            (self.env._("Serial number"), self.serial_number),
            (self.env._("Warranty card"), self.unit_id.sudo().name),
            (self.env._("Received on"), self._moment_in_words(self.date_received)),
            (self.env._("Received by"), self.responsible_id.sudo().name),
        )

    def _paper_texts(self):
        """Label and value of what may need a line or more, in the order of the paper."""
        self.ensure_one()
        return _without_empty(
            (self.env._("Product"), self.product_id.sudo().display_name),
            (self.env._("Customer says"), self.request),
            (self.env._("Condition"), self._paper_condition()),
            (self.env._("Accessories"), self.accessories),
            (self.env._("While it is away"), self._paper_solution()),
        )

    def _paper_condition(self):
        """What is in order in one go, then each thing that is not, or was not looked at."""
        rows = self.sudo().condition_ids
        fine = rows.filtered(lambda row: row.condition == "ok" and not row.note)
        parts = [row._in_words() for row in rows - fine]
        if fine:
            names = ", ".join(fine.mapped("name"))
            parts.insert(0, self.env._("In order: %s", names))
        return "; ".join(parts)

    def _paper_solution(self):
        """What was agreed for the time the thing is away, as a sentence."""
        labels = dict(self._fields["solution"]._description_selection(self.env))
        parts = [labels.get(self.solution), self.solution_note]
        text = ": ".join(part for part in parts if part)
        if text and self.solution_agreed:
            return self.env._("%s (the customer agrees)", text)
        return text

    def _paper_terms(self):
        """The sentences the customer should know, in the language of the context."""
        self.ensure_one()
        company = self.company_id.sudo()
        terms = []
        if company.hau_mai_vietnam_rules:
            terms.append(
                self.env._(
                    "Under warranty, the time the product is with us does not count in its "
                    "warranty period, and repair and transport cost you nothing."
                )
            )
        terms.append(
            self.env._("If the promised date has to move, we tell you before, with the reason.")
        )
        if company.hau_mai_storage_note:
            terms.append(company.hau_mai_storage_note)
        return terms

    def _paper_loaners(self):
        """The loan slip: a line for each thing the customer took along instead."""
        out = self.sudo().loaner_ids.filtered(lambda loaner: not loaner.date_back)
        return [self._paper_loaner(loaner) for loaner in out]

    def _paper_loaner(self, loaner):
        text = loaner.display_name
        if loaner.date_due:
            date = format_date(self.env, loaner.date_due)
            text = self.env._("%(thing)s, due back on %(date)s", thing=text, date=date)
        return f"{text} ({loaner.condition_given})" if loaner.condition_given else text


def _without_empty(*facts):
    return [(label, value) for label, value in facts if value]
