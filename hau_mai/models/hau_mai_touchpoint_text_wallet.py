from odoo import api, fields, models

MOVE = "hau_mai.loyalty.tier.move"


class HauMaiTouchpointWallet(models.Model):
    """What a follow-up says about a voucher or points that the customer has."""

    _inherit = "hau_mai.touchpoint"

    wallet_card_id = fields.Many2one(
        "loyalty.card", compute="_compute_documents", string="Voucher or Points"
    )
    points_left = fields.Char(compute="_compute_placeholders")
    points_until = fields.Char(compute="_compute_placeholders")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The card itself, or the voucher that was given for a change of tier."""
        result = super()._compute_documents()
        self.wallet_card_id = False
        by_model = self.grouped("res_model")
        by_model.get("loyalty.card", self.browse())._set_document("wallet_card_id", "res_id")
        by_model.get(MOVE, self.browse())._set_card_of_move("res_id")
        self._about(MOVE)._set_card_of_move("occurrence")
        return result

    def _set_card_of_move(self, key):
        """Fill in the voucher of the change of tier whose id stands in ``key``."""
        moves = self.env[MOVE].sudo().browse({row[key] for row in self}).exists()
        cards = {move.id: move.card_id for move in moves}
        for touchpoint in self:
            touchpoint.wallet_card_id = cards.get(touchpoint[key])

    def _prepare_placeholders(self, coverage, day):
        texts = super()._prepare_placeholders(coverage, day)
        card = self.wallet_card_id
        is_points = card.program_type == "loyalty"
        texts |= {
            "points_left": is_points and card._format_points(card.points),
            "points_until": is_points and day(card.program_id.date_to),
        }
        if card and not is_points:
            texts |= {
                "voucher_code": card.code,
                "voucher_until": day(card.expiration_date),
                "voucher_value": self._voucher_in_words(card),
            }
        return texts

    @api.depends("wallet_card_id")
    def _compute_subject(self):
        """The voucher or the program, where there is neither order nor card."""
        result = super()._compute_subject()
        for touchpoint in self:
            card = touchpoint.sudo().wallet_card_id
            if touchpoint.res_model == "loyalty.card" and card:
                touchpoint.subject = " · ".join(
                    filter(None, (card.program_id.name, touchpoint.points_left or card.code))
                )
        return result

    # === TOOLS === #

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.points_left": self.env._("the points that are left"),
            "object.points_until": self.env._("the last day of the points"),
        }

    def _lost_in_words(self):
        card = self.wallet_card_id
        if self.res_model != "loyalty.card" or not self.partner_id.active:
            return super()._lost_in_words()
        if card.points <= 0:
            return self.env._("The voucher or the points were used.")
        return self.env._("The voucher or the points end on another day, or were taken back.")
