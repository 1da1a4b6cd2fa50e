from odoo import fields, models


class HauMaiTouchpoint(models.Model):
    """The gift of a follow-up: whatever ends the one ends the other."""

    _inherit = "hau_mai.touchpoint"

    gift_id = fields.Many2one(
        "hau_mai.gift",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )

    # === ACTION METHODS === #

    def action_view_gift(self):
        """The gift of this follow-up."""
        self.ensure_one()
        return self.env["res.partner"]._open_action(self.gift_id)

    # === BUSINESS METHODS === #

    def _settle(self, outcome, feedback=False, call_again_on=False):
        """The activity of who packs was marked as done: the gift has left."""
        packing = self.filtered(lambda row: row.gift_id.state == "to_pack")
        packing.gift_id._note_sent()
        return super(HauMaiTouchpoint, self - packing)._settle(outcome, feedback, call_again_on)

    def _cancel(self, code, reason):
        result = super()._cancel(code, reason)
        self._cancel_gifts()
        return result

    def _cancel_deleted(self):
        result = super()._cancel_deleted()
        self._cancel_gifts()
        return result

    def _cancel_gifts(self):
        """Nobody packs what is not wanted any more."""
        packing = self.gift_id.filtered(lambda gift: gift.state == "to_pack")
        packing.sudo().write({"state": "cancelled"})

    # === TOOLS === #

    def _gift_address(self):
        """Where a gift goes, as it is written on a parcel."""
        partner = self.partner_id
        if not partner.street and not partner.city:
            partner = partner.commercial_partner_id
        lines = (self.partner_id.name, *partner._display_address().splitlines())
        return "\n".join(dict.fromkeys(line for line in lines if line.strip()))
