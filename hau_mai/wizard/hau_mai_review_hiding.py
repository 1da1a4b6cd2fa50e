from odoo import fields, models

from ..models.hau_mai_review import HIDE_REASONS


class HauMaiReviewHiding(models.TransientModel):
    """Hides published reviews, for a reason that is logged and counted in public."""

    _name = "hau_mai.review.hiding"
    _description = "Hiding of Reviews"

    review_ids = fields.Many2many("hau_mai.review", required=True)
    reason = fields.Selection(HIDE_REASONS, required=True)
    note = fields.Char(string="What Exactly", required=True)

    def action_apply(self):
        """Hide them.

        :raises AccessError: when the user may not write the reviews
        """
        self.ensure_one()
        self.review_ids.action_hide(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
