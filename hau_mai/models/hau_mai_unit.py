from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import escape_psql, format_date, html2plaintext

from ..tools.numbering import next_numbers
from .hau_mai_warranty_policy import START_TRIGGERS

#: state -> states it may go to
TRANSITIONS = {
    "valid": {"void", "returned", "replaced"},
    "void": {"valid"},
    "returned": {"valid"},
    "replaced": set(),
}

#: So many customers are looked for by their ids; more are left to the database.
MANY_CUSTOMERS = 500

#: What is left of a phone number without country code and leading zero, at most:
#: 903 123 456 in Vietnam.
PHONE_DIGITS = 9

#: Creating units makes no message and no follower: an order of 100 lines would
#: write 100 notes that nobody reads.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "hau_mai_from_order": True,
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
    _serial_idx = models.Index("(serial_key) WHERE serial_key IS NOT NULL")

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
        "res.company", required=True, index=True, default=lambda self: self.env.company
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
    product_tmpl_id = fields.Many2one(
        related="product_id.product_tmpl_id", store=True, index=True
    )
    categ_id = fields.Many2one(
        related="product_id.categ_id", string="Product Category", store=True
    )
    serial_number = fields.Char(tracking=True, copy=False)
    serial_key = fields.Char(
        compute="_compute_serial_key",
        store=True,
        help="The serial number without spaces, in capitals.",
    )
    search_key = fields.Char(
        compute="_compute_search_key", store=True, index="trigram"
    )
    search_box = fields.Char(
        string="Anything",
        store=False,
        compute="_compute_search_box",
        search="_search_search_box",
        help="Number, serial, order, customer or phone, as typed; last digits do.",
    )
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
    edition_id = fields.Many2one(
        "hau_mai.warranty.edition", index="btree_not_null", ondelete="restrict", readonly=True
    )
    content = fields.Html(related="edition_id.content")
    method = fields.Html(related="edition_id.method")
    exclusions = fields.Html(related="edition_id.exclusions")
    start_trigger = fields.Selection(START_TRIGGERS, readonly=True)
    triggers = fields.Char(readonly=True, help="The start moments its periods count from.")
    activation_limit_days = fields.Integer(readonly=True)
    coverage_ids = fields.One2many("hau_mai.coverage", "unit_id", string="Warranty Periods")

    date_ordered = fields.Date(
        string="Ordered On", compute="_compute_date_ordered", store=True
    )
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
    date_start = fields.Date(
        string="Warranty Start", compute="_compute_date_start", store=True
    )
    date_end = fields.Date(
        string="Last Day of Any Warranty", compute="_compute_date_end", store=True, index=True
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
            unit.user_id = (
                unit.order_id.user_id or unit.partner_id.user_id or unit.user_id
            )

    @api.depends("product_id.uom_id")
    def _compute_uom_id(self):
        for unit in self:
            product = unit.product_id.sudo()
            unit.uom_id = product._uom_of_cards() if product else False

    @api.depends("serial_number")
    def _compute_serial_key(self):
        for unit in self:
            unit.serial_key = self._normalize_key(unit.serial_number) or False

    @api.depends("name", "serial_number", "order_name")
    def _compute_search_key(self):
        for unit in self:
            unit.search_key = self._join_keys((unit.name, unit.serial_number, unit.order_name))

    def _compute_search_box(self):
        self.search_box = False

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
            main = coverages.filtered("is_main")[:1]
            unit.date_end = all(ends) and max(ends, default=False)
            unit.date_end_main = main.date_end

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
            edition = unit.edition_id.with_context(lang=unit.partner_id.lang or self.env.lang)
            texts = (edition.content, edition.method, edition.exclusions)
            unit.terms_text = "\n\n".join(html2plaintext(text) for text in texts if text)

    # === SEARCH METHODS === #

    def _search_warranty_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        alike = self.env["res.company"].sudo().search([]).grouped(
            lambda company: (company._hau_mai_today(), company.hau_mai_expiring_days)
        )
        return Domain.OR(
            self._warranty_status_domain(status, companies, day)
            for status in value
            for (day, _notice), companies in alike.items()
        )

    def _search_search_box(self, operator, value):
        if operator == "in":
            return Domain.OR(self._search_box_domain(text) for text in value if text)
        if operator not in ("ilike", "=ilike", "like") or not isinstance(value, str):
            return NotImplemented
        return self._search_box_domain(value)

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

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._fill_numbers(vals_list)
        self._fill_promises(vals_list)
        context = self.env.context
        if context.get("hau_mai_from_order") and not context.get("hau_mai_split"):
            self._fill_derived(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_company(self, fnames=None):
        """What an order line makes belongs to its company: that was checked on the line."""
        if self.env.context.get("hau_mai_from_order"):
            return None
        return super()._check_company(fnames)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A warranty card is never deleted, because somebody may ask about it. "
                "Make it void instead."
            )
        )

    @api.model
    def _fill_numbers(self, vals_list):
        """Give a card number to all that have none, in one draw for each company."""
        missing = {}
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company_id = vals.get("company_id") or self.env.company.id
                missing.setdefault(company_id, []).append(vals)
        for company_id, rows in missing.items():
            company = self.env["res.company"].browse(company_id)
            numbers = next_numbers(self.env, "hau_mai.unit", len(rows), company)
            for vals, number in zip(rows, numbers, strict=True):
                vals["name"] = number

    @api.model
    def _fill_promises(self, vals_list):
        """Copy the policy's promise into the units that are created with a policy."""
        policies = self.env["hau_mai.warranty.policy"]
        partners = self.env["res.partner"]
        for vals in vals_list:
            if not vals.get("policy_id") or vals.get("coverage_ids"):
                continue
            lang = partners.browse(vals.get("partner_id")).lang or self.env.lang or "en_US"
            blueprint = policies.browse(vals["policy_id"])._get_blueprint(lang)
            vals.update(
                edition_id=blueprint["edition_id"],
                start_trigger=blueprint["start_trigger"],
                activation_limit_days=blueprint["activation_limit_days"],
                triggers=blueprint["triggers"],
                coverage_ids=[
                    Command.create(self._prepare_coverage_vals(coverage))
                    for coverage in blueprint["coverages"]
                ],
            )

    @api.model
    def _fill_derived(self, vals_list):
        """Give units made by an order the values that follow from the others.

        The ORM would derive them record by record, through a new record each: half
        the time of confirming an order of 100 lines. Those that start with the
        order are left to it.
        """
        products = self.env["product.product"]
        for vals in vals_list:
            product = products.browse(vals["product_id"])
            keys = (vals["name"], vals.get("serial_number"), vals.get("order_name"))
            vals.setdefault("product_tmpl_id", product.product_tmpl_id.id)
            vals.setdefault("categ_id", product.categ_id.id)
            vals.setdefault("serial_key", self._normalize_key(vals.get("serial_number")) or False)
            vals.setdefault("search_key", self._join_keys(keys))
            if "order" in (vals.get("triggers") or "order"):
                continue
            for fname in ("date_delivered", "date_invoiced", "date_start"):
                vals.setdefault(fname, False)
            for command in vals.get("coverage_ids", []):
                for fname in ("date_start", "date_end"):
                    command[2].setdefault(fname, False)
                command[2].setdefault("company_id", vals["company_id"])

    @api.model
    def _prepare_coverage_vals(self, blueprint):
        """Values of one coverage from its blueprint."""
        vals = dict(blueprint)
        for fname in ("component_ids", "component_categ_ids"):
            ids = vals.pop(fname)
            if ids:
                vals[fname] = [Command.set(ids)]
        return vals

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
    def _normalize_key(self, text):
        """Letters and digits of a code, in capitals: "ab 12-3" and "AB123" are the same."""
        return "".join(char for char in (text or "") if char.isalnum()).upper()

    @api.model
    def _join_keys(self, texts):
        """The codes by which a unit is found, one after the other."""
        return " ".join(filter(None, map(self._normalize_key, texts)))

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
        if "hau_mai.touchpoint" in self.env:
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

    @api.model
    def _search_box_domain(self, value):
        """Units by card number, serial, order, customer or phone, as people type them.

        Customers are looked up first, so that the index of each column is used.
        """
        key = self._normalize_key(value)
        if not key:
            return Domain.FALSE
        customers = self._customer_domain(value.strip())
        partners = self.env["res.partner"].search(customers, limit=MANY_CUSTOMERS + 1)
        if len(partners) <= MANY_CUSTOMERS:
            owned = Domain("partner_id", "in", partners.ids)
        else:
            owned = Domain("partner_id", "any", customers)
        return Domain("search_key", "like", key) | owned

    @api.model
    def _customer_domain(self, text):
        """Customers by name, or by phone when it is a number: spaces, 0 or +84 do not matter."""
        digits = "".join(char for char in text if char.isdigit()).lstrip("0")
        by_name = Domain("name", "ilike", escape_psql(text))
        if len(digits) < 4 or any(char.isalpha() for char in text):
            return by_name
        # Without the country's code: numbers are stored with it and without.
        return by_name | Domain("phone_mobile_search", "like", digits[-PHONE_DIGITS:])
