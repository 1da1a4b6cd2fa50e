from odoo import models
from odoo.tools import format_date


class HauMaiCoverage(models.Model):
    """The days of a period that an old card said, not a policy."""

    _inherit = "hau_mai.coverage"

    def _explain(self):
        if not self._is_of_old_card():
            return super()._explain()
        sentence = self.env._(
            "from the card of the previous system: %(start)s – %(end)s",
            start=format_date(self.env, self.date_start),
            end=format_date(self.env, self.date_end),
        )
        return "; ".join([sentence, *self._explain_prolonged()])

    def _is_of_old_card(self):
        """Whether an old card said these days, and nobody changed its start since."""
        unit = self.unit_id.sudo()
        return bool(
            unit.card_import_id
            and self.origin == "policy"
            and not self.term_id
            and self.date_end
            and self.date_start == unit.date_start_manual
        )
