from odoo import api, models

from ..tools.contact import CALL_CHANNELS


class PhoneBlacklist(models.Model):
    """Who is put on Odoo's blacklist wants no advertising by this number any more."""

    _inherit = "phone.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._hau_mai_withdraw()
        return entries

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active"):
            self._hau_mai_withdraw()
        return result

    def _hau_mai_withdraw(self):
        """Taken off the list again, nobody agrees to anything: only a customer can say yes."""
        numbers = self.filtered("active").mapped("number")
        self.env["res.partner"]._withdraw_for_addresses(
            "phone_sanitized", numbers, sorted(CALL_CHANNELS)
        )
