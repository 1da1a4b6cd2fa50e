from odoo import fields, models
from odoo.fields import Command

from ..tools.parts import part_promise


class HauMaiServiceLine(models.Model):
    """What a part leaves behind: its serial numbers, the old part, warranties of its own."""

    _inherit = "hau_mai.service.line"

    serial_out = fields.Char(string="Serial Taken Out", copy=False)
    serial_in = fields.Char(string="Serial Put In", copy=False)
    old_part = fields.Selection(
        [("customer", "Given back"), ("kept", "Kept here"), ("none", "There is none")],
        copy=False,
        help="What became of the old part; ask the customer whether they want it back.",
    )
    part_coverage_id = fields.Many2one(
        "hau_mai.coverage",
        string="Warranty of the Part",
        readonly=True,
        index="btree_not_null",
        copy=False,
        ondelete="set null",
    )
    guarantee_coverage_id = fields.Many2one(
        "hau_mai.coverage",
        string="Guarantee of the Repair",
        readonly=True,
        index="btree_not_null",
        copy=False,
        ondelete="set null",
    )

    def _is_settled(self):
        return super()._is_settled() or bool(self.part_coverage_id or self.guarantee_coverage_id)

    def _settle(self):
        """Give what was put in its own warranty and guarantee; safe to repeat.

        A period that was taken back begins anew, from the day of now.
        """
        done = self.filtered(lambda line: line.quantity and not line.declined)
        done.filtered(lambda r: r.kind == "parts" and not r.old_part).old_part = "kept"
        for line in done.filtered(lambda r: r.unit_id.state == "valid"):
            part, guarantee = line._prepare_part_vals(), line._prepare_guarantee_vals()
            line._give("part_coverage_id", part)
            line._give("guarantee_coverage_id", guarantee)

    def _give(self, fname, vals):
        """Make the period behind a field, or let the one that is there begin on its day."""
        self.ensure_one()
        line = self.sudo()
        if line[fname]:
            again = {"date_ended": False, "end_reason": False}
            line[fname].write(again | ({"date_start": vals["date_start"]} if vals else {}))
        elif vals:
            line[fname] = line.env["hau_mai.coverage"].create(
                {"unit_id": line.unit_id.id, "sequence": 50, **vals}
            )

    def _prepare_part_vals(self):
        """The warranty of a part that was replaced under warranty, by the unit's own rule.

        :return: values of a coverage, or None
        """
        self.ensure_one()
        paying = self.coverage_id.sudo()
        if self.kind != "parts" or not self.product_id or not self.covered or not paying:
            return None
        day = self.service_id._day_done()
        promise = part_promise(
            self.unit_id.sudo().replaced_part_rule,
            day,
            paying.duration,
            paying.duration_unit,
            paying.date_end,
        )
        if not promise:
            return None
        return {
            "name": self.env._("Replaced: %s", self.product_id.display_name),
            "origin": "part",
            "scope": "component",
            "component_ids": [Command.set(self.product_id.ids)],
            "date_start": day,
            "duration": promise.duration,
            "duration_unit": promise.unit,
            "usage_limit": paying.usage_limit if promise.code == "remaining" else 0,
            "usage_unit": paying.usage_unit,
            "covers_parts": paying.covers_parts,
            "covers_labour": paying.covers_labour,
            "covers_transport": paying.covers_transport,
            "guarantor": paying.guarantor,
        }

    def _prepare_guarantee_vals(self):
        """The repair's own guarantee on what this line did, paid for or not.

        :return: values of a coverage, or None
        """
        self.ensure_one()
        months = self._guarantee_months()
        if not months:
            return None
        part = self.kind == "parts"
        if part:
            components = self.product_id
        else:
            components = self.component_id or self.service_id._parts_put_in()
        return {
            "name": self.env._(
                "Repair %(job)s: %(what)s", job=self.service_id.name, what=self.name or self.kind
            ),
            "origin": "repair",
            "scope": "component" if components else "unit",
            "component_ids": [Command.set(components.ids)],
            "date_start": self.service_id._day_done(),
            "duration": months,
            "duration_unit": "month",
            "covers_parts": part,
            "covers_labour": not part,
        }

    def _guarantee_months(self):
        """For how long the repair vouches for this line; 0 for not at all."""
        self.ensure_one()
        company = self.company_id.sudo()
        if self.service_id.kind != "repair":
            return 0
        if self.kind == "labour":
            return company.hau_mai_guarantee_labour_months
        if self.kind != "parts" or not self.product_id:
            return 0
        category = self.product_id.categ_id
        return (
            category._guarantee_months().get(category, 0) or company.hau_mai_guarantee_parts_months
        )
