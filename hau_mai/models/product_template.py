from odoo import api, fields, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    _inherit = "product.template"

    warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        company_dependent=True,
        check_company=True,
        help="Empty: the category's, else the company's default.",
    )
    effective_warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Promised Warranty",
        compute="_compute_effective_warranty_policy_id",
        help="What is promised when it is sold: by the product, its category or the company.",
    )
    warranty_sentence = fields.Char(compute="_compute_effective_warranty_policy_id")
    unit_count = fields.Integer(string="Warranty Cards", compute="_compute_unit_count")
    without_warranty_policy = fields.Boolean(
        compute="_compute_effective_warranty_policy_id",
        search="_search_without_warranty_policy",
    )

    @api.depends("warranty_policy_id", "categ_id", "type")
    @api.depends_context("company", "lang")
    def _compute_effective_warranty_policy_id(self):
        policies = self._promised("warranty_policy_id", self.env.company)
        for template in self:
            policy = policies[template]
            template.effective_warranty_policy_id = policy
            template.warranty_sentence = policy.sentence
            template.without_warranty_policy = not policy and template._takes_default()

    def _search_without_warranty_policy(self, operator, value):
        """Goods for which neither product, category nor company says anything."""
        if operator != "in":
            return NotImplemented
        if self.env.company.warranty_policy_id:
            without = Domain.FALSE
        else:
            chosen = self.env["product.category"].search([("warranty_policy_id", "!=", False)])
            without = Domain(
                [
                    ("type", "=", "consu"),
                    ("warranty_policy_id", "=", False),
                    "!",
                    ("categ_id", "child_of", chosen.ids),
                ]
            )
            parent = self.env.company.sudo().parent_id
            if parent:
                there = self.sudo().with_company(parent)
                query = there._search([("without_warranty_policy", "=", True)])
                without &= Domain("id", "in", query)
        return without if True in value else ~without

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit_count(self):
        counts = self.env["hau_mai.unit"]._count_by(
            "product_tmpl_id", [("product_tmpl_id", "in", self.ids), ("state", "=", "valid")]
        )
        for template in self:
            template.unit_count = counts.get(template, 0)

    def _promised(self, fname, company):
        """What is promised with each product in a company: product, category, company.

        A service is promised something only by itself or its category, a combo
        never (its items are). A branch promises what its company promises, where
        it says nothing itself.

        :param str fname: the field that promises it, such as ``warranty_policy_id``
        :return: {template: record}, the record may be empty
        """
        templates = self.with_company(company)
        by_category = templates.categ_id._promised(fname)
        default = company.sudo()[fname]
        none = self.env[self._fields[fname].comodel_name]
        promised = {}
        for template in templates:
            promise = template[fname] or by_category.get(template.categ_id, none)
            if not promise and template._takes_default():
                promise = default
            promised[template] = none if template.type == "combo" else promise
        parent = company.sudo().parent_id
        silent = parent and self.filtered(lambda template: not promised[template])
        if silent:
            # who works in the branch need not be let into its company
            inherited = silent.sudo()._promised(fname, parent)
            for template in silent:
                promised[template] = none.browse(inherited[template].id)
        return promised

    def _takes_default(self):
        """Whether the company's default holds for a product that says nothing itself."""
        self.ensure_one()
        return self.type == "consu"

    def action_view_units(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        return action | {"domain": [("product_tmpl_id", "in", self.ids)], "context": {}}
