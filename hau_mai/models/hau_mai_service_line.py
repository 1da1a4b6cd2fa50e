from odoo import fields, models


class HauMaiServiceLine(models.Model):
    """One line of work on a job: a part, labour, transport or a fee, and who pays for it."""

    _name = "hau_mai.service.line"
    _description = "Work or Part of a Service Job"
    _order = "service_id, sequence, id"
    _check_company_auto = True

    service_id = fields.Many2one("hau_mai.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", ondelete="restrict", index="btree_not_null", check_company=True
    )
    name = fields.Char(string="Description")
    kind = fields.Selection(
        [
            ("parts", "Parts"),
            ("labour", "Labour"),
            ("transport", "Transport"),
            ("fee", "Fee"),
        ],
        required=True,
        default="parts",
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    covered = fields.Boolean(help="Whether the customer pays nothing for it.")
    reason = fields.Char(help="Why it is covered, or why not.")
