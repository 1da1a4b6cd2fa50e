from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class SaleOrderLine(models.Model):
    """Which maintenance is promised with a line."""

    _inherit = "sale.order.line"

    maintenance_plan_id = fields.Many2one(
        "hau_mai.maintenance.plan",
        string="Maintenance",
        compute="_compute_maintenance_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="What is done regularly on it: by the product, its category or the company.",
    )
    maintenance_sentence = fields.Char(compute="_compute_maintenance_sentence")

    def _auto_init(self):
        """On a database with years of orders: create the column, compute nothing."""
        if not column_exists(self.env.cr, "sale_order_line", "maintenance_plan_id"):
            create_column(self.env.cr, "sale_order_line", "maintenance_plan_id", "int4")
        return super()._auto_init()

    # === COMPUTE METHODS === #

    @api.depends("product_id", "company_id")
    def _compute_maintenance_plan_id(self):
        self._propose_promise("maintenance_plan_id")

    @api.depends("maintenance_plan_id", "product_id", "order_id.partner_id.lang")
    def _compute_maintenance_sentence(self):
        """What the customer reads under the line, in their language."""
        for line in self:
            if line.maintenance_plan_id and line._is_after_sales_line():
                line.maintenance_sentence = line._get_plan_blueprint()["sentence"]
            else:
                line.maintenance_sentence = False

    # === BUSINESS METHODS === #

    def _promises_something(self):
        return super()._promises_something() or bool(self._get_plan_blueprint()["schedules"])

    def _get_plan_blueprint(self):
        """What the line's plan promises, worded for the customer; nothing without one."""
        self.ensure_one()
        if not self.maintenance_plan_id:
            return {"schedules": ()}
        lang = self.order_id.partner_id.lang or self.env.lang or "en_US"
        return self.maintenance_plan_id._get_blueprint(lang)

    def _fits(self, unit):
        """A card that the order took back is made whole only with the same plan."""
        fits = super()._fits(unit)
        return fits and (
            unit.state == "valid" or unit.maintenance_plan_id == self.maintenance_plan_id
        )

    def _prepare_unit_vals(self, quantity, by_quantity):
        vals = super()._prepare_unit_vals(quantity, by_quantity)
        return vals | {"maintenance_plan_id": self.maintenance_plan_id.id}
