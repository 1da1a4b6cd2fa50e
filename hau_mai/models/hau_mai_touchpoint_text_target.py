from odoo import api, models


class HauMaiTouchpointTextTarget(models.Model):
    """A follow-up on a low rating is about what was rated, though it is kept at the customer."""

    _inherit = "hau_mai.touchpoint"

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The order, job or case that was rated, with its card; not the customer's last order."""
        res = super()._compute_documents()
        for touchpoint, record in self._rated_low().items():
            if record._name == "sale.order":
                touchpoint.order_id = record
                continue
            field = "service_id" if record._name == "hau_mai.service" else "case_id"
            touchpoint.update(
                {field: record, "unit_id": record.unit_id, "order_id": record.order_id}
            )
        return res

    def _rated_low(self):
        """``{follow-up: what was rated}`` of those on a low rating whose document still exists."""
        rows = self.filtered("low_rating_id")
        ratings = rows.sudo().low_rating_id
        existing = {
            model: self.env[model].sudo().browse(group.mapped("res_id")).exists().grouped("id")
            for model, group in ratings.grouped("res_model").items()
        }
        found = {}
        for touchpoint in rows:
            rating = touchpoint.sudo().low_rating_id
            if record := existing[rating.res_model].get(rating.res_id):
                found[touchpoint] = record
        return found

    # === ACTION METHODS === #

    def action_open_document(self):
        action = super().action_open_document()
        for record in self._rated_low().values():
            action |= {"res_model": record._name, "res_id": record.id}
        return action

    # === TOOLS === #

    def _lost_in_words(self):
        if self.low_rating_id and self.partner_id.active:
            return self.env._("The customer gave a better rating.")
        return super()._lost_in_words()
