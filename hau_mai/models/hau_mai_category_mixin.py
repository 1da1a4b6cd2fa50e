from odoo import api, fields, models


class HauMaiCategoryMixin(models.AbstractModel):
    """Names in a tree: "Product / Defect". The model that uses it declares ``parent_id``."""

    _name = "hau_mai.category.mixin"
    _description = "Tree of Names"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", store=True, recursive=True
    )
    parent_id = fields.Many2one(
        "hau_mai.category.mixin", string="Part Of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="All companies when empty.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for node in self:
            parent = node.parent_id.complete_name
            node.complete_name = f"{parent} / {node.name}" if parent else node.name

    @api.depends("name", "parent_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """In the language of who reads it, which the stored name has no room for."""
        for node in self:
            names, parent = [node.name or ""], node.parent_id
            while parent:
                names.insert(0, parent.name or "")
                parent = parent.parent_id
            node.display_name = " / ".join(names)
