from odoo import models


class PrivacyLog(models.Model):
    """Core's log, also of customers who have a phone number and no e-mail."""

    _inherit = "privacy.log"

    def _anonymize_email(self, label):
        """A number without a domain: its last two digits are left."""
        if "@" in (label or ""):
            return super()._anonymize_email(label)
        return "*" * max(len(label or "") - 2, 1) + (label or "")[-2:]
