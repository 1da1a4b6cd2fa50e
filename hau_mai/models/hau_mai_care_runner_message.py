from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """Messages: one for all that is due to a customer by the same rule.

    A way is a method ``_send_by_<channel>(rule, groups, now)``: it queues a message for
    each group of follow-ups and calls :meth:`_leave`. Nothing is sent in the transaction.
    """

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out_email(self, touchpoints, now):
        """Queue the e-mail, or what is tried after it."""
        self._send_message(touchpoints, now)

    @api.model
    def _carry_out_sms(self, touchpoints, now):
        """Queue the SMS, or what is tried after it."""
        self._send_message(touchpoints, now)

    @api.model
    def _send_message(self, touchpoints, now):
        """Queue the message of these follow-ups, by the way each of them leaves.

        :param datetime now: UTC
        """
        touchpoints = touchpoints.with_context(tracking_disable=True)
        by_way = touchpoints.grouped(lambda row: (row._contact_channel(), row.rule_id))
        for (way, rule), rows in by_way.items():
            groups = list(rows.grouped(lambda row: (row.company_id, row.partner_id)).values())
            getattr(self, f"_send_by_{way}")(rule, groups, now)

    @api.model
    def _leaders(self, groups):
        """The follow-up that stands for each group, in one record set."""
        return groups[0].browse([group[0].id for group in groups])
