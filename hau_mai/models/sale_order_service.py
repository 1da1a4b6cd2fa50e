from odoo import fields, models
from odoo.tools import formatLang


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
        return self.service_id.action_open()

    def _follow_service(self, state):
        """Let the jobs of these quotations know what the customer was told or answered."""
        # signed by a customer in the portal, who may not change jobs
        quotations = self.sudo().filtered("service_id")
        services = quotations.service_id
        if not services:
            return
        quotations._note_on_services(state)
        if self.env.context.get("hau_mai_declining"):
            return
        if state == "sent":
            services._on_quoted()
        elif state == "sale":
            services._go_on()
        else:
            services._on_declined()

    def _note_on_services(self, state):
        """Keep the answer with the job: a cancelled quotation may be deleted."""
        for order in self if state in ("sale", "cancel") else ():
            values = {
                "order": order.name,
                "amount": formatLang(self.env, order.amount_total, currency_obj=order.currency_id),
            }
            order.service_id._message_log(
                body=self.env._("Quotation %(order)s was agreed: %(amount)s.", **values)
                if state == "sale"
                else self.env._("Quotation %(order)s was declined: %(amount)s.", **values)
            )
