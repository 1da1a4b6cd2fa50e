from odoo import fields, models


class HauMaiServiceCenterChoice(models.TransientModel):
    """All centers for one job, the best first, each with what speaks for or against it."""

    _name = "hau_mai.service.center.choice"
    _description = "Choice of a Service Center"

    service_id = fields.Many2one("hau_mai.service", required=True, ondelete="cascade")
    kind = fields.Selection(related="service_id.kind")
    product_id = fields.Many2one(related="service_id.product_id")
    address_id = fields.Many2one(related="service_id.address_id")
    date_start = fields.Datetime(related="service_id.date_start")
    line_ids = fields.One2many("hau_mai.service.center.choice.line", "choice_id")
    reason = fields.Char(
        string="Why Nevertheless",
        help="Needed for a center that something is against; it is kept on the job.",
    )


class HauMaiServiceCenterChoiceLine(models.TransientModel):
    """One center of the choice."""

    _name = "hau_mai.service.center.choice.line"
    _description = "Center to Choose"
    _order = "sequence, id"

    choice_id = fields.Many2one(
        "hau_mai.service.center.choice", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    center_id = fields.Many2one("hau_mai.service.center", required=True, ondelete="cascade")
    kind = fields.Selection(related="center_id.kind")
    phone = fields.Char(related="center_id.phone")
    ok = fields.Boolean(string="Can Do It")
    reason = fields.Char(string="Why")

    def action_choose(self):
        """Give the job to this center.

        :raises UserError: when something is against it and no reason is given
        """
        self.ensure_one()
        self.choice_id.service_id._choose_center(self.center_id, self.choice_id.reason)
        return {"type": "ir.actions.act_window_close"}
