from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.recurrence import add_duration


class HauMaiWarrantyPolicy(models.Model):
    """What a policy will do, and to whom: shown beside the form while it is written."""

    _inherit = "hau_mai.warranty.policy"

    preview = fields.Json(
        compute="_compute_preview", help="What the customer reads, and an example sold today."
    )

    @api.depends(
        "term_ids", "start_trigger", "activation_limit_days", "company_id", "content", "method",
        "exclusions",
    )  # fmt: skip
    @api.depends_context("lang", "company")
    def _compute_preview(self):
        for policy in self:
            policy.preview = {
                "sentence": policy._prepare_sentence(),
                "rows": policy._preview_rows(),
                "notes": policy._preview_notes(),
            }

    def _preview_rows(self):
        """One bar for each period of something sold, delivered, invoiced, activated today.

        :return: dicts with name, covered, start, end, explanation, and width: percent of
            the longest period
        """
        self.ensure_one()
        today = (self.company_id or self.env.company)._hau_mai_today()
        ends = {
            term: term.duration and add_duration(today, term.duration, term.duration_unit)
            for term in self.term_ids
        }
        days = [(end - today).days for end in ends.values() if end]
        # What lasts for life reaches beyond the longest period that ends.
        longest = max(days, default=1) * (1 if all(ends.values()) else 1.1)
        return [
            {
                "name": term.name or "",
                "is_main": term.is_main,
                "covered": ", ".join(term._covered_kinds()),
                "start": format_date(self.env, today),
                "end": format_date(self.env, end) if end else self.env._("for life"),
                "explanation": term._explain_preview(),
                "width": max(round(100 * (end - today).days / longest), 2) if end else 100,
            }
            for term, end in ends.items()
        ]

    def _preview_notes(self):
        """Sentences about what happens and to which products."""
        self.ensure_one()
        if not self.term_ids:
            return [
                self.env._(
                    "A policy without periods promises nothing. Choose it on a product or a "
                    "category to say so where their category or the company promises something."
                ),
                *self._preview_reach(),
            ]
        notes = [self.env._("Each piece sold gets a warranty card with these periods.")]
        if "activation" in (self.start_trigger, *self.term_ids.mapped("start_trigger")):
            notes.append(
                self.env._(
                    "Not activated, it starts by itself %s days after delivery.",
                    self.activation_limit_days,
                )
            )
        return notes + self._preview_reach() + self._preview_missing()

    def _preview_missing(self):
        """What a published policy still lacks, where the law asks for it."""
        if not self.env.company.sudo().hau_mai_vietnam_rules:
            return []
        labels = {
            fname: self._fields[fname]._description_string(self.env).lower()
            for fname in ("content", "method", "exclusions")
        }
        missing = [label for fname, label in labels.items() if not self[fname]]
        if not missing:
            return []
        return [
            self.env._(
                "Still to be written for the customer: %s (Law 19/2023/QH15, article 30.2).",
                ", ".join(missing),
            )
        ]


class HauMaiWarrantyTerm(models.Model):
    _inherit = "hau_mai.warranty.term"

    def _explain_preview(self):
        """ "24 months from delivery" of a term, before anything is sold."""
        self.ensure_one()
        trigger = self.start_trigger or self.policy_id.start_trigger
        event = {
            "order": self.env._("the order"),
            "delivery": self.env._("delivery"),
            "invoice": self.env._("the invoice"),
            "activation": self.env._("activation"),
        }.get(trigger, "")
        coverage = self.env["hau_mai.coverage"]
        return self.env._(
            "%(length)s from %(event)s",
            length=coverage._duration_label(self.duration, self.duration_unit or "month"),
            event=event,
        )
