from odoo import api, fields, models
from odoo.tools import formatLang

#: What changes what members read.
SHOWN = (
    "name", "pricelist_id", "service_discount", "warranty_bonus_months", "case_priority",
    "points_factor", "free_visits", "birthday_program_id", "upgrade_program_id", "benefit_text",
)  # fmt: skip


class HauMaiLoyaltyTier(models.Model):
    """What members of a tier have, in sentences a customer can read."""

    _inherit = "hau_mai.loyalty.tier"

    benefit_preview = fields.Text(string="What Members Get", compute="_compute_benefit_preview")

    # === COMPUTE METHODS === #

    @api.depends(*SHOWN)
    @api.depends_context("lang")
    def _compute_benefit_preview(self):
        for tier in self:
            tier.benefit_preview = "\n".join(tier._benefits())

    # === BUSINESS METHODS === #

    def _benefits(self):
        """What members get, as a list of sentences in the language of the context."""
        self.ensure_one()
        tier = self.sudo()
        own = [line.strip() for line in (tier.benefit_text or "").splitlines()]
        sentences = [*tier._benefits_of_buying(), *tier._benefits_of_service(), *own]
        return [sentence for sentence in sentences if sentence]

    def _benefits_of_buying(self):
        """Price list, points, vouchers."""
        sentences = []
        if self.pricelist_id.active and self._pricelists_are_on():
            sentences.append(self.env._("Prices for members."))
        if self.points_factor > 1:
            sentences.append(
                self.env._("%s times the points on what you buy.", self._plain(self.points_factor))
            )
        if self.upgrade_program_id.active:
            sentences.append(self.env._("A voucher when you reach %s.", self.name))
        if self.birthday_program_id.active:
            sentences.append(self.env._("A voucher for your birthday."))
        return sentences

    def _benefits_of_service(self):
        """Discount, warranty, visits, priority."""
        sentences = []
        if self.service_discount:
            sentences.append(
                self.env._(
                    "%s%% less for repairs and services that no warranty covers.",
                    self._plain(self.service_discount),
                )
            )
        if months := self.warranty_bonus_months:
            length = self.env["hau_mai.coverage"]._duration_label(months, "month")
            sentences.append(self.env._("%s more warranty on what you buy.", length))
        if self.free_visits == 1:
            sentences.append(self.env._("1 maintenance visit a year is free."))
        elif self.free_visits:
            sentences.append(self.env._("%s maintenance visits a year are free.", self.free_visits))
        if self.case_priority in ("2", "3"):
            sentences.append(self.env._("Your questions and complaints are dealt with first."))
        return sentences

    def _plain(self, number):
        """A number with the decimals it has: 10, 12.5, 1.25."""
        decimals = f"{number:.2f}".rstrip("0").partition(".")[2]
        return formatLang(self.env, number, digits=len(decimals))
