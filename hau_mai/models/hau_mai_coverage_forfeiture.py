from datetime import timedelta

from odoo import api, fields, models


class HauMaiCoverage(models.Model):
    """A period that was ended by hand, and has its days again when that is taken back."""

    _inherit = "hau_mai.coverage"

    forfeiture_id = fields.Many2one(
        "hau_mai.forfeiture",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups="base.group_user",
    )

    @api.depends("forfeiture_id", "date_ended")
    def _compute_date_start(self):
        """One that never began by then never begins: its first day is the one it is gone."""
        result = super()._compute_date_start()
        for coverage in self.sudo():
            if coverage.forfeiture_id and not coverage.date_start:
                coverage.date_start = coverage.date_ended + timedelta(days=1)
        return result

    def _forfeit(self, forfeiture, reason):
        """End these periods with the day before the forfeiture."""
        self.write(
            {
                "forfeiture_id": forfeiture.id,
                "date_ended": forfeiture.date - timedelta(days=1),
                "end_reason": reason,
            }
        )

    def _restore_from(self, forfeiture):
        """Give the periods that this forfeiture ended their days again.

        What an order sold that was cancelled meanwhile is taken back by the order then.
        """
        ended = self.filtered(lambda coverage: coverage.forfeiture_id == forfeiture)
        ended.write({"forfeiture_id": False, "date_ended": False, "end_reason": False})
        ended.sale_line_id._fit_extensions()

    def _prepare_split_vals(self):
        return super()._prepare_split_vals() | {"forfeiture_id": self.sudo().forfeiture_id.id}
