from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """What is due asks the gate: it leaves, waits for the next allowed moment, or is cancelled.

    What waits for an open complaint is looked at every day, and cancelled when it was held
    for longer than the company says.
    """

    _inherit = "hau_mai.care.runner"

    @api.model
    def _pass_gate(self, touchpoints, now):
        """Those whose customer may be contacted now; they have taken a slot.

        The others are put on the next allowed moment, or cancelled with the reason.
        """
        allowed = touchpoints.browse()
        taken = {}
        groups = touchpoints.grouped(
            lambda row: (row.company_id, row._contact_channel(), row.purpose)
        )
        for (company, channel, purpose), group in groups.items():
            for contacts in self._single_contacts(group):
                partners = contacts.partner_id.with_company(company)
                verdicts = partners._contact_take(channel, purpose, now, taken)
                refused = contacts.filtered(
                    lambda row, told=verdicts: not told[row.partner_id.id][0]
                )
                allowed |= contacts - refused
                self._turn_away(refused, verdicts, now, taken)
        return allowed

    @api.model
    def _single_contacts(self, touchpoints):
        """These follow-ups in parts that contact each customer once: by one rule."""
        parts = {}
        for rows in touchpoints.grouped("partner_id").values():
            for number, same_rule in enumerate(rows.grouped("rule_id").values()):
                parts.setdefault(number, []).extend(same_rule.ids)
        return [touchpoints.browse(ids) for ids in parts.values()]

    @api.model
    def _turn_away(self, touchpoints, verdicts, now, taken=None):
        """Move refused follow-ups to the next allowed moment, or cancel them.

        :param touchpoints: of one company, channel and purpose
        :param datetime now: UTC
        :param dict taken: the slots taken in this pass
        """
        if not touchpoints:
            return
        first = touchpoints[0]
        company, purpose = first.company_id, first.purpose
        partners = touchpoints.partner_id.with_company(company)
        moments = partners._contact_next_moments(first._contact_channel(), purpose, now, taken)

        def fate(touchpoint):
            partner_id = touchpoint.partner_id.id
            return moments[partner_id], verdicts[partner_id][1]

        for (moment, reason), group in touchpoints.grouped(fate).items():
            if moment:
                group._wait_until(moment, reason, now)
            else:
                group._refuse(reason)
