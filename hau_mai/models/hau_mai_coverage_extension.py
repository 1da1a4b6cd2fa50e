from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.extension import Track
from .hau_mai_coverage import PROMISED
from .hau_mai_warranty_policy_extension import EXTENSION_STARTS

#: What makes a period that was taken back the same as one that is sold now.
SAME = (
    "extension_policy_id", "extension_number", "extension_start",
    *(fname for fname in PROMISED if fname not in ("start_trigger", "is_main")),
)  # fmt: skip

#: Periods that an extension may go on from.
EXTENDABLE = ("policy", "exchange", "extension")


class HauMaiCoverage(models.Model):
    """A period that was bought: which order line gave it, and what it goes on from."""

    _inherit = "hau_mai.coverage"

    _once_a_line = models.UniqueIndex(
        "(sale_line_id, unit_id, extension_number)"
        " WHERE sale_line_id IS NOT NULL AND taken_back IS NOT TRUE",
        "An order line extends a warranty card once.",
    )

    # === FIELDS === #

    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Bought with",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )
    order_name = fields.Char(string="Order of the Extension", readonly=True)
    extension_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Extended by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    extension_number = fields.Integer(readonly=True, help="Which period of its policy it is.")
    extension_start = fields.Selection(EXTENSION_STARTS, readonly=True)
    extends_id = fields.Many2one(
        "hau_mai.coverage",
        string="Goes on from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    date_sold = fields.Date(string="Extension Sold On", readonly=True)
    taken_back = fields.Boolean(
        readonly=True, help="The order took it back; confirmed again, the order gives it again."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _of_lines(self, lines):
        """``{line: all periods it ever gave}``, also those it took back."""
        coverages = self.search([("sale_line_id", "in", lines.ids)], order="id")
        return coverages.grouped("sale_line_id")

    def _values(self, fnames):
        """The values of these fields, as they would be written."""
        self.ensure_one()
        fields_ = (self._fields[fname] for fname in fnames)
        return [field.convert_to_write(self[field.name], self) or False for field in fields_]

    def _gives(self, vals, term):
        """Whether a period promises what a new one with these values would."""
        self.ensure_one()
        return (
            self._values(SAME) == [vals[fname] or False for fname in SAME]
            and set(self.component_ids.ids) == set(term["component_ids"])
            and set(self.component_categ_ids.ids) == set(term["component_categ_ids"])
        )

    def _lasts(self):
        """Those that hold, or will: neither ended by hand nor taken back."""
        return self.filtered(lambda coverage: not coverage.date_ended)

    def _tracks(self):
        """What an extension may go on from, as ``tools.extension`` sees it."""
        periods = self._lasts().filtered(lambda coverage: coverage.origin in EXTENDABLE)
        return [
            Track(
                coverage.id,
                coverage.is_main,
                self._listing(
                    coverage.scope,
                    coverage.component_ids.ids if coverage.scope == "component" else (),
                    coverage.component_categ_ids.ids if coverage.scope == "component" else (),
                ),
                coverage.extends_id.id,
            )
            for coverage in periods
        ]

    @api.model
    def _listing(self, scope, component_ids, categ_ids):
        """What a component period names, as something to be compared; None of the whole unit."""
        if scope != "component":
            return None
        return frozenset(component_ids), frozenset(categ_ids)

    def _withdraw(self, reason):
        """The order takes these back: they end as if they had never begun.

        What went on from them goes on from what they went on from.
        """
        for coverage in self:
            followers = coverage._followers()
            day = coverage.date_start or coverage.company_id._hau_mai_today()
            coverage.write(
                {
                    "date_start": day,
                    "date_ended": day - timedelta(days=1),
                    "end_reason": reason,
                    "taken_back": True,
                    "is_main": False,
                }
            )
            followers.write({"extends_id": coverage.extends_id.id})

    def _revive(self, vals):
        """The order gives it again, as if it were sold now.

        :param vals: where it goes on from, and when it was sold
        """
        self.ensure_one()
        self.date_start = False
        self.write({**vals, "taken_back": False, "date_ended": False, "end_reason": False})

    def _track_last(self):
        """The last extension that goes on from this period, or an empty one."""
        self.ensure_one()
        last = self
        while followers := last._followers()._lasts():
            last = followers.filtered("is_main")[:1] or followers[-1:]
        return last if last != self else self.browse()

    # === WHY THIS DATE === #

    @api.depends("extends_id.date_end", "extension_start", "order_name", "taken_back")
    def _compute_explanation(self):
        return super()._compute_explanation()

    def _is_bought(self):
        self.ensure_one()
        return self.origin == "extension" and bool(self.extension_start)

    def _explain_waiting(self, length):
        if not self._is_bought():
            return super()._explain_waiting(length)
        base = self.extends_id
        if not base:
            return self.env._("%(length)s, which nothing leads up to", length=length)
        if self.extension_start == "at_once":
            sentence = self.env._("%(length)s, counted once the warranty starts", length=length)
        else:
            sentence = self.env._(
                "%(length)s, counted once “%(base)s” ends", length=length, base=base.name
            )
        return self.env._("%(sentence)s (%(why)s)", sentence=sentence, why=base.explanation)

    def _explain_start(self, length):
        if not self._is_bought():
            return super()._explain_start(length)
        return self.env._(
            "%(length)s after %(event)s",
            length=length,
            event=self._extension_event(),
        )

    def _extension_event(self):
        """What happened on the first day of an extension, with that day."""
        day = format_date(self.env, self.date_start)
        base = self.extends_id
        if self.date_start == self.date_sold:
            return self.env._("it was sold on %s", day)
        if self.extension_start == "at_once":
            return self.env._("the warranty started on %s", day)
        if base.origin == "extension":
            return self.env._("the extension before it ends on %s", day)
        return self.env._("the base warranty ends on %s", day)

    def _explain_ended(self):
        """With what order it was bought, then how it ended."""
        phrases = super()._explain_ended()
        if self._is_bought() and self.date_start and self.order_name:
            phrases.insert(0, self.env._("sold with %s", self.order_name))
        return phrases

    # === ACTION METHODS === #

    def action_open_extension_order(self):
        """The order an extension was sold with."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.sudo().sale_line_id.order_id.id,
            "view_mode": "form",
        }
