from datetime import timedelta

from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """Asks customers whether they recommend us, each once a turn."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out_nps(self, touchpoints, now):
        """Ask, with a link to the page of the customer's question."""
        asking = touchpoints._turns_to_ask()
        if not asking:
            return
        self._send_message(asking, now)
        self._note_asked(asking.filtered(lambda row: row.state == "done"), now)

    @api.model
    def _note_asked(self, touchpoints, now):
        """Open the questions of these follow-ups, which left for their customers."""
        turns = self.env["hau_mai.nps"].sudo().with_context(tracking_disable=True)
        products = self.env["hau_mai.touchpoint"]._order_products
        for company, group in touchpoints.grouped("company_id").items():
            asked = turns.browse(group.mapped("res_id"))
            until = company._hau_mai_day(now) + timedelta(days=company.hau_mai_nps_open_days)
            asked.write({"state": "asked", "date_sent": now, "date_until": until})
            for turn, touchpoint in zip(asked, group, strict=True):
                turn.touchpoint_id = touchpoint
                turn.partner_id = touchpoint.partner_id
                turn.categ_id = products(turn.order_id)[:1].categ_id
