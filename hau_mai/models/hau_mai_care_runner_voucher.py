from dateutil.relativedelta import relativedelta

from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """Vouchers: the coupon is made first, then the message that tells its code.

    Both in one transaction: no code without a message, no message without a code.
    """

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out_voucher(self, touchpoints, now):
        """Make what is still missing, and tell the customers."""
        without = touchpoints.filtered(lambda row: not row.card_id)
        by_rule = without.grouped(lambda row: (row.rule_id, row.company_id))
        for (rule, company), rows in by_rule.items():
            self._give_vouchers(rule.with_company(company), company, rows, now)
        given = touchpoints.filtered("card_id")
        if given:
            self._send_message(given, now)

    @api.model
    def _give_vouchers(self, rule, company, touchpoints, now):
        """A voucher for each customer, for all they are told of together. Never a second one.

        For whom there is no program there is no follow-up either: it says so.
        """
        programs = rule._voucher_programs(touchpoints.partner_id)
        by_customer = touchpoints.grouped("partner_id")
        nothing = touchpoints.filtered(lambda row: not programs.get(row.partner_id.id))
        nothing._cancel("rule", self.env._("There is no voucher for this customer."))
        until = rule.voucher_days and company._hau_mai_day(now) + relativedelta(
            days=rule.voucher_days
        )
        partners = (touchpoints - nothing).partner_id
        for program, those in partners.grouped(lambda partner: programs[partner.id]).items():
            cards = program.with_company(company)._hau_mai_issue(
                those, [rule.name] * len(those), rule.voucher_points, until or None
            )
            for partner, card in zip(those, cards, strict=True):
                by_customer[partner].write({"card_id": card.id})
