from odoo import api, fields, models

from ..models.hau_mai_forfeiture import FORFEITURE_KINDS


class HauMaiUnitForfeiture(models.TransientModel):
    """The dialog that asks which warranty periods end, why, and what proves it."""

    _name = "hau_mai.unit.forfeiture"
    _description = "Ending a Warranty"

    unit_id = fields.Many2one("hau_mai.unit", required=True, readonly=True)
    coverage_ids = fields.Many2many(
        "hau_mai.coverage",
        string="What Ends",
        compute="_compute_coverage_ids",
        store=True,
        readonly=False,
    )
    kind = fields.Selection(FORFEITURE_KINDS, string="What Happened", required=True)
    reason = fields.Text(required=True)
    date = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._hau_mai_today()
    )
    service_id = fields.Many2one("hau_mai.service", string="Seen on Job")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence")
    exclusions = fields.Html(related="unit_id.exclusions")
    by_email = fields.Boolean(compute="_compute_by_email")

    @api.depends("unit_id")
    def _compute_coverage_ids(self):
        for dialog in self:
            dialog.coverage_ids = dialog.unit_id._origin._forfeitable()

    @api.depends("unit_id")
    def _compute_by_email(self):
        for dialog in self:
            dialog.by_email = bool(dialog.unit_id.partner_id.email)

    def action_apply(self):
        """End it, and show the letter."""
        self.ensure_one()
        row = self.unit_id._forfeit(
            self.coverage_ids,
            self.kind,
            self.reason,
            self.date,
            self.attachment_ids,
            self.service_id,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End of a Warranty"),
            "res_model": row._name,
            "res_id": row.id,
            "views": [(False, "form")],
        }
