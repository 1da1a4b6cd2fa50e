from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """Holds a share of the customers out, of those who may be contacted.

    Who may not be contacted is no good to compare with: they are other people. So the gate
    is asked first, without taking one of the customer's contacts.
    """

    _inherit = "hau_mai.care.runner"

    @api.model
    def _pass_gate(self, touchpoints, now):
        held = self._to_hold_out(touchpoints, now)
        held._hold_out()
        return super()._pass_gate(touchpoints - held, now)

    @api.model
    def _to_hold_out(self, touchpoints, now):
        """Those of these follow-ups that are held out."""
        chosen = touchpoints.filtered(lambda row: row._is_chosen_for_holdout())
        held = touchpoints.browse()
        groups = chosen.grouped(lambda row: (row.company_id, row._contact_channel(), row.purpose))
        for (company, channel, purpose), rows in groups.items():
            partners = rows.partner_id.with_company(company)
            verdicts = partners._contact_verdicts(channel, purpose, now)
            held |= rows.filtered(lambda row, told=verdicts: told[row.partner_id.id][0])
        return held
