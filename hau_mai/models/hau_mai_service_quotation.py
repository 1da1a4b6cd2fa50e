from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.turns import take_turns
from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """What is not covered becomes a quotation; the customer agrees or declines."""

    _inherit = "hau_mai.service"

    quotation_ids = fields.One2many(
        "sale.order",
        "service_id",
        string="Quotations",
        groups="sales_team.group_sale_salesman",
    )
    quotation_count = fields.Integer(
        compute="_compute_quote", compute_sudo=True, groups="base.group_user"
    )
    quote_state = fields.Selection(
        [
            ("to_quote", "To be quoted"),
            ("draft", "Quotation"),
            ("sent", "Quotation sent"),
            ("agreed", "Agreed"),
            ("declined", "Declined"),
        ],
        string="Customer's Answer",
        compute="_compute_quote",
        compute_sudo=True,
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "quotation_ids.state", "line_ids.order_line_ids.state", "line_ids.subtotal",
        "line_ids.declined",
    )  # fmt: skip
    def _compute_quote(self):
        for service in self:
            service.quotation_count = len(service.quotation_ids)
            service.quote_state = service._quote_state()

    def _quote_state(self):
        """Where the quotation stands: an open one first, then what is still to be quoted."""
        states = self.quotation_ids.mapped("state")
        for state in ("sent", "draft"):
            if state in states:
                return state
        to_pay = self._lines_to_quote()
        if to_pay and "cancel" in to_pay.order_line_ids.mapped("state"):
            return "declined"
        if to_pay:
            return "to_quote"
        return "agreed" if "sale" in states else False

    # === ACTION METHODS === #

    def action_quote(self):
        """Quote what is not covered, or bring the open quotation up to date.

        :raises UserError: when nothing is to be paid, or a line has no product
        """
        self.ensure_one()
        self.check_access("write")
        take_turns(self)
        self._raise_if_not_open()
        lines = self._lines_to_quote()
        nameless = lines.filtered(lambda line: not line.product_id)
        if nameless:
            raise UserError(
                self.env._(
                    "Choose the product to be charged for: %s.",
                    ", ".join(line.name or line.kind for line in nameless),
                )
            )
        if not lines:
            raise UserError(
                self.env._("There is nothing on job %s for the customer to pay.", self.name)
            )
        order = self._open_quotation()
        if order:
            order.write(
                {"state": "draft", "order_line": self._prepare_requote_commands(order, lines)}
            )
        else:
            order = self._orders().create(self._prepare_order_vals(lines))
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            return self.action_view_quotations()
        return True

    def action_send_quotation(self):
        """Send the open quotation and wait for the customer's answer.

        :raises UserError: when there is none
        """
        for service in self:
            service.check_access("write")
            service._raise_if_not_quoted().filtered(
                lambda order: order.state == "draft"
            ).action_quotation_sent()
            service._tell_customer("quoted")
        return True

    def action_customer_agrees(self):
        """The customer said yes, on the phone or at the desk.

        :raises UserError: when there is no open quotation
        """
        for service in self:
            service.check_access("write")
            service._raise_if_not_quoted().action_confirm()
        return True

    def action_customer_declines(self, choice=None):
        """The customer said no: what is covered goes on, or the job ends with the check fee.

        :param str choice: covered or fee; the dialog asks for it when left out
        :raises UserError: when nothing was quoted, or the check fee has no product
        """
        if choice is None:
            return self._open_ruling("decline")
        for service in self:
            service.check_access("write")
            service._raise_if_not_open()
            service._cancel_quotations()
            service._lines_to_quote().declined = True
            service.activity_feedback(
                ["mail.mail_activity_data_todo"], user_id=service._who_asks().id
            )
            if choice == "fee":
                service._charge_check_fee()
                service.result = "declined"
                service.action_done()
            else:
                service._go_on()
        return True

    def action_view_quotations(self):
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("service_id", "=", self.id)],
            "context": {"create": False},
        }
        if self.quotation_count == 1:
            order = self.sudo().quotation_ids
            action |= {"res_id": order.id, "views": [(False, "form")], "view_mode": "form"}
        return action

    # === BUSINESS METHODS === #

    def _on_state_changed(self, before):
        """What is cancelled is not waited for any more."""
        result = super()._on_state_changed(before)
        for service in self.filtered(lambda s: s.state == "cancelled"):
            service._cancel_quotations()
        return result

    def _lines_to_quote(self):
        """What the customer would have to pay for and has not agreed to."""
        return self.line_ids.filtered(
            lambda line: line.subtotal and not line.declined and line.order_state != "sale"
        )

    def _orders(self):
        """Where quotations are made: whoever may change the job may quote it."""
        return self.env["sale.order"].sudo().with_company(self.company_id)

    def _open_quotations(self):
        """What waits for an answer, with all rights, the newest first.

        There is one, unless somebody set a cancelled one back to a quotation.
        """
        self.ensure_one()
        orders = self.sudo().quotation_ids.filtered(lambda order: order.state in ("draft", "sent"))
        return orders.sorted("id", reverse=True)

    def _open_quotation(self):
        """The quotation that waits for an answer, with all rights."""
        return self._open_quotations()[:1]

    def _cancel_quotations(self):
        """Nobody waits for an answer any more."""
        self._open_quotations().with_context(hau_mai_declining=True)._action_cancel()

    def _raise_if_not_quoted(self):
        """The open quotation.

        :raises UserError: when there is none
        """
        order = self._open_quotation()
        if not order:
            raise UserError(self.env._("Job %s has no open quotation: quote it first.", self.name))
        return order

    def _raise_if_not_open(self):
        """:raises UserError: when a job is over"""
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._("Job %s is over: take it up again before you quote.", self.name)
            )

    def _prepare_order_vals(self, lines):
        """The quotation of these lines."""
        self.ensure_one()
        deposit = self.company_id.sudo().hau_mai_deposit_percent
        vals = {
            "service_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "user_id": (self.responsible_id or self.env.user).id,
            "origin": self.name,
            "order_line": [Command.create(line._prepare_order_line_vals()) for line in lines],
        }
        if self.address_id:
            vals["partner_shipping_id"] = self.address_id.id
        pricelist = self._pricelist()
        if pricelist:
            vals["pricelist_id"] = pricelist.id
        if deposit:
            vals |= {"require_payment": True, "prepayment_percent": deposit / 100}
        return vals

    def _prepare_requote_commands(self, order, lines):
        """What changes on an open quotation: lines that are new, other, or gone."""
        known = order.order_line.filtered("service_line_id").grouped("service_line_id")
        commands = [
            Command.delete(row.id)
            for line, rows in known.items()
            for row in rows
            if line not in lines
        ]
        for line in lines:
            vals = line._prepare_order_line_vals()
            rows = known.get(line)
            commands.append(Command.update(rows[0].id, vals) if rows else Command.create(vals))
        return commands

    def _charge_check_fee(self):
        """The job ends without the repair: the customer pays for finding the fault.

        :raises UserError: when the company has not said which product that is
        """
        self.ensure_one()
        product = self.company_id.sudo().hau_mai_check_fee_product_id
        if not product:
            raise UserError(
                self.env._(
                    "Which product is the check fee? Choose it in Settings, After-Sales, Repairs."
                )
            )
        reason = self.env._("The customer declined the repair.")
        line = self.line_ids.filtered(lambda row: row.kind == "fee" and not row.declined)[:1]
        if not line:
            line = self.env["hau_mai.service.line"].create(
                {
                    "service_id": self.id,
                    "product_id": product.id,
                    "kind": "fee",
                    "covered": False,
                    "reason": reason,
                }
            )
        if line.subtotal and line.order_state != "sale":
            order = self._orders().create(self._prepare_order_vals(line))
            order.with_context(hau_mai_declining=True).action_confirm()

    def _go_on(self):
        """A job that waited for the customer's answer is taken up again."""
        waiting = self.filtered(lambda s: s.state == "waiting" and s.waiting_for == "customer")
        if waiting:
            waiting.write({"state": "in_progress"})

    def _on_quoted(self):
        """A quotation was sent: the job waits for the answer."""
        waiting = self.filtered(lambda s: s.state in OPEN_STATES and s.state != "waiting")
        if waiting:
            waiting.write({"state": "waiting", "waiting_for": "customer"})

    def _on_declined(self):
        """The customer declined by themselves: the desk is told, and asks how to go on."""
        for service in self.filtered(lambda s: s.state in OPEN_STATES):
            service.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=service._who_asks().id,
                summary=self.env._("Declined: go on with what is covered, or check fee?"),
            )

    def _who_asks(self):
        """Who asks the customer how to go on."""
        self.ensure_one()
        return self.responsible_id or self.company_id._hau_mai_manager()
