from odoo import api, fields, models

#: The facts that are asked for; the owner changes by a transfer.
ASKED = (
    "serial_number", "product_id", "quantity", "policy_id", "date_ordered", "date_delivered",
    "date_start_manual",
)  # fmt: skip
#: Those that an order line says over and over, where there is one.
OF_ORDER = ("quantity", "date_ordered", "date_delivered")


class HauMaiUnitCorrection(models.TransientModel):
    """The dialog in which a manager corrects what a card says about the thing sold."""

    _name = "hau_mai.unit.correction"
    _description = "Correction of a Warranty Card"

    unit_id = fields.Many2one("hau_mai.unit", required=True, readonly=True)
    company_id = fields.Many2one(related="unit_id.company_id")
    of_order = fields.Boolean(compute="_compute_of_order")
    serial_number = fields.Char(compute="_compute_facts", store=True, readonly=False)
    product_id = fields.Many2one(
        "product.product", compute="_compute_facts", store=True, readonly=False
    )
    quantity = fields.Float(
        digits="Product Unit", compute="_compute_facts", store=True, readonly=False
    )
    policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Warranty Policy",
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    date_ordered = fields.Date(
        string="Ordered On", compute="_compute_facts", store=True, readonly=False
    )
    date_delivered = fields.Date(
        string="Delivered On", compute="_compute_facts", store=True, readonly=False
    )
    date_start_manual = fields.Date(
        string="First Day", compute="_compute_facts", store=True, readonly=False
    )
    reason = fields.Char(required=True)

    @api.depends("unit_id")
    def _compute_of_order(self):
        for dialog in self:
            dialog.of_order = bool(dialog.unit_id.sale_line_id)

    @api.depends("unit_id")
    def _compute_facts(self):
        """As the card says now."""
        for dialog in self:
            for fname in ASKED:
                dialog[fname] = dialog.unit_id[fname]

    def action_apply(self):
        self.ensure_one()
        fnames = [fname for fname in ASKED if not (self.of_order and fname in OF_ORDER)]
        vals = {fname: self._fields[fname].convert_to_write(self[fname], self) for fname in fnames}
        self.unit_id._correct(vals, self.reason)
        return {"type": "ir.actions.act_window_close"}
