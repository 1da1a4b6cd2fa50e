from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class HauMaiPrivacyErasure(models.TransientModel):
    """Shows what erasing a customer does and what stays, and does it."""

    _name = "hau_mai.privacy.erasure"
    _description = "Erasure of a Customer"

    request_id = fields.Many2one("hau_mai.privacy.request", required=True, readonly=True)
    partner_id = fields.Many2one(related="request_id.partner_id")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    preview_rows = fields.Html(compute="_compute_preview", sanitize=False)
    understood = fields.Boolean(string="I know that this cannot be undone")

    # === COMPUTE METHODS === #

    @api.depends("request_id")
    def _compute_preview(self):
        render = self.env["ir.qweb"]._render
        for wizard in self:
            wizard.preview = wizard.preview_rows = False
            if wizard.partner_id:
                values = wizard._prepare_preview()
                wizard.preview = render("hau_mai.privacy_erasure_contact", values)
                wizard.preview_rows = render("hau_mai.privacy_erasure_rows", values)

    def _prepare_preview(self):
        """What stays of the contact and why, and a row for each kind of data."""
        register = self.env["hau_mai.privacy.register"].sudo()
        plan, rows = self.partner_id._privacy_plan(self.request_id.company_id)
        return {
            "partner": self.partner_id,
            "plan": plan,
            "grounds": self.partner_id._privacy_grounds(plan),
            "look_again": plan.look_again and format_date(self.env, plan.look_again),
            "rows": [
                {
                    "label": register._word(holding.label),
                    "erased": len(erased),
                    "kept": len(held) - len(erased),
                    "why": register._ground(holding.ground) if len(erased) < len(held) else "",
                }
                for holding, held, erased in rows
                if holding.kind != "person"
            ],
        }

    # === ACTION METHODS === #

    def action_apply(self):
        """Tell the customer, then erase: afterwards nobody knows where to reach them.

        :raises UserError: until the box is ticked
        """
        self.ensure_one()
        if not self.understood:
            raise UserError(
                self.env._("Tick the box: what is erased cannot be brought back by anybody.")
            )
        self.request_id._erase_customer()
        return {"type": "ir.actions.act_window_close"}
