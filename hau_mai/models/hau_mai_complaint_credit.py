from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import formatLang

from ..tools.compensation import spread


class HauMaiComplaint(models.Model):
    """Credit notes of what the customer paid. They stay drafts: an accountant posts them."""

    _inherit = "hau_mai.complaint"

    def _make_credit(self, scope, amount=0):
        """Prepare credit notes of the order's invoices, each once.

        :param str scope: all, product (the lines of the case's product) or amount
        :param float amount: with taxes, in the currency of the invoices
        :raises UserError: when nothing is posted, or not so much of it is left
        """
        self.ensure_one()
        actions = self._credited()
        if actions:
            return actions
        shares = self._spread_credit(self._invoices_to_credit(), scope, amount)
        for invoice, share in shares.items():
            actions |= self._do_once(
                "credit_note",
                lambda invoice=invoice, share=share: self._credit(invoice, scope, share),
                invoice.id,
            )
        drafts = ", ".join(actions.mapped("name"))
        self._remind(self.company_id._hau_mai_manager(), self.env._("Check and post: %s", drafts))
        return actions

    def _invoices_to_credit(self):
        """The posted invoices of the order, the newest first, with all rights.

        :raises UserError: when the order is somebody else's, or nothing is posted
        """
        order = self.order_id.sudo()
        if order and (
            order.company_id != self.company_id
            or order.partner_id.commercial_partner_id != self.commercial_partner_id.sudo()
        ):
            raise UserError(
                self.env._(
                    "Order %(order)s is not of the customer of case %(case)s.",
                    order=order.name,
                    case=self.name,
                )
            )
        invoices = order.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        )
        if not invoices:
            raise UserError(
                self.env._(
                    "There is no posted invoice to credit: choose the order of case %s, or give "
                    "the customer something else.",
                    self.name,
                )
            )
        return invoices.sorted(lambda move: (move.invoice_date, move.id), reverse=True)

    def _credited(self):
        """What was credited for this case since it was taken up, and still is."""
        return self._actions_of_this_round().filtered(
            lambda action: action.kind == "credit_note" and not action._is_void()
        )

    def _spread_credit(self, invoices, scope, amount):
        """How much is credited on which invoice: ``{invoice: amount}``.

        :raises UserError: when less is left than is wanted
        """
        left = [_left_to_credit(invoice) for invoice in invoices]
        if scope == "product":
            lines = [self._lines_to_credit(invoice, scope) for invoice in invoices]
            wanted = [sum(rows.mapped("price_total")) for rows in lines]
            shares = [min(pair) for pair in zip(wanted, left, strict=True)]
            enough = sum(shares) > 0
        elif scope == "all":
            shares, enough = left, sum(left) > 0
        else:
            shares = spread(amount, left)
            enough = amount > 0 and not invoices.currency_id[:1].compare_amounts(
                sum(shares), amount
            )
        if not enough:
            raise UserError(
                self.env._(
                    "On the invoices of order %(order)s, %(left)s can still be credited. "
                    "Choose an amount up to it, and of what was invoiced.",
                    order=self.order_id.sudo().name,
                    left=formatLang(self.env, sum(left), currency_obj=invoices.currency_id[:1]),
                )
            )
        return {inv: share for inv, share in zip(invoices, shares, strict=True) if share > 0}

    def _lines_to_credit(self, invoice, scope):
        """The lines of an invoice that a credit note of this scope begins with."""
        lines = invoice.invoice_line_ids.filtered(lambda row: row.display_type == "product")
        if scope != "product":
            return lines
        if self.sale_line_id:
            return lines.filtered(lambda row: self.sale_line_id.sudo() in row.sale_line_ids)
        return lines.filtered(lambda row: row.product_id == self.product_id.sudo())

    def _credit(self, invoice, scope, amount):
        """A draft credit note of one invoice, as Odoo's own dialog makes it.

        :param float amount: what it comes to, with taxes
        :return: values of the row that remembers it
        """
        moves = invoice.with_company(invoice.company_id)
        wizard = self.env["account.move.reversal"].sudo().with_company(invoice.company_id)
        reversal = wizard.create(
            {
                "move_ids": [Command.set(moves.ids)],
                "journal_id": invoice.journal_id.id,
                "company_id": invoice.company_id.id,
                "date": invoice.company_id._hau_mai_today(),
                "reason": self.env._("Case %s", self.name),
            }
        )
        reversal.refund_moves()
        credit = reversal.new_move_ids
        kept = self._lines_to_credit(credit, scope)
        (credit.invoice_line_ids - kept).unlink()
        if credit.currency_id.compare_amounts(credit.amount_total, amount) > 0:
            _shrink(credit, amount)
        return {
            "move_id": credit.id,
            "name": self.env._("Credit note of %s", invoice.name),
            "currency_id": credit.currency_id.id,
            "amount": credit.amount_total,
            "cost": abs(credit.amount_total_signed),
        }

    def _open_promises(self):
        drafts = self._done("credit_note").filtered(lambda action: action.move_id.state == "draft")
        return super()._open_promises() + [
            self.env._("%s is a draft yet.", action.name) for action in drafts
        ]


def _left_to_credit(invoice):
    """What of an invoice no credit note takes back, with taxes, in its currency."""
    notes = invoice.reversal_move_ids.filtered(lambda move: move.state != "cancel")
    return invoice.amount_total - sum(notes.mapped("amount_total"))


def _shrink(credit, amount):
    """Let a credit note come to less, each line in proportion, without touching quantities
    sold: what stays sold is not to be invoiced again."""
    ratio = amount / credit.amount_total
    credit.invoice_line_ids = [
        Command.update(
            line.id,
            {
                "price_unit": line.price_unit * line.quantity * (1 - line.discount / 100) * ratio,
                "quantity": 1,
                "discount": 0,
                "sale_line_ids": [Command.clear()],
            },
        )
        for line in credit.invoice_line_ids
    ]
