from odoo import fields, models

#: What is decided about -> the method that takes the reason, and asks for the rights.
RULINGS = {
    "hau_mai.transfer.request": "action_refuse",
    "hau_mai.goodwill": "action_refuse",
    "hau_mai.forfeiture": "action_undo",
}


class HauMaiUnitRuling(models.TransientModel):
    """The dialog that asks why something about a card is refused or taken back."""

    _name = "hau_mai.unit.ruling"
    _description = "Ruling on a Warranty Card"

    res_model = fields.Selection(
        selection=lambda self: [(name, self.env[name]._description) for name in RULINGS],
        required=True,
    )
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        getattr(record, RULINGS[self.res_model])(self.reason)
        return {"type": "ir.actions.act_window_close"}
