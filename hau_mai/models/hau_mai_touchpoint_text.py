from functools import lru_cache

from odoo import api, fields, models
from odoo.tools import SQL, format_date, ormcache


class HauMaiTouchpointText(models.Model):
    """What a follow-up is about, in words: documents, placeholders, and why there is one."""

    _inherit = "hau_mai.touchpoint"

    order_id = fields.Many2one("sale.order", compute="_compute_documents")
    unit_id = fields.Many2one("hau_mai.unit", compute="_compute_documents", string="Warranty Card")
    order_name = fields.Char(compute="_compute_placeholders")
    order_date = fields.Char(compute="_compute_placeholders")
    delivery_date = fields.Char(compute="_compute_placeholders")
    product_name = fields.Char(compute="_compute_placeholders", string="Product")
    serial_number = fields.Char(compute="_compute_placeholders")
    card_number = fields.Char(compute="_compute_placeholders")
    warranty_start = fields.Char(compute="_compute_placeholders")
    warranty_end = fields.Char(compute="_compute_placeholders")
    planned_date = fields.Char(compute="_compute_placeholders")
    subject = fields.Char(compute="_compute_subject", string="About This Entry")
    explanation = fields.Char(compute="_compute_explanation", string="Why")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The order and the card a follow-up is about, those that still exist."""
        self.order_id = self.unit_id = False
        by_model = self.grouped("res_model")
        orders = by_model.get("sale.order", self.browse())
        units = by_model.get("hau_mai.unit", self.browse())
        partners = by_model.get("res.partner", self.browse())
        inactive = partners.filtered(lambda touchpoint: touchpoint.rule_id.trigger == "inactive")
        orders._set_document("order_id", "res_id")
        units._set_document("unit_id", "res_id")
        inactive._set_document("order_id", "occurrence")
        (partners - inactive)._set_last_order()
        for touchpoint in units:
            if order := touchpoint.sudo().unit_id.order_id:
                touchpoint.order_id = order

    def _set_document(self, field, key):
        """Fill ``field`` with the record whose id stands in ``key``, if there is one."""
        model = self.env[self._fields[field].comodel_name].sudo()
        existing = set(model.browse({row[key] for row in self}).exists().ids)
        for touchpoint in self:
            if touchpoint[key] in existing:
                touchpoint[field] = touchpoint[key]

    def _set_last_order(self):
        """Fill ``order_id`` with the customer's last confirmed order in the company."""
        if not self:
            return
        self.env["sale.order"].flush_model(["state", "date_order", "partner_id", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (partner.id, orders.company_id)
                    partner.id, orders.company_id, orders.id
                FROM res_partner partner
                JOIN res_partner buyer
                    ON buyer.commercial_partner_id = partner.commercial_partner_id
                JOIN sale_order orders ON orders.partner_id = buyer.id AND orders.state = 'sale'
                WHERE partner.id IN %s
                ORDER BY partner.id, orders.company_id, orders.date_order DESC, orders.id DESC""",
                tuple(self.partner_id.ids),
            )
        )
        last = {(partner_id, company_id): order_id for partner_id, company_id, order_id in rows}
        for touchpoint in self:
            key = (touchpoint.partner_id.id, touchpoint.company_id.id)
            touchpoint.order_id = last.get(key, False)

    @api.depends("res_model", "res_id", "occurrence", "date_planned")
    @api.depends_context("lang")
    def _compute_placeholders(self):
        """Texts for the rule's placeholders, in the language of the context."""
        coverages = self._coverages()
        day = lru_cache(lambda date: format_date(self.env, date) if date else False)
        for touchpoint in self:
            coverage = coverages.get(touchpoint.id, self.env["hau_mai.coverage"])
            touchpoint.update(touchpoint.sudo()._prepare_placeholders(coverage, day))

    def _coverages(self):
        """``{id: period}`` of the follow-ups that are about a warranty period."""
        rows = self._about("hau_mai.coverage")
        coverages = self.env["hau_mai.coverage"].sudo().browse(rows.mapped("occurrence")).exists()
        by_id = {coverage.id: coverage for coverage in coverages}
        return {row.id: by_id[row.occurrence] for row in rows if row.occurrence in by_id}

    def _about(self, model):
        """Those whose occurrence is a record of this model: that of their rule's trigger."""
        triggers = {rule: rule._trigger() for rule in self.sudo().rule_id}
        return self.filtered(
            lambda row: (
                (trigger := triggers[row.sudo().rule_id]).occurrence == "id"
                and trigger.model == model
            )
        )

    def _prepare_placeholders(self, coverage, day):
        """Value of each placeholder field; empty where there is nothing to say.

        :param day: function that writes a date out
        """
        self.ensure_one()
        order, unit = self.order_id, self.unit_id
        products = unit.product_id or self._order_products(order)
        return {
            "order_name": unit.order_name or order.name,
            "order_date": day(order and self.company_id._hau_mai_day(order.date_order)),
            "delivery_date": day(unit.date_delivered or order.date_delivered),
            "product_name": ", ".join(product.name for product in products) or False,
            "serial_number": unit.serial_number,
            "card_number": unit.name,
            "warranty_start": day(coverage.date_start or unit.date_start),
            "warranty_end": day(coverage.date_end or unit.date_end_main),
            "planned_date": day(self.date_planned),
        }

    @api.model
    def _order_products(self, order):
        """The goods of an order, or what else was sold with it."""
        lines = order.order_line.filtered(lambda line: not line.display_type)
        goods = lines.filtered(lambda line: line.product_type == "consu")
        return (goods or lines).product_id

    @api.depends("res_model", "res_id")
    def _compute_subject(self):
        """What it is about, in a few words, for lists of several follow-ups."""
        for touchpoint in self:
            parts = (
                touchpoint.card_number or touchpoint.order_name,
                touchpoint.product_name,
                touchpoint.serial_number,
            )
            touchpoint.subject = " · ".join(part for part in parts if part)

    @api.depends("rule_id", "date_anchor", "outcome", "tries")
    @api.depends_context("lang")
    def _compute_explanation(self):
        """Why there is this follow-up: "3 days after the delivery (7 Jan 2026)"."""
        words = {
            rule: self.env["hau_mai.care.preview"]._when_in_words(rule)
            for rule in self.sudo().rule_id
        }
        for touchpoint in self:
            text = words[touchpoint.sudo().rule_id]
            if touchpoint.date_anchor:
                text = f"{text} ({format_date(self.env, touchpoint.date_anchor)})"
            if touchpoint.tries:
                tries = touchpoint.tries
                text = self.env._("%(text)s; tries so far: %(tries)s", text=text, tries=tries)
            touchpoint.explanation = text

    # === TOOLS === #

    @api.model
    @ormcache()
    def mail_allowed_qweb_expressions(self):
        """What an After-Sales administrator may use without being a template editor.

        Cached: core asks for it at every expression of every message.
        """
        return tuple(self._placeholders())

    @api.model
    def _placeholders(self):
        """``{placeholder: what it stands for}``. Each concern adds its own.

        What is not a plain field of the customer is a field of the follow-up, already
        formatted for people.
        """
        return {
            "object.partner_id.name": self.env._("the customer's name"),
            "object.partner_id.ref": self.env._("the customer's reference"),
            "object.partner_id.city": self.env._("the customer's city"),
            "object.phone": self.env._("the phone number"),
            "object.order_name": self.env._("the order number"),
            "object.order_date": self.env._("the day of the order"),
            "object.delivery_date": self.env._("the day of the delivery"),
            "object.product_name": self.env._("the product, or the products of the order"),
            "object.serial_number": self.env._("the serial number"),
            "object.card_number": self.env._("the number of the warranty card"),
            "object.warranty_start": self.env._("the first day of the warranty"),
            "object.warranty_end": self.env._("the last day of the warranty"),
            "object.job_number": self.env._("the number of the service job"),
            "object.job_date": self.env._("the day on which it was handed over"),
            "object.visit_name": self.env._("the maintenance visit that is due"),
            "object.visit_date": self.env._("the day on which it is due"),
            "object.planned_date": self.env._("the day it is planned for"),
            "object.company_id.name": self.env._("the name of your company"),
            "object.user_id.name": self.env._("the name of the responsible"),
        }

    @api.model
    def _placeholder_help(self):
        """The placeholders with what they stand for, a line each."""
        return "\n".join(
            f"{{{{ {name} }}}}  {label}" for name, label in self._placeholders().items()
        )

    def _why_lost(self):
        """``{id: sentence}``: why these follow-ups have no ground any more."""
        return {touchpoint.id: touchpoint._lost_in_words() for touchpoint in self}

    def _lost_in_words(self):
        order, unit = self.order_id, self.unit_id
        trigger = self.rule_id.trigger
        if not self.partner_id.active:
            return self.env._("The customer was archived.")
        if not order and not unit and self.res_model != "res.partner":
            return self.env._("What it was about was deleted.")
        if unit and unit.state != "valid":
            return self.env._("The warranty card is no longer valid.")
        if self.res_model == "sale.order" and order.state != "sale":
            return self.env._("The order is not confirmed any more.")
        if trigger == "inactive" and order.state == "sale":
            return self.env._("The customer has ordered again, or is no longer meant.")
        if self.res_model == "sale.order" and trigger == "order_delivered":
            if not order.date_delivered:
                return self.env._("The goods are not delivered any more.")
        elif unit and not unit.date_start:
            return self.env._("The warranty has not started any more.")
        return self.env._("The rule no longer means this customer or these products.")

    def _line_of_note(self):
        """One line of an activity's note: what it is about, and until when it is covered."""
        self.ensure_one()
        if self.warranty_end:
            return self.env._(
                "%(subject)s, warranty until %(day)s", subject=self.subject, day=self.warranty_end
            )
        return self.subject or self.display_name
