from odoo import api, fields, models


class HauMaiTouchpointGuidance(models.Model):
    """The manuals and videos of the products a follow-up is about."""

    _inherit = "hau_mai.touchpoint"

    guidance_links = fields.Text(compute="_compute_guidance_links", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence", "partner_id.lang")
    @api.depends_context("lang")
    def _compute_guidance_links(self):
        """Links in the customer's language, a line each."""
        products = {touchpoint.id: touchpoint._products() for touchpoint in self}
        known = self.env["hau_mai.guidance"]._search_for(
            self.env["product.product"].union(*products.values()), self.company_id
        )
        for touchpoint in self:
            lang = touchpoint.partner_id.lang or self.env.lang
            fitting = known._for_products(
                products[touchpoint.id], touchpoint.company_id, lang
            ).with_context(lang=lang)
            touchpoint.guidance_links = "\n".join(fitting._links()) or False

    def _products(self):
        """The products a follow-up is about."""
        self.ensure_one()
        case, service = self.case_id, self.service_id
        about = case.product_id or self.unit_id.product_id or service.product_id
        return about or self._order_products(self.order_id)

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.guidance_links": self.env._("links to the manuals and videos of the products")
        }
