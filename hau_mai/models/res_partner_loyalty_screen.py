from odoo import api, fields, models

from .res_partner_after_sales import LIMIT


class ResPartner(models.Model):
    """The tier on the customer's form and page After-Sales."""

    _inherit = "res.partner"

    loyalty_sentence = fields.Char(
        compute="_compute_loyalty_sentence", string="Progress", groups="hau_mai.group_user_own"
    )

    # === COMPUTE METHODS === #

    @api.depends("loyalty_tier_id")
    @api.depends_context("company", "lang")
    def _compute_loyalty_sentence(self):
        """What is missing until the next tier, and what keeps this one; of one form."""
        for partner in self:
            membership = partner._hau_mai_membership(self.env.company)
            sentences = membership._describe_progress()["sentences"] if membership else []
            partner.loyalty_sentence = " ".join(sentences)

    # === ACTION METHODS === #

    def action_view_membership(self):
        """The membership, with its figures and what changed."""
        self.ensure_one()
        membership = self._hau_mai_membership(self.env.company).with_env(self.env)
        return self._open_action(membership)

    # === THE PAGE === #

    def _get_after_sales_summary(self):
        """The tier first: it says whom one has before them."""
        summary = super()._get_after_sales_summary()
        if not self.env["hau_mai.loyalty.tier"].has_access("read"):
            return summary
        if tier := self.loyalty_tier_id:
            chip = {"key": "tier", "icon": "fa-star", "text": tier.name, "color": "primary"}
            summary = [chip, *summary]
        return summary

    def _get_after_sales_timeline(self):
        return super()._get_after_sales_timeline() + self._timeline_tiers()

    def _get_after_sales_planned(self):
        """The last day of the tier, with what keeps it."""
        planned = super()._get_after_sales_planned()
        if not self.env["hau_mai.loyalty.membership"].has_access("read"):
            return planned
        membership = self._hau_mai_membership(self.env.company)
        if membership.tier_id and membership.date_until:
            entry = self._after_sales_entry(
                membership.date_until,
                "fa-star-half-o",
                self.env._("Last day of the tier"),
                membership.tier_id.name,
                "warning",
                self._open_action(membership),
            )
            planned = [*planned, entry]
        return planned

    def _timeline_tiers(self):
        """Every change of tier, with why."""
        model = self.env["hau_mai.loyalty.tier.move"]
        if not model.has_access("read"):
            return []
        moves = model.search(
            [
                ("partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.env.company.root_id.id),
            ],
            limit=LIMIT,
        )
        kinds = dict(model._fields["kind"]._description_selection(self.env))
        return [
            self._after_sales_entry(
                self.env.company._hau_mai_day(move.date),
                "fa-star",
                self.env._(
                    "Tier: %(tier)s", tier=move.tier_to_id.name or self.env._("none any more")
                ),
                f"{kinds[move.kind]} · {move.reason}",
                "danger" if move.kind == "downgrade" else "primary",
            )
            for move in moves
        ]
