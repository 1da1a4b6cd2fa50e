from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_log_call(self):
        """The dialog for a call of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("hau_mai.hau_mai_call_action")
        return action | {"params": {"partnerId": self.id}}
