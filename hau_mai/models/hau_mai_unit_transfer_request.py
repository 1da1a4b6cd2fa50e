from odoo import api, fields, models
from odoo.exceptions import UserError


class HauMaiUnit(models.Model):
    """What the owner of a card reported about its next owner."""

    _inherit = "hau_mai.unit"

    transfer_request_ids = fields.One2many(
        "hau_mai.transfer.request", "unit_id", groups="hau_mai.group_user_own"
    )
    transfer_request_id = fields.Many2one(
        "hau_mai.transfer.request",
        string="Reported Transfer",
        compute="_compute_transfer_request_id",
        groups="hau_mai.group_user_own",
    )
    reported_owner = fields.Char(
        compute="_compute_transfer_request_id", groups="hau_mai.group_user_own"
    )

    @api.depends("transfer_request_ids.state")
    def _compute_transfer_request_id(self):
        for unit in self:
            request = unit.transfer_request_ids.filtered(lambda row: row.state == "asked")[:1]
            unit.transfer_request_id = request
            unit.reported_owner = request and ", ".join(
                filter(None, (request.name, request.phone, request.email))
            )

    def action_confirm_transfer(self):
        """Give it to the one its owner named."""
        self.ensure_one()
        self._raise_without_request()
        return self.transfer_request_id.action_confirm()

    def action_refuse_transfer(self, reason=None):
        """Leave it with its owner, who said that somebody else has it."""
        self.ensure_one()
        self._raise_without_request()
        return self.transfer_request_id.action_refuse(reason)

    def _raise_without_request(self):
        """:raises UserError: when nothing waits for an answer"""
        self.check_access("write")
        if not self.transfer_request_id:
            raise UserError(self.env._("There is no reported transfer to decide on."))

    def _on_transferred(self, before):
        """What the old owner reported is settled with it, however it changed hands."""
        for request in self.transfer_request_id:
            request._decide("done", new_partner_id=request.unit_id.partner_id.id)
        return super()._on_transferred(before)
