from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.referral import new_code, normalize_code


class ResPartner(models.Model):
    """Who brought a customer, whom they brought, and the code they do it with.

    A company's people share one code, that of the company.
    """

    _inherit = "res.partner"

    referral_code = fields.Char(
        compute="_compute_referral_code",
        search="_search_referral_code",
        groups="base.group_user",
        help="New customers name it, so that both are rewarded.",
    )
    referral_ids = fields.One2many(
        "hau_mai.referral", "referrer_id", string="Brought", groups="hau_mai.group_user_own"
    )
    referral_count = fields.Integer(
        compute="_compute_referral_count", groups="hau_mai.group_user_own"
    )

    # === COMPUTE METHODS === #

    @api.depends("commercial_partner_id")
    def _compute_referral_code(self):
        """The first code of the customer; empty until it is asked for."""
        codes = {}
        for row in self._search_codes():
            codes.setdefault(row.partner_id.id, row.code)
        for partner in self:
            partner.referral_code = codes.get(partner.commercial_partner_id._origin.id, False)

    def _search_referral_code(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = Domain("code", "in", [normalize_code(code) for code in value if code])
        found = self.env["hau_mai.referral.code"].sudo()._search(rows)
        domain = Domain("commercial_partner_id", "in", found.subselect("partner_id"))
        if False in value:
            everybody = self.env["hau_mai.referral.code"].sudo()._search([])
            domain |= Domain("commercial_partner_id", "not in", everybody.subselect("partner_id"))
        return domain

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_referral_count(self):
        customers = self.commercial_partner_id
        counts = dict(
            self.env["hau_mai.referral"]._read_group(
                [("referrer_id", "in", customers.ids), ("state", "!=", "refused")],
                ["referrer_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.referral_count = counts.get(partner.commercial_partner_id._origin, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        brought = partners.browse(
            partner.id
            for partner, vals in zip(partners, vals_list, strict=True)
            if vals.get("referred_by_id")
        )
        brought._name_referrer()
        return partners

    def write(self, vals):
        named = vals.get("referred_by_id")
        brought = self.browse()
        if named:
            brought = self.filtered(lambda partner: partner.sudo().referred_by_id.id != named)
        result = super().write(vals)
        brought._name_referrer()
        return result

    # === ACTION METHODS === #

    def action_make_referral_code(self):
        """Give these customers their code, to be passed on."""
        self.check_access("write")
        self._ensure_referral_codes()
        return True

    def action_view_referrals(self):
        """Whom the customer brought."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_referral_action")
        customer = self.commercial_partner_id
        return action | {
            "domain": [("referrer_id", "=", customer.id)],
            "context": {"default_referrer_id": customer.id},
        }

    # === BUSINESS METHODS === #

    def _search_codes(self):
        customers = self.commercial_partner_id._origin
        return (
            self.env["hau_mai.referral.code"]
            .sudo()
            .search_fetch([("partner_id", "in", customers.ids)], ["partner_id", "code"])
        )

    def _ensure_referral_codes(self):
        """Make the codes that are missing, all at once."""
        customers = self.commercial_partner_id
        missing = customers - self._search_codes().partner_id.with_env(self.env)
        self.env["hau_mai.referral.code"].sudo().create(
            [{"partner_id": partner.id, "code": new_code()} for partner in missing]
        )
        if missing:
            self.invalidate_model(["referral_code"])

    def _referral_link(self):
        """The address that leads a friend to the sign-up, with the customer's code."""
        self.ensure_one()
        self._ensure_referral_codes()
        return f"{self.get_base_url()}/r/{self.sudo().referral_code}"

    @api.model
    def _find_by_referral_code(self, text):
        """The customer of a code as typed or pasted, or none.

        Who left, or had their data erased, brings nobody any more and is named to nobody.
        """
        code = normalize_code(text)
        rows = self.env["hau_mai.referral.code"].sudo().search([("code", "=", code)], limit=1)
        partner = rows.partner_id if code else rows.partner_id.browse()
        here = partner.filtered(lambda row: row.active and not row.privacy_erased_on)
        return self.browse(here.ids)

    def _name_referrer(self):
        """Somebody wrote down on the customer who brought them."""
        named = self.filtered(lambda partner: partner.sudo().referred_by_id)
        self.env["hau_mai.referral"]._bring(
            [(partner, partner.sudo().referred_by_id) for partner in named]
        )

    def _is_new_customer(self, company):
        """Whether the customer has not bought anything yet from a company or its branches."""
        self.ensure_one()
        domain = Domain("partner_id", "child_of", self.commercial_partner_id.ids)
        domain &= Domain("company_id", "child_of", company.root_id.ids)
        domain &= Domain("state", "=", "sale")
        return not self.env["sale.order"].sudo().search_count(domain, limit=1)
