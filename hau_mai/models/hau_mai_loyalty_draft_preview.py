from collections import Counter
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.loyalty import Facts, Figures, State, review
from .hau_mai_loyalty_figures import KEEPING

#: Customers a preview can list; it counts all of them.
LISTED = 1000


class HauMaiLoyaltyDraft(models.Model):
    """How many customers would move where, before it happens."""

    _inherit = "hau_mai.loyalty.draft"

    preview = fields.Json(readonly=True, copy=False, help="How many would move where.")
    date_previewed = fields.Datetime(string="Counted On", readonly=True, copy=False)
    moving_count = fields.Integer(
        compute="_compute_moving_count", string="Customers Who Would Move"
    )

    # === COMPUTE METHODS === #

    @api.depends("preview")
    def _compute_moving_count(self):
        for draft in self:
            draft.moving_count = (draft.preview or {}).get("moving", 0)

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.keys() & {"line_ids", "keep_held", "company_id"}:
            vals = dict(vals, preview=False, date_previewed=False)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_preview(self):
        """Count how many customers would move from which tier to which."""
        self.check_access("write")
        for draft in self:
            draft.write(
                {"preview": draft.sudo()._preview(), "date_previewed": fields.Datetime.now()}
            )
        return True

    def action_view_moving(self):
        """The customers who would move, the first of them."""
        self.ensure_one()
        if not self.moving_count:
            raise UserError(self.env._("Nobody would move: count first, or change a threshold."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_loyalty_membership_action"
        )
        return dict(
            action,
            name=self.env._("Would Move by “%s”", self.name),
            domain=[
                ("partner_id", "in", self.preview["partner_ids"]),
                ("company_id", "=", self.company_id.id),
            ],
            context={},
        )

    # === BUSINESS METHODS === #

    def _preview(self):
        """Review every customer by the draft, without writing.

        :return: dict for the screen: tiers, rows of the matrix, moving, up, down, partner_ids
        """
        self.ensure_one()
        ladder, today = self._ladder(), self.company_id._hau_mai_today()
        places = {0: -1} | {rung.id: place for place, rung in enumerate(ladder)}
        counts, moving = Counter(), []
        for partner_id, facts in self._facts(ladder, today):
            rung = review(ladder, facts, today).rung
            step = (facts.state.tier_id, rung.id if rung else 0)
            counts[step] += 1
            if step[0] != step[1]:
                moving.append((abs(places[step[1]] - places[step[0]]), partner_id))
        moving.sort(reverse=True)
        return self._in_numbers(counts, places) | {
            "partner_ids": [partner_id for _steps, partner_id in moving[:LISTED]]
        }

    def _facts(self, ladder, today):
        """Customer and :class:`tools.loyalty.Facts` of all who bought or are members."""
        figures = self.env["hau_mai.loyalty.figures"]._figures(self.company_id, ladder, today)
        members = self.env["hau_mai.loyalty.membership"].search(
            [("company_id", "=", self.company_id.id)]
        )
        resets = self.company_id.hau_mai_tier_reset
        refit = not self.keep_held
        for member in members:
            counted, _fingerprint = figures.pop(member.partner_id.id, ({}, None))
            state = replace(member._state(""), refit=refit and not member.locked_until)
            kept = counted.get(KEEPING, Figures())
            yield member.partner_id.id, Facts(state, counted, kept, resets)
        for partner_id, (counted, _fingerprint) in figures.items():
            yield partner_id, Facts(State(is_new=True), counted, Figures(), resets)

    def _in_numbers(self, counts, places):
        """The matrix from → to, with totals."""
        names = {0: self.env._("No tier")} | self._rung_names()
        used = {tier_id for step in counts for tier_id in step}
        ids = [tier_id for tier_id in names if tier_id or 0 in used]
        after = Counter()
        for (_from, to), count in counts.items():
            after[to] += count
        rises = lambda step: places[step[1]] - places[step[0]]  # noqa: E731
        rows = [
            {
                "name": names[held],
                "before": sum(count for (start, _to), count in counts.items() if start == held),
                "cells": [self._cell(held, to, counts, rises) for to in ids],
            }
            for held in ids
        ]
        up = sum(count for step, count in counts.items() if rises(step) > 0)
        down = sum(count for step, count in counts.items() if rises(step) < 0)
        return {
            "columns": [names[tier_id] for tier_id in ids],
            "rows": rows,
            "after": [after[tier_id] for tier_id in ids],
            "total": counts.total(),
            "moving": up + down,
            "up": up,
            "down": down,
        }

    @api.model
    def _cell(self, held, to, counts, rises):
        """A cell of the matrix: how many, and whether they rise."""
        direction = rises((held, to))
        kind = "same" if not direction else "up" if direction > 0 else "down"
        return {"count": counts[held, to], "kind": kind}


class HauMaiLoyaltyDraftLine(models.Model):
    """Other thresholds make the preview an old one."""

    _inherit = "hau_mai.loyalty.draft.line"

    def write(self, vals):
        result = super().write(vals)
        self.draft_id.filtered("preview").write({"preview": False, "date_previewed": False})
        return result
