from odoo import api, models


class MailBlacklist(models.Model):
    """Who is put on Odoo's blacklist, by whatever way, wants no advertising by email any more."""

    _inherit = "mail.blacklist"

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
        emails = self.filtered("active").mapped("email")
        self.env["res.partner"]._withdraw_for_addresses("email_normalized", emails, ["email"])
