from odoo import api, fields, models


class HauMaiService(models.Model):
    """A job at the manufacturer's: while it is there, their clock runs, and ours too."""

    _inherit = "hau_mai.service"

    leg_ids = fields.One2many(
        "hau_mai.service.leg", "service_id", string="At the Manufacturer", groups="base.group_user"
    )
    days_at_maker = fields.Integer(compute="_compute_at_maker", groups="base.group_user")
    is_at_maker = fields.Boolean(
        compute="_compute_at_maker", search="_search_is_at_maker", groups="base.group_user"
    )

    @api.depends("leg_ids.days", "leg_ids.date_back")
    def _compute_at_maker(self):
        for service in self:
            service.days_at_maker = sum(service.leg_ids.mapped("days"))
            service.is_at_maker = any(not leg.date_back for leg in service.leg_ids)

    @api.model
    def _search_is_at_maker(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("leg_ids.date_back", "=", False), ("leg_ids", "!=", False)]

    def action_send_to_maker(self):
        """The dialog that asks who repairs it, and until when."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to Manufacturer"),
            "res_model": "hau_mai.service.leg",
            "views": [(self.env.ref("hau_mai.hau_mai_service_leg_view_form_send").id, "form")],
            "target": "new",
            "context": {
                "default_service_id": self.id,
                "default_partner_id": self.sudo()._maker().id,
            },
        }

    def action_back_from_maker(self):
        """It is back: today, and the job goes on."""
        self.check_access("write")
        for company, services in self.grouped("company_id").items():
            services.leg_ids.filtered(lambda leg: not leg.date_back).write(
                {"date_back": company._hau_mai_today()}
            )
        waiting = self.filtered(lambda s: s.state == "waiting" and s.waiting_for == "maker")
        if waiting:
            waiting.write({"state": "in_progress"})
        return True

    def _maker(self):
        """Whom a job is sent to or claimed from: where it was, else the product's supplier."""
        self.ensure_one()
        sellers = self.product_id.seller_ids.filtered(
            lambda seller: seller.company_id.id in (False, self.company_id.id)
        )
        return self.leg_ids[:1].partner_id or sellers[:1].partner_id
