from odoo import api, fields, models


class HauMaiComplaint(models.Model):
    """Whose case it is and what it is about: one narrows the next, and fills the rest in.

    A job leads to its card, a card or an order line to the order, all of them to the
    product and the customer. What was chosen stays, unless something more exact is.
    """

    _name = "hau_mai.complaint"
    _inherit = ["hau_mai.complaint", "hau_mai.card.mixin"]

    partner_id = fields.Many2one(
        compute="_compute_partner_id", store=True, readonly=False, precompute=True
    )
    order_id = fields.Many2one(
        compute="_compute_order_id", store=True, readonly=False, precompute=True
    )
    sale_line_id = fields.Many2one(
        compute="_compute_sale_line_id", store=True, readonly=False, precompute=True
    )
    product_id = fields.Many2one(
        compute="_compute_product_id", store=True, readonly=False, precompute=True
    )
    unit_id = fields.Many2one(
        compute="_compute_unit_id", store=True, readonly=False, precompute=True
    )
    serial_number = fields.Char(
        compute="_compute_serial_number", store=True, readonly=False, precompute=True
    )

    # === COMPUTE METHODS === #

    @api.depends("service_id")
    def _compute_unit_id(self):
        for complaint in self:
            complaint.unit_id = complaint.service_id.unit_id or complaint.unit_id

    @api.depends("unit_id")
    def _compute_sale_line_id(self):
        for complaint in self:
            complaint.sale_line_id = complaint.unit_id.sale_line_id or complaint.sale_line_id

    @api.depends("unit_id", "sale_line_id", "service_id")
    def _compute_order_id(self):
        for complaint in self:
            complaint.order_id = (
                complaint.unit_id.order_id
                or complaint.sale_line_id.order_id
                or complaint.service_id.order_id
                or complaint.order_id
            )

    @api.depends("unit_id", "sale_line_id", "service_id")
    def _compute_product_id(self):
        for complaint in self:
            complaint.product_id = (
                complaint.unit_id.product_id
                or complaint.sale_line_id.product_id
                or complaint.service_id.product_id
                or complaint.product_id
            )

    @api.depends("unit_id", "service_id")
    def _compute_serial_number(self):
        for complaint in self:
            complaint.serial_number = (
                complaint.unit_id.serial_number
                or complaint.service_id.serial_number
                or complaint.serial_number
            )

    @api.depends("unit_id", "order_id", "service_id")
    def _compute_partner_id(self):
        """Who is named stays: who complains need not be who bought it."""
        for complaint in self:
            complaint.partner_id = (
                complaint.partner_id
                or complaint.service_id.partner_id
                or complaint.unit_id.partner_id
                or complaint.order_id.partner_id
            )

    @api.depends("order_id.partner_id", "service_id.unit_id")
    def _compute_fit_warning(self):
        """Besides the card: an order of another customer, a job on another card."""
        res = super()._compute_fit_warning()
        for complaint in self.filtered(lambda c: not c.fit_warning):
            # who works on the case need not see orders to be told that one does not fit
            order, service = complaint.order_id.sudo(), complaint.service_id
            if order and not complaint._is_of_customer(order):
                complaint.fit_warning = self.env._(
                    "The order %(order)s belongs to %(owner)s, not to %(customer)s.",
                    order=order.name,
                    owner=order.partner_id.display_name,
                    customer=complaint.partner_id.display_name,
                )
            elif service.unit_id and complaint.unit_id and service.unit_id != complaint.unit_id:
                complaint.fit_warning = self.env._(
                    "The job %(job)s was about the warranty card %(other)s, not %(card)s.",
                    job=service.name,
                    other=service.unit_id.name,
                    card=complaint.unit_id.name,
                )
        return res

    # === ONCHANGE METHODS === #

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Another customer: what the one before has goes, before anything was saved."""
        if not self.partner_id or self._origin:
            return
        if not self._is_of_customer(self.unit_id):
            self.update(dict.fromkeys(("service_id", "unit_id", "serial_number"), False))
        if not self._is_of_customer(self.order_id.sudo()):
            self.update(dict.fromkeys(("order_id", "sale_line_id", "product_id"), False))

    @api.onchange("order_id")
    def _onchange_order_id(self):
        """Another order: the line and the card of the one before go."""
        if self.sale_line_id.sudo().order_id != self.order_id:
            self.sale_line_id = False
        if self.order_id and self.unit_id.order_id and self.unit_id.order_id != self.order_id:
            self.update(dict.fromkeys(("unit_id", "serial_number", "product_id"), False))

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """Another product: the card of the one before goes."""
        if self.product_id and self.unit_id and self.unit_id.product_id != self.product_id:
            self.update(dict.fromkeys(("unit_id", "serial_number", "service_id"), False))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._fill_units(vals_list)
        return super().create(vals_list)

    @api.model
    def _fill_units(self, vals_list):
        """The card of a serial number, unless it is known to be somebody else's."""
        units = self.env["hau_mai.unit"]
        nameless = [
            (vals, units._normalize_key(vals["serial_number"]))
            for vals in vals_list
            if vals.get("serial_number") and not vals.get("unit_id") and not vals.get("service_id")
        ]
        if not nameless:
            return
        found = units.search([("serial_key", "in", [key for _vals, key in nameless])])
        by_key = found.grouped(lambda unit: (unit.company_id.id, unit.serial_key))
        # browsed together they are read together
        ids = {vals["partner_id"] for vals, _key in nameless if vals.get("partner_id")}
        customers = {partner.id: partner for partner in self.env["res.partner"].browse(ids)}
        for vals, key in nameless:
            customer = customers.get(vals.get("partner_id"))
            company_id = vals.get("company_id") or self.env.company.id
            unit = by_key.get((company_id, key), units)
            if len(unit) == 1 and self._may_be_owned_by(unit, customer):
                vals |= {"unit_id": unit.id, "serial_number": unit.serial_number}
