from odoo import api, fields, models
from odoo.fields import Domain

from ..models.rating_rating import GUARDED_MODELS


class HauMaiRatingCorrection(models.TransientModel):
    """Changes or hides a rating of a case or a job, with the reason, which is logged there."""

    _name = "hau_mai.rating.correction"
    _description = "Correction of a Rating"

    rating_id = fields.Many2one(
        "rating.rating",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("res_model", "in", GUARDED_MODELS), ("consumed", "=", True)],
    )
    rating = fields.Float(
        string="Rating of 5", compute="_compute_rating", store=True, readonly=False, digits=(2, 1)
    )
    hide = fields.Boolean(
        string="Count It No More",
        help="The rating leaves all figures; what it said stays in the history.",
    )
    reason = fields.Char(string="Why", required=True)

    @api.depends("rating_id")
    def _compute_rating(self):
        for correction in self:
            correction.rating = correction.rating_id.rating

    @api.model
    def default_get(self, fields):
        """Opened from a case or a job: its latest rating."""
        values = super().default_get(fields)
        model, res_id = self.env.context.get("active_model"), self.env.context.get("active_id")
        if model in GUARDED_MODELS and res_id and not values.get("rating_id"):
            given = Domain(
                [("res_model", "=", model), ("res_id", "=", res_id), ("consumed", "=", True)]
            )
            values["rating_id"] = self.env["rating.rating"].search(given, limit=1).id
        return values

    def action_apply(self):
        """Change the rating, or take it out of the figures.

        :raises AccessError: when the user may not write what was rated
        """
        self.ensure_one()
        rating = self.rating_id
        self.env[rating.res_model].browse(rating.res_id).check_access("write")
        vals = {"consumed": False} if self.hide else {"rating": self.rating}
        rating.with_context(hau_mai_rating_reason=self.reason).write(vals)
        return {"type": "ir.actions.act_window_close"}
