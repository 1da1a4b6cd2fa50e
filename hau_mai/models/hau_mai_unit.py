from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, html2plaintext

from .hau_mai_warranty_policy import START_TRIGGERS

#: state -> states it may go to
TRANSITIONS = {
    "valid": {"void", "returned", "replaced"},
    "void": {"valid"},
    "returned": {"valid"},
    "replaced": set(),
}


class HauMaiUnit(models.Model):
    """The sold thing: one piece, or a quantity whose pieces are not told apart.

    To users, its number, page and PDF are the warranty card. It keeps by itself
    what it needs (order number, product, customer, periods), because orders and
    their lines can be deleted under it. Days are days of the company.
    """

    _name = "hau_mai.unit"
    _description = "Warranty Card"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "serial_number", "product_id"]
    _check_company_auto = True

    _name_unique = models.UniqueIndex(
        "(name, company_id)", "A card number is given once in a company."
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a warranty card is more than zero."
    )
    _end_main_idx = models.Index("(company_id, date_end_main) WHERE state = 'valid'")
    _start_idx = models.Index("(date_start) WHERE state = 'valid' AND date_start IS NOT NULL")
    _not_valid_idx = models.Index("(state, company_id) WHERE state != 'valid'")

    # === FIELDS === #

    name = fields.Char(string="Card Number", required=True, copy=False, readonly=True, default="/")
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("void", "Void"),
            ("returned", "Returned"),
            ("replaced", "Replaced"),
        ],
        string="Card Status",
        required=True,
        default="valid",
        readonly=True,
        copy=False,
        tracking=True,
    )
    state_reason = fields.Char(string="Reason", readonly=True, copy=False, tracking=True)
    void_code = fields.Selection(
        [
            ("order_cancelled", "Order cancelled"),
            ("not_ordered", "No longer ordered"),
            ("by_hand", "By hand"),
        ],
        readonly=True,
        copy=False,
        help="Why it is void. Only what the order took back can be made whole again by the order.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    address_id = fields.Many2one(
        "res.partner",
        string="Stands At",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Where the product is, when it is not at the customer's main address.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        tracking=True,
    )
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict", check_company=True
    )
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id", store=True, index=True)
    categ_id = fields.Many2one(related="product_id.categ_id", string="Product Category", store=True)
    serial_number = fields.Char(tracking=True, copy=False)
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True, readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_uom_id")
    by_quantity = fields.Boolean(
        readonly=True,
        help="Stands for a quantity that may be split when the goods come in parts.",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", index="btree_not_null", ondelete="set null", copy=False, readonly=True
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
        check_company=True,
    )
    order_name = fields.Char(string="Order Number", readonly=True, copy=False)
    policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Warranty Policy",
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    edition_id = fields.Many2one("hau_mai.warranty.edition", ondelete="restrict", readonly=True)
    content = fields.Html(related="edition_id.content")
    method = fields.Html(related="edition_id.method")
    exclusions = fields.Html(related="edition_id.exclusions")
    start_trigger = fields.Selection(START_TRIGGERS, readonly=True)
    triggers = fields.Char(readonly=True, help="The start moments its periods count from.")
    activation_limit_days = fields.Integer(readonly=True)
    coverage_ids = fields.One2many("hau_mai.coverage", "unit_id", string="Warranty Periods")

    date_ordered = fields.Date(string="Ordered On", compute="_compute_date_ordered", store=True)
    date_delivered = fields.Date(
        string="Delivered On", compute="_compute_date_delivered", store=True, copy=False
    )
    date_invoiced = fields.Date(
        string="Invoiced On", compute="_compute_date_invoiced", store=True, copy=False
    )
    date_activated = fields.Date(string="Activated On", copy=False, readonly=True, tracking=True)
    date_start_manual = fields.Date(
        string="Start Set by Hand", copy=False, readonly=True, tracking=True
    )
    date_start_reason = fields.Char(string="Why This Start", copy=False, readonly=True)
    date_start = fields.Date(string="Warranty Start", compute="_compute_date_start", store=True)
    date_end = fields.Date(
        string="Last Day of Any Warranty",
        compute="_compute_date_end",
        store=True,
        index="btree_not_null",
    )
    date_end_main = fields.Date(string="Warranty Until", compute="_compute_date_end", store=True)
    warranty_status = fields.Selection(
        [
            ("none", "No warranty"),
            ("not_started", "Not started"),
            ("active", "Under warranty"),
            ("expiring", "Ends soon"),
            ("expired", "Expired"),
            ("void", "Void"),
            ("returned", "Returned"),
            ("replaced", "Replaced"),
        ],
        compute="_compute_warranty_status",
        search="_search_warranty_status",
    )
    status_sentence = fields.Char(string="In Short", compute="_compute_status_sentence")
    terms_text = fields.Text(string="Terms", compute="_compute_terms_text")
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")

    # === COMPUTE METHODS === #

    @api.depends("name", "product_id", "serial_number")
    def _compute_display_name(self):
        for unit in self:
            number = unit.name != "/" and unit.name
            # portal users may not read products, but know what they own
            product = unit.product_id.sudo().display_name
            parts = [number, product, unit.serial_number]
            unit.display_name = " · ".join(part for part in parts if part)

    @api.depends("order_id", "partner_id")
    def _compute_user_id(self):
        """The order's salesperson, else the customer's."""
        for unit in self:
            unit.user_id = unit.order_id.user_id or unit.partner_id.user_id or unit.user_id

    @api.depends("product_id.uom_id")
    def _compute_uom_id(self):
        for unit in self:
            product = unit.product_id.sudo()
            unit.uom_id = product._uom_of_cards() if product else False

    @api.depends("order_id.date_order", "order_id.state")
    def _compute_date_ordered(self):
        for unit in self:
            order = unit.order_id
            if order.state == "sale":
                unit.date_ordered = unit.company_id._hau_mai_day(order.date_order)
            else:
                unit.date_ordered = unit.date_ordered

    @api.depends("sale_line_id.qty_delivered", "state", "triggers")
    def _compute_date_delivered(self):
        self._match_line_dates("date_delivered")

    @api.depends(
        "sale_line_id.invoice_lines.parent_state",
        "sale_line_id.invoice_lines.quantity",
        "sale_line_id.invoice_lines.move_id.invoice_date",
        "state",
        "triggers",
    )
    def _compute_date_invoiced(self):
        self._match_line_dates("date_invoiced")

    @api.depends(
        "start_trigger",
        "date_start_manual",
        "date_ordered",
        "date_delivered",
        "date_invoiced",
        "date_activated",
        "activation_limit_days",
    )
    def _compute_date_start(self):
        for unit in self:
            unit.date_start = unit._start_by(unit.start_trigger)

    @api.depends("coverage_ids.date_start", "coverage_ids.date_end", "coverage_ids.is_main")
    def _compute_date_end(self):
        for unit in self:
            coverages = unit.coverage_ids
            ends = coverages.filtered("date_start").mapped("date_end")
            main_ends = coverages.filtered(lambda c: c.is_main and c.date_start).mapped("date_end")
            unit.date_end = all(ends) and max(ends, default=False)
            unit.date_end_main = all(main_ends) and max(main_ends, default=False)

    @api.depends("state", "coverage_ids.date_start", "coverage_ids.date_end")
    def _compute_warranty_status(self):
        for company, units in self.grouped("company_id").items():
            statuses = units._warranty_statuses(company._hau_mai_today())
            for unit in units:
                unit.warranty_status = statuses[unit.id]

    @api.depends("warranty_status", "date_end", "state_reason", "coverage_ids.name")
    def _compute_status_sentence(self):
        for unit in self:
            unit.status_sentence = unit._prepare_status_sentence()

    @api.depends("edition_id", "partner_id.lang")
    def _compute_terms_text(self):
        """The frozen text, in the customer's language."""
        for unit in self:
            lang = unit.partner_id.lang or self.env.lang
            # portal users may not read editions, but what was promised to them
            edition = unit.edition_id.sudo().with_context(lang=lang)
            texts = (edition.content, edition.method, edition.exclusions)
            unit.terms_text = "\n\n".join(html2plaintext(text) for text in texts if text)

    # === SEARCH METHODS === #

    def _search_warranty_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        alike = (
            self.env["res.company"]
            .sudo()
            .search([])
            .grouped(lambda company: (company._hau_mai_today(), company.hau_mai_expiring_days))
        )
        return Domain.OR(
            self._warranty_status_domain(status, companies, day)
            for status in value
            for (day, _notice), companies in alike.items()
        )

    # === CONSTRAINT METHODS === #

    @api.constrains("date_start_manual", "date_activated")
    def _check_dates(self):
        for unit in self:
            day = unit.date_activated
            if day and unit.date_ordered and day < unit.date_ordered:
                raise ValidationError(
                    self.env._(
                        "%(unit)s cannot be activated on %(date)s, before it was ordered on "
                        "%(ordered)s.",
                        unit=unit.display_name,
                        date=format_date(self.env, day),
                        ordered=format_date(self.env, unit.date_ordered),
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A warranty card is never deleted, because somebody may ask about it. "
                "Make it void instead."
            )
        )

    def _check_transition(self, state):
        """Refuse a change of state that the table does not allow.

        :raises UserError: naming both states
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for unit in self:
            if unit.state != state and state not in TRANSITIONS[unit.state]:
                raise UserError(
                    self.env._(
                        "%(unit)s is %(old)s and cannot become %(new)s.",
                        unit=unit.display_name,
                        old=labels[unit.state].lower(),
                        new=labels[state].lower(),
                    )
                )

    # === ACTION METHODS === #

    def action_start(self, date=None, reason=None):
        """Start the warranty by hand; this wins over delivery, invoice and activation.

        :param date: first day, or False to take a start by hand back
        :param reason: why; required with a date
        :raises UserError: when the reason is missing or the unit is not valid
        """
        if date is None and reason is None:
            return self._open_wizard("start")
        date = fields.Date.to_date(date)
        if date and not (reason or "").strip():
            raise UserError(self.env._("Say why the warranty starts on this day."))
        self._raise_if_not_valid()
        self.write({"date_start_manual": date, "date_start_reason": date and reason})
        return True

    def action_activate(self, date=None):
        """Note the day on which the customer or the shop activated the warranty."""
        self._raise_if_not_valid()
        for company, units in self.grouped("company_id").items():
            units.date_activated = fields.Date.to_date(date) or company._hau_mai_today()
        return True

    def action_void(self, reason=None):
        """Say that the sale did not happen; nothing is covered any more.

        :raises UserError: when the reason is missing
        """
        if reason is None:
            return self._open_wizard("void")
        if not reason.strip():
            raise UserError(self.env._("Say why the warranty card is void."))
        self._void("by_hand", reason)
        return True

    def action_restore(self):
        """Make a void or returned card valid again."""
        self._check_transition("valid")
        self.write({"state": "valid", "state_reason": False, "void_code": False})
        return True

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_view_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }

    def _open_wizard(self, decision):
        """The dialog that asks for what a decision needs: a reason, a day."""
        return {
            "type": "ir.actions.act_window",
            "name": {
                "start": self.env._("Start the Warranty by Hand"),
                "void": self.env._("Make Void"),
            }[decision],
            "res_model": "hau_mai.unit.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_ids": self.ids, "default_decision": decision},
        }

    # === BUSINESS METHODS === #

    @api.model
    def _count_by(self, fname, domain):
        """How many cards there are by the record in a field; none for who may read none.

        :return: {record: count}
        """
        if not self.has_access("read"):
            return {}
        return dict(self._read_group(domain, [fname], ["__count"]))

    def _raise_if_not_valid(self):
        invalid = self.filtered(lambda unit: unit.state != "valid")
        if invalid:
            raise UserError(
                self.env._(
                    "Only a valid warranty card can be started: %s is not.",
                    ", ".join(invalid.mapped("display_name")),
                )
            )

    def _void(self, code, reason):
        """Void units and cancel what was planned for them; nothing is deleted."""
        units = self.filtered(lambda unit: unit.state == "valid")
        if not units:
            return
        units.write({"state": "void", "void_code": code, "state_reason": reason})
        self.env["hau_mai.touchpoint"].sudo()._cancel_for(units, reason)

    def _belong_to(self, order):
        """Give units to the customer of an order, where they are another's."""
        vals = order._prepare_owner_vals() if order else {}
        others = self.filtered(
            lambda unit: any(unit[fname].id != value for fname, value in vals.items())
        )
        if others:
            others.write(vals)

    def _is_held(self):
        """Whether something hangs on this unit, so that it is not set back silently."""
        self.ensure_one()
        return bool(self.serial_number)
