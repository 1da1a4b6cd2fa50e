from odoo import fields, models


class HauMaiConditionItem(models.Model):
    """What is looked at when a thing is taken in: the lines a condition list begins with."""

    _name = "hau_mai.condition.item"
    _description = "Line of Condition Lists"
    _order = "sequence, id"

    name = fields.Char(string="What Is Looked At", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="For products of these categories and those below them; empty for all.",
    )

    def _for_category(self, category):
        """Those of these lines that are looked at on products of a category."""
        above = {int(part) for part in (category.parent_path or "").split("/") if part}
        return self.filtered(lambda item: not item.categ_ids or above & set(item.categ_ids.ids))
