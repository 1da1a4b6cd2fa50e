from odoo import fields, models
from odoo.tools import plaintext2html


class HauMaiAmendsMixin(models.AbstractModel):
    """Somebody was not content: a person makes up for it, within some working days.

    For models with ``company_id``, ``user_id`` and activities.
    """

    _name = "hau_mai.amends.mixin"
    _description = "Making Up for It"

    date_recovery = fields.Date(
        string="Make Up for It By", readonly=True, copy=False, groups="base.group_user"
    )

    def _plan_recovery(self, words):
        """An activity to call the customer: for who sold it, else the manager. Once.

        :param str words: what the customer said
        """
        self.ensure_one()
        if self.date_recovery or self.env.context.get("install_mode"):
            return
        user = self._recovery_user()
        self.date_recovery = self.company_id._hau_mai_recovery_day()
        self.with_context(lang=user.lang or self.env.lang).activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self.date_recovery,
            summary=self.with_context(lang=user.lang or self.env.lang)._recovery_summary(),
            note=plaintext2html(words) if words else False,
            user_id=user.id,
        )

    def _recovery_user(self):
        """Who makes up for it."""
        user = self.user_id
        return user if user.active and not user.share else self.company_id._hau_mai_manager()

    def _recovery_summary(self):
        return self.env._("Not content: make up for it")
