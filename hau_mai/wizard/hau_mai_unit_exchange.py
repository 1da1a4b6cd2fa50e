from odoo import api, fields, models


class HauMaiUnitExchange(models.TransientModel):
    """The dialog that asks what the customer gets in place of a unit."""

    _name = "hau_mai.unit.exchange"
    _description = "Exchange for a New One"

    unit_id = fields.Many2one("hau_mai.unit", string="In Place of", required=True, readonly=True)
    service_id = fields.Many2one("hau_mai.service", string="Service Job", readonly=True)
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    serial_number = fields.Char(string="New Serial Number")
    reason = fields.Char(required=True)

    @api.depends("unit_id")
    def _compute_product_id(self):
        for dialog in self:
            dialog.product_id = dialog.unit_id.product_id

    def action_apply(self):
        self.ensure_one()
        return self.unit_id.action_exchange(
            self.serial_number, self.reason, self.product_id.id, self.service_id.id
        )
