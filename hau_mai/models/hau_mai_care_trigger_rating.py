from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.care import Trigger
from .hau_mai_asking_mixin import LOW_RATING

#: Models of which a low rating is followed up: each has a company.
RATED_MODELS = ("sale.order", "hau_mai.service", "hau_mai.complaint")

RATING_TRIGGERS = {
    "low_rating": Trigger(
        "rating.rating",
        "rated_on",
        near=(
            ("consumed", "=", True),
            ("rating", ">", 0),
            ("rating", "<=", LOW_RATING),
            ("res_model", "in", RATED_MODELS),
        ),
        target="partner_id",
        goods="",
        occurrence="id",
    ),
}


class RatingRating(models.Model):
    _inherit = "rating.rating"

    _rated_on_idx = models.Index("(rated_on) WHERE consumed IS TRUE")


class HauMaiCareRule(models.Model):
    """Follow-ups on low ratings of orders, jobs and cases."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("low_rating", "Low rating")], ondelete={"low_rating": "cascade"}
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | RATING_TRIGGERS


class HauMaiCareSource(models.AbstractModel):
    """A rating belongs to the company of what was rated."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _company_to_sql(self, rule, model, query):
        if model._name != "rating.rating":
            return super()._company_to_sql(rule, model, query)
        cases = SQL(" ").join(
            SQL(
                "WHEN %(name)s THEN (SELECT rated.company_id FROM %(table)s rated"
                " WHERE rated.id = %(rating)s.res_id)",
                name=name,
                table=SQL.identifier(self.env[name]._table),
                rating=SQL.identifier(model._table),
            )
            for name in RATED_MODELS
        )
        return SQL("(CASE %s %s END)", SQL.identifier(model._table, "res_model"), cases)


class HauMaiCarePreview(models.AbstractModel):
    """What the trigger of ratings is called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        words = self.env._("a rating of %s of 5 or less", LOW_RATING)
        return super()._events_in_words(rule) | {"low_rating": words}
