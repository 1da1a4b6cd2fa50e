from odoo import fields, models
from odoo.tools import SQL


class HauMaiAssignmentMixin(models.AbstractModel):
    """What gives out work in turn: a counter that two workers never read alike."""

    _name = "hau_mai.assignment.mixin"
    _description = "Work Given Out in Turn"

    turn = fields.Integer(readonly=True, copy=False, help="How much was given out in turn so far.")

    def _take_turns(self, count):
        """Give out ``count`` numbers of the queue of this record; the first of them."""
        self.ensure_one()
        [(turn,)] = self.env.execute_query(
            SQL(
                "UPDATE %(table)s SET turn = COALESCE(turn, 0) + %(count)s WHERE id = %(id)s "
                "RETURNING turn",
                table=SQL.identifier(self._table),
                count=count,
                id=self.id,
            )
        )
        self.invalidate_recordset(["turn"])
        return turn - count
