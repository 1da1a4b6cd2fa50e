from odoo import api, models

from ..tools.extension import extension_start


class HauMaiCoverage(models.Model):
    """An extension goes on where another period of the card ends, wherever that end moves.

    Its first day is decided along with the ends, each period before what goes on from it. Only
    cards with an extension are looked at so: the others pay nothing for it.
    """

    _inherit = "hau_mai.coverage"

    @api.depends("extends_id", "extension_start", "date_sold", "taken_back")
    def _compute_date_start(self):
        bought = self.filtered(lambda coverage: coverage._is_bought())
        result = super(HauMaiCoverage, self - bought)._compute_date_start()
        bought.mapped("date_end")  # decides the start too, where something has moved
        for coverage in bought:
            coverage.date_start = coverage.date_start
        return result

    @api.depends("origin", "extends_id", "extension_start", "date_sold", "taken_back")
    def _compute_date_end(self):
        tracked = self.filtered(lambda c: c.unit_id.has_extension or c._is_bought())
        result = super(HauMaiCoverage, self - tracked)._compute_date_end()
        for coverages in tracked._in_order():
            for coverage in coverages.filtered(lambda c: c._is_bought()):
                coverage.date_start = coverage._bought_start()
            super(HauMaiCoverage, coverages)._compute_date_end()
        (tracked._followers() - tracked).modified(["extends_id"])
        return result

    def _bought_start(self):
        """First day of an extension; see :func:`tools.extension.extension_start`.

        One whose base was ended by hand keeps its day: it is not drawn forward.
        """
        self.ensure_one()
        base = self.extends_id
        if self.taken_back or (base.date_ended and self.date_start):
            return self.date_start
        company = self.unit_id.company_id
        return extension_start(
            self.extension_start,
            self.date_sold,
            (base.date_start, base.date_end) if base else None,
            self.date_start,
            company._hau_mai_today(),
        )

    def _in_order(self):
        """These periods in groups: what goes on from another comes in a later one."""
        left = self
        while left:
            first = left.filtered(lambda coverage, left=left: coverage.extends_id not in left)
            yield first
            left -= first

    def _followers(self):
        """The periods that go on from these."""
        if not self:
            return self
        return self.unit_id.coverage_ids.filtered(lambda coverage: coverage.extends_id in self)
