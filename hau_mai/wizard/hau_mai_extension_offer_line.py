from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date


class HauMaiExtensionOfferLine(models.TransientModel):
    """One package that fits a card or a line: its price and what it would give."""

    _name = "hau_mai.extension.offer.line"
    _description = "Offered Extended Warranty"
    _order = "offer_id, id"

    offer_id = fields.Many2one("hau_mai.extension.offer", required=True, ondelete="cascade")
    chosen = fields.Boolean()
    unit_id = fields.Many2one("hau_mai.unit", string="Warranty Card", readonly=True)
    what = fields.Char(string="For", readonly=True)
    product_id = fields.Many2one(
        "product.product", string="Package", required=True, readonly=True, ondelete="cascade"
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    price = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    adds = fields.Char(readonly=True)
    date_before = fields.Date(readonly=True)
    date_after = fields.Date(readonly=True)
    gives = fields.Char(string="What It Gives", compute="_compute_gives")

    @api.depends("date_before", "date_after", "adds")
    @api.depends_context("lang")
    def _compute_gives(self):
        """ "until 10 Jan 2027 → until 10 Jan 2028"; what it adds, where no day is known yet."""
        for row in self:
            before, after = (
                day and self.env._("until %s", format_date(self.env, day))
                for day in (row.date_before, row.date_after)
            )
            row.gives = after and (f"{before} → {after}" if before else after) or row.adds

    def _prepare_order_vals(self, origin=False):
        """The quotation of these packages, all of one customer."""
        units = self.unit_id
        company, partner = units.company_id, units.partner_id[:1]
        salesperson = self.env.user
        if not salesperson.has_group("sales_team.group_sale_salesman"):
            salesperson = partner.user_id or units.user_id[:1]
        return {
            "company_id": company.id,
            "partner_id": partner.id,
            "user_id": salesperson.id,
            "origin": origin or ", ".join(units[:5].mapped("name")),
            "order_line": [
                Command.create(
                    {
                        "product_id": row.product_id.id,
                        "product_uom_qty": row.quantity,
                        "extended_unit_id": row.unit_id.id,
                    }
                )
                for row in self
            ],
        }
