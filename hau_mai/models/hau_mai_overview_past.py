from odoo import api, models


class HauMaiOverview(models.AbstractModel):
    """A business with a past is told that it has one, until somebody looked at it."""

    _inherit = "hau_mai.overview"

    @api.model
    def _setup_figures(self):
        figures = super()._setup_figures()
        runs = self.env["hau_mai.past.orders"]
        company = self.env.company
        if runs.search_count([("company_id", "=", company.id)], limit=1):
            return figures
        lines = self.env["sale.order.line"]
        domain = lines._past_domain(company, last=runs._day_of_installation())
        count = self._count(lines._name, list(domain))
        if not count:
            return figures
        action = {
            "type": "ir.actions.act_window",
            "res_model": runs._name,
            "views": [(False, "form")],
        }
        label = self.env._("order lines from before: make their warranties")
        return [*figures, self._figure("past_orders", label, count, action, "warning")]
