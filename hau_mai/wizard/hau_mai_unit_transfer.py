from odoo import api, fields, models
from odoo.exceptions import UserError


class HauMaiUnitTransfer(models.TransientModel):
    """The dialog that asks who owns one or several cards now: found by the number, or new."""

    _name = "hau_mai.unit.transfer"
    _description = "Transfer to Another Owner"

    unit_ids = fields.Many2many("hau_mai.unit", string="Warranty Cards", required=True)
    phone = fields.Char()
    partner_id = fields.Many2one("res.partner", string="New Owner")
    name = fields.Char()
    email = fields.Char()
    address_id = fields.Many2one(
        "res.partner",
        string="Stands At",
        help="Where it is from now on, when it is not at the new owner's address.",
    )
    reason = fields.Char()
    stays = fields.Boolean(compute="_compute_stays")
    old_partner_id = fields.Many2one("res.partner", compute="_compute_stays")

    @api.depends("unit_ids")
    def _compute_stays(self):
        """Whether some warranty was promised to its first owner only, and whose they are."""
        for dialog in self:
            dialog.stays = not all(dialog.unit_ids.mapped("transferable"))
            dialog.old_partner_id = dialog.unit_ids.partner_id[:1]

    @api.onchange("phone")
    def _onchange_phone(self):
        """Who has this number is proposed, when it is one contact."""
        found = self.env["hau_mai.unit.contact"]._with_number(self.phone)
        others = found - self.unit_ids.partner_id._origin
        self.partner_id = others if len(others) == 1 else False

    def action_apply(self):
        """:raises UserError: for cards of several owners, or without a new owner"""
        self.ensure_one()
        units = self.unit_ids
        units.check_access("write")
        if len(units.partner_id) > 1:
            raise UserError(
                self.env._("Choose cards of one owner: what is given away is theirs to give.")
            )
        owner = self.partner_id
        if not owner and not (self.name or "").strip():
            raise UserError(self.env._("Say who the new owner is."))
        if owner and owner in units.partner_id:
            units._raise_if_not_transferable(owner, self.reason)
        owner = owner or units[0]._find_owner(self.name, self.phone, self.email)
        units.action_transfer(owner, self.reason)
        if self.address_id:
            units.address_id = self.address_id
        return {"type": "ir.actions.act_window_close"}
