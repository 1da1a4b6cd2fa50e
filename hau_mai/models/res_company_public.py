from odoo import api, fields, models
from odoo.tools import ormcache

#: What says whether there is a page on which warranties are checked.
OPENS = {"hau_mai_warranty_check", "active"}


class ResCompany(models.Model):
    """What a company shows to everybody about its warranties."""

    _inherit = "res.company"

    hau_mai_warranty_check = fields.Boolean(
        string="Page “Check a Warranty”",
        help="A page everybody can open tells whether a device is under warranty and until when, "
        "to who knows its number and the last 4 digits of the customer's phone.",
        prefetch="hau_mai",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(vals.get("hau_mai_warranty_check") for vals in vals_list):
            self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        res = super().write(vals)
        if OPENS & vals.keys():
            self.env.registry.clear_cache()
        return res

    @api.model
    @ormcache()
    def _hau_mai_check_is_open(self):
        """Whether any company publishes the page on which warranties are checked."""
        return bool(self.sudo().search_count([("hau_mai_warranty_check", "=", True)], limit=1))
