from odoo import api, fields, models
from odoo.fields import Command, Domain


class HauMaiUnit(models.Model):
    """Exchange or refund due on a warranty card, and what a refund makes."""

    _inherit = "hau_mai.unit"

    remedy_due = fields.Boolean(
        string="Exchange or Refund Due",
        compute="_compute_remedy",
        search="_search_remedy_due",
        groups="hau_mai.group_user_own",
    )
    remedy_reason = fields.Char(compute="_compute_remedy", groups="hau_mai.group_user_own")

    def _compute_remedy(self):
        due = self.env["hau_mai.service"].sudo()
        due = due.search([("unit_id", "in", self.ids), ("remedy_due", "=", True)])
        jobs = due.grouped("unit_id")
        for unit in self:
            job = jobs.get(unit._origin, due.browse())[:1]
            unit.remedy_due = bool(job)
            unit.remedy_reason = job and f"{job.name}: {job.remedy_reason}"

    def action_view_remedy(self):
        """The job on which exchange or refund is due: there it is decided."""
        self.ensure_one()
        job = self.env["hau_mai.service"].search(
            [("unit_id", "=", self.id), ("remedy_due", "=", True)], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "hau_mai.service",
            "res_id": job.id,
            "view_mode": "form",
        }

    @api.model
    def _search_remedy_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("service_ids.remedy_due", "=", True)

    def _make_refund(self, service):
        """A draft credit note of this unit, and the unit as returned.

        :return: the credit note; none when nothing of it was invoiced
        """
        self.ensure_one()
        reason = self.env._("Refund on job %s", service.name)
        if self.state == "valid":
            self.write({"state": "returned", "state_reason": reason})
            self.env["hau_mai.touchpoint"]._cancel_for(self, reason)
        invoiced = self.sale_line_id.invoice_lines.filtered(
            lambda row: row.parent_state == "posted" and row.move_id.move_type == "out_invoice"
        )[:1]
        moves = self.env["account.move"].with_company(self.company_id)
        return moves.create(self._prepare_refund_vals(invoiced, reason)) if invoiced else moves

    def _prepare_refund_vals(self, invoiced, reason):
        """The credit note of one unit, priced as it was invoiced."""
        invoice = invoiced.move_id
        return {
            "move_type": "out_refund",
            "partner_id": invoice.partner_id.id,
            "currency_id": invoice.currency_id.id,
            "journal_id": invoice.journal_id.id,
            "reversed_entry_id": invoice.id,
            "invoice_origin": invoice.invoice_origin,
            "ref": reason,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": invoiced.product_id.id,
                        "name": invoiced.name,
                        "quantity": self.quantity,
                        "product_uom_id": self.uom_id.id or invoiced.product_uom_id.id,
                        "price_unit": invoiced.product_uom_id._compute_price(
                            invoiced.price_unit, self.uom_id or invoiced.product_uom_id
                        ),
                        "discount": invoiced.discount,
                        "tax_ids": [Command.set(invoiced.tax_ids.ids)],
                        "account_id": invoiced.account_id.id,
                        "sale_line_ids": [Command.set(invoiced.sale_line_ids.ids)],
                    }
                )
            ],
        }
