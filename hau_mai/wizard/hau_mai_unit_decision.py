from odoo import fields, models


class HauMaiUnitDecision(models.TransientModel):
    """The dialog behind a decision on warranty cards that needs a reason."""

    _name = "hau_mai.unit.decision"
    _description = "Decision on Warranty Cards"

    unit_ids = fields.Many2many("hau_mai.unit", string="Warranty Cards", required=True)
    decision = fields.Selection(
        [("start", "Start by hand"), ("void", "Make void")], required=True, default="start"
    )
    date = fields.Date(string="First Day", default=lambda self: self.env.company._hau_mai_today())
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        if self.decision == "start":
            self.unit_ids.action_start(self.date, self.reason)
        else:
            self.unit_ids.action_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
