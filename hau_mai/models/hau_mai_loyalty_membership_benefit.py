from datetime import timedelta

from odoo import models

#: Who loses a tier and reaches it again within so many days gets no second voucher.
AGAIN_AFTER_DAYS = 365


class HauMaiLoyaltyMembership(models.Model):
    """What a change of tier gives at once."""

    _inherit = "hau_mai.loyalty.membership"

    def _on_tier_changed(self, moves):
        result = super()._on_tier_changed(moves)
        self.env["res.partner"].invalidate_model(["property_product_pricelist"], flush=False)
        self._give_upgrade_vouchers(moves)
        return result

    def _give_upgrade_vouchers(self, moves):
        """Vouchers for customers who moved up: of the tier they reached, once.

        Not for what a first review finds or new rules bring, nor on installation: those
        customers did nothing for it now.
        """
        if self.env.context.get("install_mode"):
            return
        moves = moves.sudo().filtered(
            lambda move: (
                move.kind == "upgrade"
                and not move.card_id
                and move.tier_to_id.upgrade_program_id.active
            )
        )
        for tier, upgrades in (moves - self._given_lately(moves)).grouped("tier_to_id").items():
            program = tier.upgrade_program_id.with_company(tier.company_id)
            descriptions = [
                self.with_context(lang=move.partner_id.lang).env._("Welcome to %s", tier.name)
                for move in upgrades
            ]
            cards = program._hau_mai_issue(
                upgrades.partner_id.browse(move.partner_id.id for move in upgrades),
                descriptions,
                until=tier._voucher_until(),
            )
            for move, card in zip(upgrades, cards, strict=True):
                move.card_id = card

    def _given_lately(self, moves):
        """Those of these moves for whose customer and tier a voucher was given within a year."""
        if not moves:
            return moves
        given = {
            (partner, tier): last
            for partner, tier, last in moves._read_group(
                [
                    ("partner_id", "in", moves.partner_id.ids),
                    ("tier_to_id", "in", moves.tier_to_id.ids),
                    ("card_id", "!=", False),
                ],
                ["partner_id", "tier_to_id"],
                ["date:max"],
            )
        }
        pause = timedelta(days=AGAIN_AFTER_DAYS)
        return moves.filtered(
            lambda move: (
                (last := given.get((move.partner_id, move.tier_to_id))) and move.date < last + pause
            )
        )
