from odoo import api, fields, models


class HauMaiUnit(models.Model):
    """A start that nobody wrote down: estimated from the order date and the lead time."""

    _inherit = "hau_mai.unit"

    _estimated_idx = models.Index("(company_id, date_start) WHERE is_estimated IS TRUE")

    estimated = fields.Char(
        readonly=True,
        copy=False,
        help="The start moments whose day was estimated from order date and lead time.",
    )
    estimated_lead_days = fields.Integer(readonly=True, copy=False)
    is_estimated = fields.Boolean(
        string="Estimated Start",
        compute="_compute_is_estimated",
        store=True,
        help="Nobody wrote down when this began. Set the start by hand once you know it.",
    )

    # === COMPUTE METHODS === #

    @api.depends("estimated", "date_start_manual")
    def _compute_is_estimated(self):
        for unit in self:
            unit.is_estimated = bool(unit.estimated) and not unit.date_start_manual

    # === BUSINESS METHODS === #

    def _is_estimated_by(self, trigger):
        """Whether the day of this start moment was estimated."""
        self.ensure_one()
        return trigger in (self.estimated or "").split(",")

    def _apply_match(self, fname, match):
        """What delivery or invoice say by now is no estimate any more."""
        trigger = {"date_delivered": "delivery", "date_invoiced": "invoice"}[fname]
        for unit in self.browse(match.dates).filtered("estimated"):
            left = set(unit.estimated.split(",")) - {trigger}
            unit.estimated = ",".join(sorted(left)) or False
        return super()._apply_match(fname, match)

    def _prepare_split_vals(self):
        return super()._prepare_split_vals() | {
            "estimated": self.estimated,
            "estimated_lead_days": self.estimated_lead_days,
            "past_orders_id": self.sudo().past_orders_id.id,
        }
