from odoo import api, fields, models


class HauMaiUnit(models.Model):
    """Cards of a previous system: where they come from, and Odoo's own import of them."""

    _inherit = "hau_mai.unit"

    _old_number_unique = models.UniqueIndex(
        "(company_id, upper(old_number)) WHERE old_number IS NOT NULL AND state != 'void'",
        "A card of the previous system is here once.",
    )

    old_number = fields.Char(
        string="Old Card Number", copy=False, help="Its number in the previous system."
    )
    card_import_id = fields.Many2one(
        "hau_mai.card.import",
        string="Imported With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="hau_mai.group_manager",
    )
    old_start = fields.Date(
        string="Start on the Old Card",
        compute="_compute_old_start",
        inverse="_inverse_old_start",
        groups="hau_mai.group_manager",
        help="For Odoo's import: the first day of the warranty, as the old card says.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date_start_manual", "old_number")
    def _compute_old_start(self):
        for unit in self:
            unit.old_start = unit.old_number and unit.date_start_manual

    def _inverse_old_start(self):
        for unit in self.filtered("old_start"):
            unit.write(
                {
                    "date_start_manual": unit.old_start,
                    "date_start_reason": self.env._("Card of the previous system"),
                }
            )

    # === ODOO'S OWN IMPORT === #

    @api.model
    def load(self, fields, data):  # noqa: A002
        """Odoo's own import tells nobody anything: what it makes was sold long ago."""
        return super(HauMaiUnit, self.with_context(install_mode=True)).load(fields, data)

    def _load_records_create(self, vals_list):
        return super()._load_records_create(self._fill_policies(vals_list))

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Warranty Cards"),
                "template": "/hau_mai/static/import/warranty_cards.csv",
            }
        ]

    # === BUSINESS METHODS === #

    @api.model
    def _fill_policies(self, vals_list):
        """Where a file says nothing of the policy, it is the product's, as on the form."""
        products = self.env["product.product"].browse(
            {vals["product_id"] for vals in vals_list if vals.get("product_id")}
        )
        promised = {}
        filled = []
        for vals in vals_list:
            company_id = vals.get("company_id") or self.env.company.id
            if "policy_id" not in vals and vals.get("product_id"):
                if company_id not in promised:
                    company = self.env["res.company"].browse(company_id)
                    promised[company_id] = products.product_tmpl_id._promised(
                        "warranty_policy_id", company
                    )
                product = products.browse(vals["product_id"])
                policy = promised[company_id][product.product_tmpl_id]
                vals = {**vals, "policy_id": policy.id}
            filled.append(vals)
        return filled
