from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.service_line import Facts, line_verdict
from .hau_mai_service_repair import REPAIRING
from .hau_mai_warranty_term import GUARANTORS

#: A change of one of these makes it another question.
ASKED = {"product_id", "component_id", "kind"}


class HauMaiServiceLine(models.Model):
    """Who pays for a line, and why: asked when it is written, then frozen with its moment.

    Whoever sets ``covered`` says why: that is goodwill, or a plan that gives it. The
    verdict itself is never set aside silently.
    """

    _inherit = "hau_mai.service.line"

    # === FIELDS === #

    component_id = fields.Many2one(
        "product.product",
        ondelete="restrict",
        check_company=True,
        help="What is worked on: its own warranty is asked. Empty: the whole unit.",
    )
    covered = fields.Boolean(help="Whether the customer pays nothing for it.")
    reason = fields.Char(help="Why it is covered, or why not.")
    verdict_date = fields.Datetime(string="Asked On", readonly=True, copy=False)
    coverage_id = fields.Many2one(
        "hau_mai.coverage",
        string="Paying Period",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    guarantor = fields.Selection(
        GUARANTORS,
        string="Paid by",
        readonly=True,
        copy=False,
        help="Who bears the cost of what the warranty pays for.",
    )
    decided = fields.Boolean(
        readonly=True, copy=False, help="A person or a plan decided who pays; it is not asked."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("covered"):
                self._raise_without_reason(vals.get("reason"))
                vals["decided"] = True
            elif "covered" in vals and vals.get("reason"):
                vals["decided"] = True
        lines = super().create(vals_list)
        lines._give_verdict()
        lines.filtered(lambda line: line.covered and line.decided)._on_given()
        return lines

    def write(self, vals):
        if "covered" not in vals or self.env.context.get("hau_mai_verdict") and self.env.su:
            result = super().write(vals)
            if vals.keys() & ASKED:
                self._give_verdict()
            return result
        changed = self.filtered(lambda line: line.covered != bool(vals["covered"]))
        if changed:
            self._raise_without_reason(vals.get("reason"))
            vals = dict(vals, decided=True)
        result = super().write(vals)
        if vals["covered"]:
            changed._on_given()
        return result

    # === BUSINESS METHODS === #

    def _give_verdict(self):
        """Ask who pays for the lines that nobody has decided about, and write it down."""
        now = fields.Datetime.now()
        for line in self.filtered(lambda line: not line.decided and not line._is_settled()):
            covered, reason, coverage = line._ask()
            line.sudo().with_context(hau_mai_verdict=True).write(
                {
                    "covered": covered,
                    "reason": reason,
                    "verdict_date": now,
                    "coverage_id": coverage.id,
                    "guarantor": covered and (coverage.guarantor or "seller"),
                }
            )
        self.service_id._follow_lines()

    def _ask(self):
        """Whether the customer pays nothing: (covered, reason, coverage).

        The day is that of the job's verdict: a warranty that ends while the work is done
        pays for all of it.
        """
        self.ensure_one()
        service = self.service_id
        free, free_reason = self._maintenance_verdict()
        asked, asked_reason, coverage = self._ask_unit()
        answer = line_verdict(
            Facts(
                kind=self.kind,
                broken=service.kind in REPAIRING,
                ruled=service.ruling,
                warranty=service.under_warranty,
                statutory=service.company_id.sudo().hau_mai_vietnam_rules,
                free=free,
                asked=asked if service.unit_id else None,
                named=coverage.scope == "component",
            )
        )
        reasons = {"ruled": service.verdict_reason, "plan": free_reason, "asked": asked_reason}
        reason = reasons.get(answer.code) or self._word_answer(answer.code)
        paid = answer.covered and answer.code in ("asked", "both_ways", "fault_covered")
        return answer.covered, reason, coverage if paid else coverage.browse()

    def _ask_unit(self):
        """What the warranty card says about this line: (covered, reason, coverage)."""
        service = self.service_id
        unit = service.unit_id.sudo()
        if not unit:
            return False, "", self.env["hau_mai.coverage"]
        kind = "labour" if self.kind == "fee" else self.kind
        day = service._verdict_day()
        if kind == "parts" and self.product_id:
            return unit._coverage_answer(self.product_id, kind, day)
        if self.component_id:
            return unit._coverage_answer(self.component_id, kind, day)
        answer = unit._coverage_answer(kind=kind, on_date=day, whole_unit=True)
        for part in () if answer[0] else service._parts_put_in():
            of_part = unit._coverage_answer(part, kind, day)
            if of_part[0]:
                return of_part
        return answer

    def _word_answer(self, code):
        """A verdict of ``tools.service_line`` as a sentence."""
        kinds = dict(self.service_id._fields["kind"]._description_selection(self.env))
        return {
            "no_card": lambda: self.env._("Not covered: the job has no warranty card."),
            "not_broken": lambda: self.env._(
                "Not covered: the warranty pays for what is broken, not for: %s.",
                kinds[self.service_id.kind].lower(),
            ),
            "both_ways": lambda: self.env._(
                "Transport both ways is free in a warranty job (Law 19/2023/QH15, art. 30.2.e)."
            ),
            "fault_covered": lambda: self.env._("Finding the fault is free: the fault is covered."),
            "fault_not_covered": lambda: self.env._(
                "Finding the fault is charged: the job is not under warranty."
            ),
        }[code]()

    def _raise_without_reason(self, reason):
        """:raises UserError: when somebody decides who pays and does not say why"""
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Say why the customer pays or does not pay for this, in place of what the "
                    "warranty says."
                )
            )
