from odoo import api, fields, models


class HauMaiUnit(models.Model):
    """The longer warranty of what members buy, as their tier was when the card was made."""

    _inherit = "hau_mai.unit"

    warranty_bonus_months = fields.Integer(
        string="Longer by (months)",
        readonly=True,
        copy=False,
        help="What the customer's tier added to the main warranty when this was sold.",
    )
    bonus_tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        string="Longer as Member of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )

    @api.model
    def _fill_promises(self, vals_list):
        result = super()._fill_promises(vals_list)
        self._fill_bonus(vals_list)
        return result

    @api.model
    def _fill_bonus(self, vals_list):
        """Give what an order makes the bonus of the customer's tier; one query for all orders.

        A card that is registered by hand stands for something that was sold before.
        """
        if not self._is_made_by_order():
            return
        sold = [vals for vals in vals_list if vals.get("policy_id") and vals.get("sale_line_id")]
        fresh = [vals for vals in sold if "warranty_bonus_months" not in vals]
        by_company = {}
        for vals in fresh:
            by_company.setdefault(vals["company_id"], []).append(vals)
        for company_id, rows in by_company.items():
            company = self.env["res.company"].browse(company_id)
            partners = self.env["res.partner"].browse({vals["partner_id"] for vals in rows})
            given = partners._hau_mai_tier_gives("warranty_bonus_months", company)
            for vals in rows:
                if vals["partner_id"] in given:
                    tier, months = given[vals["partner_id"]]
                    vals |= {"warranty_bonus_months": months, "bonus_tier_id": tier.id}

    def _belong_to(self, order):
        """With another customer on the order, it is that one's tier that counts."""
        before = {unit: unit.partner_id for unit in self}
        result = super()._belong_to(order)
        moved = self.filtered(lambda unit: unit.partner_id != before[unit])
        for company, units in moved.grouped("company_id").items():
            given = units.partner_id._hau_mai_tier_gives("warranty_bonus_months", company)
            for partner, theirs in units.grouped("partner_id").items():
                tier, months = given.get(partner.id, (None, 0))
                theirs.write(
                    {"warranty_bonus_months": months, "bonus_tier_id": tier.id if tier else False}
                )
        return result

    def _prepare_split_vals(self):
        """A part that is cut off was sold with the same bonus."""
        return super()._prepare_split_vals() | {
            "warranty_bonus_months": self.warranty_bonus_months,
            "bonus_tier_id": self.sudo().bonus_tier_id.id,
        }
