from odoo import api, fields, models
from odoo.exceptions import UserError


class HauMaiServiceLine(models.Model):
    """One line of work on a job: a part, labour, transport or a fee.

    Travel by the kilometre and overtime by the hour are lines of transport and labour
    with a quantity. Who pays, for what price, and what a part leaves behind stand in files
    of their own, ``hau_mai_service_line_*.py``.
    """

    _name = "hau_mai.service.line"
    _description = "Work or Part of a Service Job"
    _order = "service_id.id desc, sequence, id"
    _check_company_auto = True

    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "The quantity of a part or of work cannot be negative."
    )

    service_id = fields.Many2one("hau_mai.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, precompute=True)
    partner_id = fields.Many2one(related="service_id.partner_id", string="Customer")
    unit_id = fields.Many2one(related="service_id.unit_id")
    state = fields.Selection(related="service_id.state", string="Status of the Job")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", ondelete="restrict", index="btree_not_null", check_company=True
    )
    name = fields.Char(
        string="Description", compute="_compute_name", store=True, readonly=False, precompute=True
    )
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
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )

    # === COMPUTE METHODS === #

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.display_name

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id

    # === ONCHANGE METHODS === #

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """Another product describes itself; a service is labour until somebody says else."""
        if self.product_id:
            self.name = self.product_id.display_name
            if self.product_id.type == "service" and self.kind == "parts":
                self.kind = "labour"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        """What was sold or given stays on the job.

        :raises UserError: naming the line and what to do
        """
        for line in self:
            if line._is_settled():
                raise UserError(
                    self.env._(
                        "“%(line)s” of job %(job)s was agreed with the customer or done: it stays. "
                        "Set its quantity to 0, or say why it costs nothing.",
                        line=line.name or line.kind,
                        job=line.service_id.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _maintenance_verdict(self):
        """Whether the maintenance plan gives this line: (free, reason)."""
        return False, ""

    def _on_given(self):
        """What follows from giving lines away by decision. Each concern may override it."""

    def _is_settled(self):
        """Whether something hangs on this line, so that it is neither deleted nor asked again."""
        self.ensure_one()
        return self.state in ("done", "closed")
