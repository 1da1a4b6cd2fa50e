from odoo import models

#: State of an SMS -> what is written on its follow-ups.
DELIVERIES = {"process": "sent", "pending": "sent", "sent": "sent"}


class SmsTracker(models.Model):
    """What the provider says of an SMS is written on the follow-ups it was about."""

    _inherit = "sms.tracker"

    def _action_update_from_sms_state(self, sms_state, failure_type=False, failure_reason=False):
        result = super()._action_update_from_sms_state(
            sms_state, failure_type=failure_type, failure_reason=failure_reason
        )
        if delivery := DELIVERIES.get(sms_state):
            self._told_touchpoints()._note_delivery(delivery)
        elif sms_state in ("error", "canceled"):
            reason = failure_reason or self._sms_failure_in_words(failure_type)
            self._told_touchpoints()._not_delivered(reason)
        return result

    def _action_update_from_provider_error(self, provider_error):
        result = super()._action_update_from_provider_error(provider_error)
        status, failure_type, failure_reason = result
        reason = failure_reason or self._sms_failure_in_words(failure_type)
        self._told_touchpoints()._not_delivered(reason, "bounced" if status else "failed")
        return result

    def _told_touchpoints(self):
        """The follow-ups these text messages were about."""
        uuids = self.mapped("sms_uuid")
        return self.env["hau_mai.touchpoint"].sudo().search([("sms_uuid", "in", uuids)])

    def _sms_failure_in_words(self, failure_type):
        """Why an SMS did not arrive, for people."""
        field = self.env["mail.notification"]._fields["failure_type"]
        labels = dict(field._description_selection(self.env))
        return labels.get(failure_type) or self.env._("The SMS was not delivered.")
