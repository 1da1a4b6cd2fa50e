from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.loyalty import Figures, missing


class HauMaiLoyaltyMembership(models.Model):
    """How far it is to the next tier, and what keeping this one takes, in words too."""

    _inherit = "hau_mai.loyalty.membership"

    next_tier_id = fields.Many2one("hau_mai.loyalty.tier", compute="_compute_progress")
    progress_text = fields.Char(compute="_compute_progress", string="Progress")
    progress_percent = fields.Float(compute="_compute_progress", string="Way to the Next Tier")

    # === COMPUTE METHODS === #

    @api.depends(
        "tier_id", "amount", "order_count", "points", "amount_kept", "orders_kept",
        "points_kept", "date_until", "locked_until",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_progress(self):
        for membership in self:
            progress = membership._progress()
            membership.next_tier_id = progress["next_tier"]
            membership.progress_text = next(iter(membership._progress_in_words(progress)), False)
            membership.progress_percent = progress["percent"]

    # === BUSINESS METHODS === #

    def _progress(self):
        """What is missing for the next tier, and for keeping this one.

        :return: dict of next_tier, missing (see :func:`tools.loyalty.missing`), percent of the
            way to the next tier, until (the day the tier ends), keep_missing (by that day; empty
            when it is enough or the tier does not end)
        """
        self.ensure_one()
        tier = self.sudo().tier_id
        ladder = self._open_tiers()
        above = ladder.filtered(lambda other: other._place() > tier._place()) if tier else ladder
        following = above[:1]
        now = Figures(self.amount, self.order_count, self.points, True)
        kept = Figures(self.amount_kept, self.orders_kept, self.points_kept, True)
        lacking = missing(following._rungs()[0], now) if following else {}
        by_rules = tier and self.date_until and not self.locked_until
        keep_lacking = missing(tier._rungs()[0], kept, keeping=True) if by_rules else {}
        return {
            "next_tier": following,
            "missing": self._nearest(lacking, following),
            "percent": self._percent(following, lacking),
            "until": self.date_until or None,
            "keep_missing": self._nearest(keep_lacking, tier),
        }

    def _open_tiers(self):
        tiers = self.env["hau_mai.loyalty.tier"].sudo()
        return tiers.browse(tiers._open_ids(self.company_id.id))

    @api.model
    def _nearest(self, lacking, tier):
        """What is really missing: nothing where any threshold is enough and one is reached."""
        open_ones = {name: value for name, value in lacking.items() if value}
        if tier.match == "any" and len(open_ones) < len(lacking):
            return {}
        return open_ones

    @api.model
    def _percent(self, tier, lacking):
        """How much of the thresholds of a tier is reached, 0 to 100."""
        needs = {"amount": tier.amount_min, "orders": tier.orders_min, "points": tier.points_min}
        shares = [100 * (1 - value / needs[name]) for name, value in lacking.items()]
        if not shares:
            return 100.0
        return max(shares) if tier.match == "any" else min(shares)

    # === WORDS === #

    def _lacking_in_words(self, lacking, tier):
        """ "2,300,000 ₫ or 3 orders"."""
        words = {
            "amount": lambda value: formatLang(self.env, value, currency_obj=self.currency_id),
            "orders": lambda value: self.env._("%s orders", int(value)),
            "points": lambda value: self.env._("%s points", formatLang(self.env, value, digits=0)),
        }
        parts = [words[name](value) for name, value in lacking.items()]
        separator = self.env._(" or ") if tier.match == "any" else self.env._(" and ")
        return separator.join(parts)

    def _missing_in_words(self):
        """What is missing for keeping the tier, else for the next one: "2,300,000 ₫"."""
        progress = self._progress()
        if progress["keep_missing"]:
            return self._lacking_in_words(progress["keep_missing"], self.sudo().tier_id)
        return self._lacking_in_words(progress["missing"], progress["next_tier"]) or False

    def _describe_progress(self):
        """How far it is to the next tier, and what keeping this one takes.

        :return: dict with next_tier, percent (of the way to it), sentences
        """
        self.ensure_one()
        progress = self._progress()
        return {
            "next_tier": progress["next_tier"],
            "percent": round(progress["percent"]),
            "sentences": self._progress_in_words(progress),
        }

    def _progress_in_words(self, progress):
        """Sentences that both the customer and the shop read, what matters most first: keeping
        what ends soon, else the next tier."""
        sentences = [self._word_next(progress), self._word_keep(progress)]
        soon = self._status() in ("ending", "grace") or not progress["next_tier"]
        if progress["keep_missing"] and soon:
            sentences.reverse()
        return [sentence for sentence in sentences if sentence]

    def _word_next(self, progress):
        """What the next tier takes."""
        tier = progress["next_tier"]
        if not tier:
            return self.env._("This is the highest tier.") if self.tier_id else ""
        if not progress["missing"]:
            return ""
        missing = self._lacking_in_words(progress["missing"], tier)
        return self.env._("%(missing)s more for %(tier)s.", missing=missing, tier=tier.name)

    def _word_keep(self, progress):
        """Until when this tier is had, and what keeps it."""
        tier = self.sudo().tier_id
        if not tier or not progress["until"]:
            return ""
        is_over = self._status() == "grace"
        day = format_date(self.env, self.date_drop if is_over else progress["until"])
        if self.locked_until:
            return self.env._("%(tier)s holds until %(date)s.", tier=tier.name, date=day)
        if progress["keep_missing"]:
            return self.env._(
                "%(tier)s holds until %(date)s; %(missing)s more by then keep it.",
                tier=tier.name,
                date=day,
                missing=self._lacking_in_words(progress["keep_missing"], tier),
            )
        return self.env._(
            "%(tier)s holds until %(date)s, and what keeping it takes is there.",
            tier=tier.name,
            date=day,
        )
