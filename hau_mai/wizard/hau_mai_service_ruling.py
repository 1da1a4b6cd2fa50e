from odoo import fields, models


class HauMaiServiceRuling(models.TransientModel):
    """The dialog behind a decision on a job that needs a reason or a choice."""

    _name = "hau_mai.service.ruling"
    _description = "Decision on a Service Job"

    service_ids = fields.Many2many("hau_mai.service", string="Service Jobs", required=True)
    line_ids = fields.Many2many("hau_mai.service.line", string="Work and Parts")
    decision = fields.Selection(
        [
            ("accept", "Accept Out of Term"),
            ("refuse_warranty", "Not a Warranty Case"),
            ("goodwill", "Goodwill"),
            ("charge", "Charge"),
            ("decline", "Customer Declines"),
            ("refuse_remedy", "Refuse Exchange and Refund"),
        ],
        required=True,
    )
    choice = fields.Selection(
        [
            ("covered", "What is covered goes on, the rest is left out"),
            ("fee", "The job ends with the check fee"),
        ],
        string="What Now",
        default="covered",
        required=True,
    )
    reason = fields.Char()

    def action_apply(self):
        """Carry the decision out; the job's own methods ask for reason and rights."""
        self.ensure_one()
        reason = self.reason or ""
        lines = self.line_ids or self.service_ids
        {
            "accept": lambda: self.service_ids.action_accept_out_of_term(reason),
            "refuse_warranty": lambda: self.service_ids.action_refuse_warranty(reason),
            "goodwill": lambda: lines.action_goodwill(reason),
            "charge": lambda: self.line_ids.action_charge(reason),
            "decline": lambda: self.service_ids.action_customer_declines(self.choice),
            "refuse_remedy": lambda: self.service_ids.action_refuse_remedy(reason),
        }[self.decision]()
        return {"type": "ir.actions.act_window_close"}
