from odoo import api, fields, models


class ResPartner(models.Model):
    """What was written to a customer by itself, and what it cost."""

    _inherit = "res.partner"

    message_count_sent = fields.Integer(
        string="Messages Sent", compute="_compute_message_cost", groups="hau_mai.group_user_own"
    )
    message_cost = fields.Monetary(
        string="Cost of Messages", compute="_compute_message_cost", groups="hau_mai.group_user_own"
    )

    @api.depends_context("uid", "company")
    def _compute_message_cost(self):
        """Of the current company: costs are in its currency."""
        figures = {
            partner: (count, cost)
            for partner, count, cost in self.env["hau_mai.touchpoint"]._read_group(
                [
                    ("partner_id", "in", self.ids),
                    ("company_id", "=", self.env.company.id),
                    ("date_sent", "!=", False),
                    ("channel", "!=", "activity"),
                ],
                ["partner_id"],
                ["__count", "cost:sum"],
            )
        }
        for partner in self:
            count, cost = figures.get(partner._origin, (0, 0.0))
            partner.update({"message_count_sent": count, "message_cost": cost})
