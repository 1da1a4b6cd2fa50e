from odoo import models
from odoo.fields import Domain

from .hau_mai_asking_mixin import LOW_RATING
from .rating_rating import GUARDED_MODELS
from .res_partner_after_sales import LIMIT


class ResPartner(models.Model):
    """When a customer was not content, on the page After-Sales."""

    _inherit = "res.partner"

    def _get_after_sales_timeline(self):
        entries = super()._get_after_sales_timeline()
        if not self.env["hau_mai.complaint"]._may_be_seen():
            return entries
        low = self.env["rating.rating"].search(
            self._after_sales_partners()
            & Domain("res_model", "in", GUARDED_MODELS)
            & Domain("consumed", "=", True)
            & Domain("rating", "<=", LOW_RATING),
            order="rated_on DESC, id DESC",
            limit=LIMIT,
        )
        for model, ratings in low.grouped("res_model").items():
            records = self.env[model].browse(ratings.mapped("res_id"))._filtered_access("read")
            by_id = records.grouped("id")
            entries += [
                self._low_rating_entry(rating, by_id[rating.res_id])
                for rating in ratings
                if rating.res_id in by_id
            ]
        return entries

    def _low_rating_entry(self, rating, record):
        """A line about a low rating of a case or a job, with what the customer said."""
        text = (record.name, f"{rating.rating:g}/5", rating.feedback)
        return self._after_sales_entry(
            record.company_id._hau_mai_day(rating.rated_on or rating.write_date),
            "fa-frown-o",
            self.env._("Rated Low"),
            " · ".join(filter(None, text)),
            "danger",
            self._open_action(record),
        )
