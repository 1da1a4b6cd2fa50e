from odoo import models

from .res_partner_after_sales import LIMIT


class ResPartner(models.Model):
    """Who brought a customer, and whom they brought, in the timeline of the page After-Sales."""

    _inherit = "res.partner"

    def _get_after_sales_timeline(self):
        return super()._get_after_sales_timeline() + self._timeline_referrals()

    def _timeline_referrals(self):
        """Referrals of both kinds, with how they stand."""
        model = self.env["hau_mai.referral"]
        if not model.has_access("read"):
            return []
        customer = self.commercial_partner_id
        referrals = model.search(
            ["|", ("referrer_id", "=", customer.id), ("referee_id", "=", customer.id)], limit=LIMIT
        )
        return [referral._describe_on_page(customer) for referral in referrals]


class HauMaiReferral(models.Model):
    """A referral as a line of the timeline of one of the two."""

    _inherit = "hau_mai.referral"

    def _describe_on_page(self, customer):
        self.ensure_one()
        if self.referrer_id == customer:
            title = self.env._("Brought %s", self.referee_id.name)
        else:
            title = self.env._("Brought by %s", self.referrer_id.name)
        states = dict(self._fields["state"]._description_selection(self.env))
        return customer._after_sales_entry(
            self.company_id._hau_mai_day(self.date),
            "fa-users",
            title,
            " · ".join(filter(None, (states[self.state], self.reason))),
            "success" if self.state == "rewarded" else "muted",
            customer._open_action(self),
        )
