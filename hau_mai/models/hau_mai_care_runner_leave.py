from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """What every channel that reaches the customer by itself has in common."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out(self, touchpoints, now):
        """While data is installed or imported nothing leaves; it waits."""
        if self.env.context.get("install_mode"):
            touchpoints = touchpoints.filtered(lambda row: row.channel == "activity")
        return super()._carry_out(touchpoints, now)

    @api.model
    def _leave(self, touchpoints, sent_by, now, delivery="queued"):
        """Note that what these follow-ups are about is on its way: they are done.

        :param str sent_by: channel of the consent it needed: email, sms, messenger, post
        :param datetime now: UTC; what the caps of the gate count
        :param str delivery: what is known of it
        """
        quiet = touchpoints.with_context(tracking_disable=True)
        for company, group in quiet.grouped("company_id").items():
            group.write(
                {
                    "state": "done",
                    "date_done": company._hau_mai_day(now),
                    "date_sent": now,
                    "sent_by": sent_by,
                    "delivery": delivery,
                    "reason": False,
                    "reason_code": False,
                }
            )
