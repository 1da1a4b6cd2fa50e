from odoo import api, fields, models

from ..tools.bulk import insert_links, insert_rows
from .hau_mai_unit_create import QUIET

#: What a period lists: rows of other tables.
LINKS = ("component_ids", "component_categ_ids")


class HauMaiUnit(models.Model):
    """Cards made for past orders, many at once."""

    _inherit = "hau_mai.unit"

    _past_once = models.UniqueIndex(
        "(sale_line_id, past_number) WHERE past_number IS NOT NULL AND sale_line_id IS NOT NULL",
        "This piece of a past order has its warranty card already.",
    )

    past_orders_id = fields.Many2one(
        "hau_mai.past.orders",
        string="Made by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="hau_mai.group_user_own",
        help="The run over past orders that made this card.",
    )
    past_number = fields.Integer(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Which card of its past order line it is: each is made once.",
    )
    past_left_out = fields.Float(
        digits="Product Unit",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="On the first card of a past order line: how much of the line got no card, because "
        "it was credited, came back or had ended.",
    )

    # === BUSINESS METHODS === #

    @api.model
    def _insert_past(self, vals_list):
        """Write cards and their periods as they are: all is known of them, nobody is told.

        :param vals_list: as for ``create``, with all that would be derived; the commands of
            their periods are taken out
        """
        units = self.with_context(**QUIET)
        coverages = units.env["hau_mai.coverage"]
        periods = [[command[2] for command in vals.pop("coverage_ids")] for vals in vals_list]
        made = insert_rows(units, vals_list)
        rows = [
            {**vals, "unit_id": unit.id}
            for unit, promised in zip(made, periods, strict=True)
            for vals in promised
        ]
        lists = {fname: [self._listed(row.pop(fname, ())) for row in rows] for fname in LINKS}
        inserted = insert_rows(coverages, rows)
        for fname, ids_list in lists.items():
            listed = inserted[fname].browse({id_ for ids in ids_list for id_ in ids})
            known = set(listed.exists().ids)
            insert_links(inserted, fname, [sorted(known.intersection(ids)) for ids in ids_list])
        self.env.invalidate_all()

    @api.model
    def _listed(self, commands):
        """The ids in the commands that fill a many2many."""
        return [id_ for _code, _id, ids in commands for id_ in ids]
