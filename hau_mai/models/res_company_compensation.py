from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..tools.turns import take_turns


class ResCompany(models.Model):
    """What a company lets its people give to customers who were let down."""

    _inherit = "res.company"

    _hau_mai_voucher_settings = models.Constraint(
        "CHECK (hau_mai_voucher_limit_user >= 0 AND hau_mai_voucher_limit_all >= 0 "
        "AND hau_mai_voucher_days >= 0)",
        "Limits and days of vouchers cannot be negative.",
    )

    hau_mai_compensation_program_id = fields.Many2one(
        "loyalty.program",
        string="Program of Vouchers",
        check_company=True,
        domain=[("program_type", "in", ("coupons", "gift_card"))],
        help="Vouchers of cases are coupons of this program, one point for each unit of the "
        "currency. When empty, one is made with the first voucher.",
        prefetch="hau_mai",
    )
    hau_mai_voucher_limit_user = fields.Monetary(
        string="Voucher Limit: Own Documents",
        currency_field="currency_id",
        groups="base.group_user",
        help="What a user of own documents may give for one case without an approval.",
        prefetch="hau_mai",
    )
    hau_mai_voucher_limit_all = fields.Monetary(
        string="Voucher Limit: All Documents",
        currency_field="currency_id",
        groups="base.group_user",
        help="What a user of all documents may give for one case without an approval.",
        prefetch="hau_mai",
    )
    hau_mai_voucher_days = fields.Integer(
        string="Vouchers Are Valid (days)",
        default=180,
        help="0: without an end.",
        prefetch="hau_mai",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("hau_mai_compensation_program_id")
    def _check_hau_mai_compensation_program(self):
        """A point of the program is a unit of the company's currency."""
        self._check_company(["hau_mai_compensation_program_id"])
        for company in self:
            program = company.hau_mai_compensation_program_id.sudo()
            rewards = program.reward_ids
            if program and (
                program.currency_id != company.currency_id
                or set(rewards.mapped("discount_mode")) != {"per_point"}
                or set(rewards.mapped("discount")) != {1}
            ):
                raise ValidationError(
                    self.env._(
                        "The program of vouchers has to give a discount of 1 %(currency)s per "
                        "point; %(program)s does not.",
                        currency=company.currency_id.name,
                        program=program.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _hau_mai_voucher_limit(self):
        """What the user may give for one case in this company; None: as much as they like."""
        company = self.sudo()
        return self._hau_mai_limit_by_role(
            company.hau_mai_voucher_limit_user, company.hau_mai_voucher_limit_all
        )

    def _hau_mai_limit_by_role(self, own, every):
        """The limit of the user for what they give away; None: as much as they like.

        :param own: what a user of own documents may give
        :param every: what a user of all documents may give
        """
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group("hau_mai.group_manager"):
            return None
        return max(own, every) if user.has_group("hau_mai.group_user_all") else own

    def _hau_mai_vouchers_are_whole(self):
        """Whether vouchers are redeemed in whole units of the currency, as coupons are."""
        program = self.sudo().hau_mai_compensation_program_id
        return not program.is_payment_program

    def _hau_mai_voucher_program(self):
        """The program of this company's vouchers, made where there is none."""
        self.ensure_one()
        company = self.sudo()
        if not company.hau_mai_compensation_program_id:
            take_turns(company)
            program = self.env["loyalty.program"].sudo().with_company(company)
            company.hau_mai_compensation_program_id = program.create(
                self._prepare_voucher_program_vals()
            )
        return company.hau_mai_compensation_program_id

    def _prepare_voucher_program_vals(self):
        """Coupons worth a unit of the currency per point; nobody is told by the program."""
        reward = {
            "reward_type": "discount",
            "discount_mode": "per_point",
            "discount": 1,
            "discount_applicability": "order",
            "required_points": 1,
            "description": self.env._("Voucher"),
        }
        return {
            "name": self.env._("Compensation vouchers"),
            "program_type": "coupons",
            "company_id": self.id,
            "currency_id": self.currency_id.id,
            "applies_on": "current",
            "trigger": "with_code",
            "portal_point_name": self.currency_id.symbol,
            "rule_ids": [Command.clear()],
            "reward_ids": [Command.clear(), Command.create(reward)],
            "communication_plan_ids": [Command.clear()],
        }
