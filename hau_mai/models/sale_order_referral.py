from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Who brought the customer: named on their first order, by the code or by the person."""

    _inherit = "sale.order"

    asks_referrer = fields.Boolean(
        compute="_compute_asks_referrer",
        groups="base.group_user",
        help="The customer has not bought anything yet, and bringing them is rewarded.",
    )
    referral_code = fields.Char(
        compute="_compute_referred_by_id",
        inverse="_inverse_referral_code",
        groups="base.group_user",
        help="The code of the customer who told them of you: both are rewarded.",
    )
    referred_by_id = fields.Many2one(
        "res.partner",
        compute="_compute_referred_by_id",
        inverse="_inverse_referred_by_id",
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "company_id", "state")
    def _compute_asks_referrer(self):
        bought = self._count_bought()
        for order in self:
            company = order.company_id or self.env.company
            own = order._origin.state == "sale"
            count = bought.get((order.partner_id.commercial_partner_id._origin, company.root_id), 0)
            order.asks_referrer = (
                bool(order.partner_id) and count <= own and company._hau_mai_rewards_referrals()
            )

    def _count_bought(self):
        """``{(customer, root company): confirmed orders}`` of the customers of these orders."""
        counts = {}
        customers = self.partner_id.commercial_partner_id._origin
        for customer, company, count in (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [("partner_id", "child_of", customers.ids), ("state", "=", "sale")],
                ["partner_id.commercial_partner_id", "company_id"],
                ["__count"],
            )
        ):
            key = (customer.with_env(self.env), company.root_id.with_env(self.env))
            counts[key] = counts.get(key, 0) + count
        return counts

    @api.depends("partner_id")
    def _compute_referred_by_id(self):
        """Who is named on the customer."""
        for order in self:
            customer = order.partner_id.commercial_partner_id.sudo()
            order.referred_by_id = customer.referred_by_id
            order.referral_code = customer.referred_by_id.referral_code

    def _inverse_referral_code(self):
        for order in self.filtered("referral_code"):
            order._name_referrer(order._find_referrer(order.referral_code), order.referral_code)

    def _inverse_referred_by_id(self):
        for order in self.filtered("referred_by_id"):
            order._name_referrer(order.referred_by_id)

    # === ONCHANGE METHODS === #

    @api.onchange("referral_code")
    def _onchange_referral_code(self):
        """Whose code it is, at once."""
        if self.referral_code:
            self.referred_by_id = self._find_referrer(self.referral_code)

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self.env["hau_mai.referral"]._look_again(self)
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _find_referrer(self, code):
        """Whose code it is.

        :raises UserError: when it is nobody's
        """
        referrer = self.env["res.partner"]._find_by_referral_code(code)
        if not referrer:
            raise UserError(
                self.env._(
                    "No customer has the code “%s”. Read it again, or choose the person instead.",
                    code,
                )
            )
        return referrer

    def _name_referrer(self, referrer, code=False):
        """Write down who brought the customer of this order."""
        self.ensure_one()
        self.env["hau_mai.referral"].with_company(self.company_id)._bring(
            [(self.partner_id, referrer)],
            how="order",
            code=code,
            order_id=self.id,
            order_name=self.name,
        )
