from odoo import models


class HauMaiTouchpoint(models.Model):
    """Two rules do not ask a customer in the same turn."""

    _inherit = "hau_mai.touchpoint"

    def _turns_to_ask(self):
        """Those of these follow-ups whose customer was not asked; the others are cancelled."""
        turns = self.env["hau_mai.nps"].sudo().browse(dict.fromkeys(self.mapped("res_id")))
        planned = turns.exists().filtered(lambda turn: turn.state == "planned")
        free = {(turn._name, turn.id) for turn in planned}
        return self._ask_once(free, self.env._("The customer was asked in this turn already."))
