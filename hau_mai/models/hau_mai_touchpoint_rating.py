from odoo import fields, models


class HauMaiTouchpoint(models.Model):
    """A follow-up that asks for a rating, and the rating that answers it."""

    _inherit = "hau_mai.touchpoint"

    rating_id = fields.Many2one(
        "rating.rating",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )

    # === BUSINESS METHODS === #

    def _rated_records(self):
        """``{model: records}``: what these follow-ups ask about, those that still exist."""
        return {
            model: self.env[model].sudo().browse(dict.fromkeys(group.mapped("res_id"))).exists()
            for model, group in self.grouped("res_model").items()
        }

    def _not_asked_yet(self):
        """Those whose document nobody was asked about; the others are cancelled."""
        free = {
            (model, record.id)
            for model, records in self._rated_records().items()
            for record in records
            if not record.date_rating_asked
        }
        return self._ask_once(free, self.env._("The customer was asked about it already."))

    def _ask_once(self, free, reason):
        """The first of these follow-ups on each free document; the others are cancelled.

        :param free: ``(model, id)`` of what nobody was asked about
        :param str reason: why the others are cancelled
        """
        first = {}
        for touchpoint in self:
            first.setdefault((touchpoint.res_model, touchpoint.res_id), touchpoint)
        asking = self.browse([row.id for key, row in first.items() if key in free])
        (self - asking)._cancel("asked", reason)
        return asking

    def _open_ratings(self):
        """An empty rating for each of these follow-ups, whose link the customer gets."""
        lacking = self.filtered(lambda touchpoint: not touchpoint.rating_id)
        records = self._rated_records()
        ratings = (
            self.env["rating.rating"]
            .sudo()
            .create(
                [
                    touchpoint._prepare_rating_vals(
                        records[touchpoint.res_model].browse(touchpoint.res_id)
                    )
                    for touchpoint in lacking
                ]
            )
        )
        for touchpoint, rating in zip(lacking, ratings, strict=True):
            touchpoint.rating_id = rating

    def _prepare_rating_vals(self, record):
        """Values of the rating the customer is asked for."""
        return {
            "partner_id": self.partner_id.id,
            "rated_partner_id": record._rating_get_operator().id,
            "res_model_id": self.env["ir.model"]._get_id(self.res_model),
            "res_id": self.res_id,
            "is_internal": False,
        }


class HauMaiAskingMixin(models.AbstractModel):
    """A rating answers the follow-up that asked for it."""

    _inherit = "hau_mai.asking.mixin"

    def rating_apply(
        self,
        rate,
        token=None,
        rating=None,
        feedback=None,
        subtype_xmlid=None,
        notify_delay_send=False,
    ):
        """Apply a rating, and note on the follow-up that asked for it that it was answered."""
        applied = super().rating_apply(
            rate, token, rating, feedback, subtype_xmlid, notify_delay_send
        )
        asking = self.env["hau_mai.touchpoint"].sudo().search([("rating_id", "in", applied.ids)])
        asking._note_answer(fields.Datetime.now())
        return applied
