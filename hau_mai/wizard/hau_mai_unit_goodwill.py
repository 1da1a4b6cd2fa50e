from odoo import api, fields, models
from odoo.fields import Command

from ..models.hau_mai_warranty_term import DURATION_UNITS, SCOPES
from ..tools.recurrence import add_duration

#: What the dialog asks, besides the components.
ASKED = (
    "scope", "covers_parts", "covers_labour", "covers_transport", "date_from", "duration",
    "duration_unit", "amount", "reason",
)  # fmt: skip


class HauMaiUnitGoodwill(models.TransientModel):
    """The dialog that asks what is given on a card though nobody promised it."""

    _name = "hau_mai.unit.goodwill"
    _description = "Giving Goodwill"

    unit_id = fields.Many2one("hau_mai.unit", required=True, readonly=True)
    company_id = fields.Many2one(related="unit_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    scope = fields.Selection(SCOPES, string="On", required=True, default="unit")
    component_ids = fields.Many2many("product.product", string="Components")
    covers_parts = fields.Boolean(string="Parts", default=True)
    covers_labour = fields.Boolean(string="Labour", default=True)
    covers_transport = fields.Boolean(string="Transport")
    date_from = fields.Date(
        string="From",
        compute="_compute_date_from",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    duration = fields.Integer(default=6, required=True)
    duration_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    date_to = fields.Date(string="Until", compute="_compute_date_to")
    amount = fields.Monetary(string="May Cost", help="What it may cost the company.")
    reason = fields.Char(required=True)
    needs_approval = fields.Char(compute="_compute_needs_approval")

    @api.depends("unit_id")
    def _compute_date_from(self):
        """After the warranty where it still runs; else from today."""
        for dialog in self:
            today = dialog.unit_id.company_id._hau_mai_today()
            dialog.date_from = max(filter(None, (dialog.unit_id.date_end_main, today)))

    @api.depends("date_from", "duration", "duration_unit")
    def _compute_date_to(self):
        for dialog in self:
            known = dialog.date_from and dialog.duration > 0
            dialog.date_to = known and add_duration(
                dialog.date_from, dialog.duration, dialog.duration_unit
            )

    @api.depends("unit_id", "amount")
    def _compute_needs_approval(self):
        """Why somebody else has to approve it, while it is typed."""
        for dialog in self:
            unit = dialog.unit_id._origin
            allowed, code = unit._goodwill_verdict(dialog.amount) if unit else (True, "")
            over = not allowed and code == "limit"
            dialog.needs_approval = over and unit._word_goodwill(code, dialog.amount)

    def action_apply(self):
        """Give it, or ask for the approval."""
        self.ensure_one()
        self.unit_id._give_goodwill(
            {fname: self[fname] for fname in ASKED}
            | {
                "component_ids": self.scope == "component"
                and [Command.set(self.component_ids.ids)]
                or []
            }
        )
        return {"type": "ir.actions.act_window_close"}
