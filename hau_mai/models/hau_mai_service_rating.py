from odoo import fields, models


class HauMaiService(models.Model):
    """How the customer found the job: asked when it is closed."""

    _inherit = "hau_mai.service"
    _asking_template = "hau_mai.mail_template_rate_service"

    def _on_state_changed(self, before):
        closed = self.filtered(lambda s: s.state == "closed" and s.company_id.hau_mai_rate_services)
        if closed:
            closed._ask_rating(fields.Datetime.now())
        return super()._on_state_changed(before)

    def _prepare_again_vals(self, count):
        return super()._prepare_again_vals(count) | {"date_rating_asked": False}
