from odoo import api, fields, models


class HauMaiService(models.Model):
    """What a job costs, and who pays."""

    _inherit = "hau_mai.service"

    currency_id = fields.Many2one(
        "res.currency", compute="_compute_amounts", groups="base.group_user"
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Own Currency", groups="base.group_user"
    )
    amount_customer = fields.Monetary(
        string="Customer Pays", compute="_compute_amounts", groups="base.group_user"
    )
    amount_covered = fields.Monetary(
        string="Free for the Customer", compute="_compute_amounts", groups="base.group_user"
    )
    cost_covered = fields.Monetary(
        string="Costs Us",
        currency_field="company_currency_id",
        compute="_compute_amounts",
        groups="hau_mai.group_user_own",
        help="Cost of what the customer does not pay for.",
    )

    @api.depends("line_ids.subtotal", "line_ids.price_full", "line_ids.cost", "line_ids.covered")
    def _compute_amounts(self):
        for service in self:
            lines = service.line_ids
            free = lines.filtered("covered")
            service.currency_id = (
                service._pricelist().currency_id
                or (service.company_id or self.env.company).currency_id
            )
            service.amount_customer = sum(lines.mapped("subtotal"))
            service.amount_covered = sum(free.mapped("price_full"))
            service.cost_covered = sum(free.sudo().mapped("cost"))

    def _pricelist(self):
        """The price list of a job: the company's for repairs, else the customer's."""
        company = self.company_id or self.env.company
        own = company.sudo().hau_mai_repair_pricelist_id
        return own or self.partner_id.with_company(company).sudo().property_product_pricelist
