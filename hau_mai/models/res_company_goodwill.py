from odoo import fields, models


class ResCompany(models.Model):
    """How much goodwill a company lets its people give on one warranty card."""

    _inherit = "res.company"

    _hau_mai_goodwill_settings = models.Constraint(
        "CHECK (hau_mai_goodwill_limit_user >= 0 AND hau_mai_goodwill_limit_all >= 0)",
        "Limits of goodwill cannot be negative.",
    )

    hau_mai_goodwill_limit_user = fields.Monetary(
        string="Goodwill Limit: Own Documents",
        currency_field="currency_id",
        groups="base.group_user",
        help="What the goodwill of a user of own documents may cost on one card.",
        prefetch="hau_mai",
    )
    hau_mai_goodwill_limit_all = fields.Monetary(
        string="Goodwill Limit: All Documents",
        currency_field="currency_id",
        groups="base.group_user",
        help="What the goodwill of a user of all documents may cost on one card.",
        prefetch="hau_mai",
    )

    def _hau_mai_goodwill_limit(self):
        """What goodwill of the user may cost on one card; None: as much as they like."""
        company = self.sudo()
        return self._hau_mai_limit_by_role(
            company.hau_mai_goodwill_limit_user, company.hau_mai_goodwill_limit_all
        )
