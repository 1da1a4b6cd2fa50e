from odoo import models

from .rating_rating import GUARDED_MODELS


class RatingRating(models.Model):
    """A rating may be published, if the company publishes any and the customer agrees."""

    _inherit = "rating.rating"

    def _hau_mai_publisher(self):
        """The company whose page of reviews this rating may stand on; empty for none."""
        self.ensure_one()
        rating = self.sudo()
        company = rating.hau_mai_company_id
        published = rating.res_model in GUARDED_MODELS and company.hau_mai_reviews_public
        return company if published and rating.partner_id else company.browse()

    def _hau_mai_review(self):
        """What was published of it, if the customer ever agreed."""
        self.ensure_one()
        return self.env["hau_mai.review"]._of_source(self)
