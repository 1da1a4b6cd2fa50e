from odoo import models


class HauMaiSlaStatus(models.Model):
    """The clock and its end: a promise that is broken is written down once."""

    _inherit = "hau_mai.sla.status"

    def _note_misses(self, now):
        """Write down which of these promises are broken, each of them once.

        :param datetime now: UTC
        """
        late = self.filtered(
            lambda clock: (
                clock.active and clock.deadline and clock.deadline < (clock.date_reached or now)
            )
        )
        if fresh := late.filtered(lambda clock: not clock.miss_ids):
            self.env["hau_mai.sla.miss"].sudo()._note(fresh, now)

    def _word_miss(self, waited):
        """Who had the case when the miss was noticed, and for whom it had waited."""
        self.ensure_one()
        user = self.complaint_id.user_id
        who = self.env._("%s had the case.", user.name) if user else self.env._("Nobody had it.")
        labels = {
            "hours_us": self.env._("us"),
            "hours_customer": self.env._("the customer"),
            "hours_supplier": self.env._("the supplier"),
            "hours_center": self.env._("the service center"),
        }
        parts = [
            self.env._(
                "%(time)s for %(party)s", time=self._time_label(waited[key] * 3600), party=label
            )
            for key, label in labels.items()
            if waited[key]
        ]
        if not parts:
            return who
        return self.env._(
            "%(who)s Until it was due, the case waited %(parts)s.", who=who, parts=", ".join(parts)
        )
