from odoo import fields, models


class SaleOrder(models.Model):
    """The quotation of what the warranty does not cover on a service job."""

    _inherit = "sale.order"

    service_id = fields.Many2one(
        "hau_mai.service",
        string="Service Job",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
        check_company=True,
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("sent", "sale", "cancel"):
            self._follow_service(vals["state"])
        return result

    def action_view_service(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hau_mai.service",
            "res_id": self.service_id.id,
            "view_mode": "form",
        }

    def _follow_service(self, state):
        """Let the jobs of these quotations know what the customer was told or answered."""
        if self.env.context.get("hau_mai_declining"):
            return
        # signed by a customer in the portal, who may not change jobs
        services = self.sudo().service_id
        if not services:
            return
        if state == "sent":
            services._on_quoted()
        elif state == "sale":
            services._go_on()
        else:
            services._on_declined()
