from odoo import models
from odoo.tools import float_repr, format_date

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ..tools.qr import qr_data_uri

#: Terms are printed so large, in points, or larger (Decree 55/2024/ND-CP, art. 6).
LEGAL_POINTS = 12

#: A printing engine without the patches of Qt prints all so much smaller than it is told.
ENGINE_SHRINKS = 1.31


class HauMaiUnit(models.Model):
    """The papers of a warranty card: a sheet with all that was promised, and a slip.

    The six parts of a warranty policy (Law 19/2023/QH15, art. 30.2.a) stand on the sheet, as
    they were frozen when it was sold.
    """

    _inherit = "hau_mai.unit"

    def _customer_copies(self):
        """These cards and those sent along with them, each in the language of its owner.

        All have a code that can be scanned.
        """
        units = self._cards_of_mail()
        units._ensure_access_tokens()
        return [
            unit.with_context(lang=unit.partner_id.sudo().lang or self.env.lang) for unit in units
        ]

    def _paper_name(self):
        """What the file with this card is called, and with those sent along with it."""
        self.ensure_one()
        unit = self.with_context(lang=self.partner_id.sudo().lang or self.env.lang)
        count = len(unit._cards_of_mail())
        if count > 1:
            return unit.env._("Warranty cards %(card)s (%(count)s)", card=unit.name, count=count)
        return unit.env._("Warranty card %s", unit.name)

    def _prepare_paper(self):
        """All that the papers of a card show, in the language of the context."""
        self.ensure_one()
        company = self.company_id.sudo()
        return {
            "company": company,
            "address": ", ".join(part for part in (company.street, company.city) if part),
            "hotline": company.hau_mai_hotline or company.phone,
            "qr": qr_data_uri(self._card_url()),
            "stamp": self._paper_stamp(),
            "product": self.product_id.sudo().display_name,
            "facts": self._paper_facts(),
            "coverages": [self._paper_coverage(coverage) for coverage in self.coverage_ids],
            "texts": self._paper_texts(),
        }

    def _paper_terms_points(self):
        """The size of letters to ask for, so that terms come out of the engine large enough."""
        engine = _wkhtml()
        shrinks = engine.state != "install" and not engine.is_patched_qt
        return LEGAL_POINTS * (ENGINE_SHRINKS if shrinks else 1)

    def _paper_stamp(self):
        """What stands across a card that is not valid, and why; nothing on one that is."""
        self.ensure_one()
        if self.state == "valid":
            return None
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        return label.upper(), self.state_reason or ""

    def _paper_facts(self):
        """Label and value of the short facts, in the order of the paper."""
        self.ensure_one()
        facts = (
            (self.env._("Serial number"), self.serial_number),
            (self.env._("Quantity"), self._paper_quantity()),
            (self.env._("Customer"), self.partner_id.sudo().name),
            (self.env._("Order"), self.order_name),
            (self.env._("Ordered on"), self._paper_day(self.date_ordered)),
            (self.env._("Delivered on"), self._paper_day(self.date_delivered)),
            (self.env._("Warranty from"), self._paper_day(self.date_start)),
        )
        return [(label, value) for label, value in facts if value]

    def _paper_quantity(self):
        """ "20 Units", for a card that stands for more or less than one piece."""
        self.ensure_one()
        if self.quantity == 1 and not self.by_quantity:
            return ""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        number = float_repr(self.quantity, digits).rstrip("0").rstrip(".")
        return f"{number} {self.uom_id.sudo().name or ''}".strip()

    def _paper_day(self, day):
        return day and format_date(self.env, day)

    def _paper_coverage(self, coverage):
        """One warranty period as a row of the paper: what, for what, from when until when."""
        origins = dict(coverage._fields["origin"]._description_selection(self.env))
        return {
            "name": coverage.name,
            "origin": coverage.origin != "policy" and origins[coverage.origin],
            "covered": coverage.covered,
            "start": self._paper_day(coverage.date_start),
            "end": self._paper_day(coverage.date_end)
            or (coverage.date_start and self.env._("for life")),
            "explanation": coverage.explanation,
        }

    def _paper_texts(self):
        """Title and text of what was promised, as it was frozen when it was sold."""
        self.ensure_one()
        edition = self.edition_id.sudo()
        texts = (
            (self.env._("How to get it"), edition.method),
            (self.env._("What we do"), edition.content),
            (self.env._("What it does not cover"), edition.exclusions),
        )
        return [(title, text) for title, text in texts if text]
