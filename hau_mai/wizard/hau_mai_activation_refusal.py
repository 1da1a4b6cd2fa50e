from odoo import fields, models


class HauMaiActivationRefusal(models.TransientModel):
    """The dialog behind refusing an activation: why?"""

    _name = "hau_mai.activation.refusal"
    _description = "Refusal of an Activation"

    activation_ids = fields.Many2many("hau_mai.activation", string="Activations")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Refuse; the method of the activation asks for reason and rights."""
        self.ensure_one()
        self.activation_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
