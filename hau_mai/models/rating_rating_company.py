from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from .rating_rating import GUARDED_MODELS


class RatingRating(models.Model):
    """Whose ratings they are: those of one company never count for another."""

    _inherit = "rating.rating"

    _hau_mai_company_idx = models.Index(
        "(hau_mai_company_id, rated_on) WHERE hau_mai_company_id IS NOT NULL AND consumed IS TRUE"
    )

    hau_mai_company_id = fields.Many2one(
        "res.company",
        string="Company",
        compute="_compute_hau_mai_company_id",
        store=True,
        precompute=True,
        ondelete="set null",
    )

    def _auto_init(self):
        """Installing on years of ratings computes nothing: none of them is of our records yet."""
        if not column_exists(self.env.cr, "rating_rating", "hau_mai_company_id"):
            create_column(self.env.cr, "rating_rating", "hau_mai_company_id", "int4")
        return super()._auto_init()

    @api.depends("res_model_id", "res_id")
    def _compute_hau_mai_company_id(self):
        self.hau_mai_company_id = False
        for model, ratings in self.grouped(lambda rating: rating.res_model_id.model).items():
            if model not in GUARDED_MODELS:
                continue
            records = self.env[model].sudo().browse(ratings.mapped("res_id")).exists()
            companies = {record.id: record.company_id for record in records}
            for rating in ratings:
                rating.hau_mai_company_id = companies.get(rating.res_id)

    def _hau_mai_marks(self, company):
        """``{mark: how many}`` of all ratings customers gave a company."""
        domain = [("hau_mai_company_id", "=", company.id), ("consumed", "=", True)]
        rows = self.sudo()._read_group([*domain, ("rating", ">=", 1)], ["rating"], ["__count"])
        return dict(rows)
