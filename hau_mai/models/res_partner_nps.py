from odoo import models
from odoo.fields import Domain

from ..tools import nps
from .res_partner_after_sales import LIMIT

COLORS = {"promoter": "success", "passive": "muted", "detractor": "danger"}


class ResPartner(models.Model):
    """Whether a customer recommends us, on the page After-Sales."""

    _inherit = "res.partner"

    def _get_after_sales_summary(self):
        summary = super()._get_after_sales_summary()
        last = self._after_sales_answers(limit=1)
        if last:
            text = self.env._(
                "Would recommend us: %(score)s of %(highest)s",
                score=last.score,
                highest=nps.HIGHEST,
            )
            color = COLORS[last.category]
            summary.append({"key": "nps", "icon": "fa-bullhorn", "text": text, "color": color})
        return summary

    def _get_after_sales_timeline(self):
        return super()._get_after_sales_timeline() + [
            self._after_sales_entry(
                answer.company_id._hau_mai_day(answer.date_answered),
                "fa-bullhorn",
                answer._answer_in_words(),
                answer.comment or "",
                COLORS[answer.category],
                self._open_action(answer),
            )
            for answer in self._after_sales_answers(limit=LIMIT)
        ]

    def _after_sales_answers(self, limit):
        """Their latest answers."""
        model = self.env["hau_mai.nps"]
        if not model.has_access("read"):
            return model
        answered = self._after_sales_partners() & Domain("state", "=", "answered")
        return model.search(answered, limit=limit, order="date_answered DESC, id DESC")
