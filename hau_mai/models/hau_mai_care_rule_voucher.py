from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HauMaiCareRule(models.Model):
    """The voucher a rule gives: a coupon of one of Odoo's loyalty programs."""

    _inherit = "hau_mai.care.rule"

    _voucher_positive = models.Constraint(
        "CHECK (voucher_points > 0 AND voucher_days >= 0)",
        "A voucher is worth at least something, and is valid for some days, or without end (0).",
    )

    program_of = fields.Selection(
        [("rule", "This program")],
        string="Voucher Of",
        required=True,
        default="rule",
        tracking=True,
        help="Which program the voucher is of.",
    )
    program_id = fields.Many2one(
        "loyalty.program",
        domain=[("program_type", "=", "coupons")],
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    voucher_points = fields.Float(
        string="Worth",
        default=1,
        tracking=True,
        help="The balance of the coupon. 1 is enough for most; where a unit of the balance is "
        "worth money, it is the amount.",
    )
    voucher_days = fields.Integer(
        string="Valid For",
        default=30,
        tracking=True,
        help="Days, the last one included; 0 for no end. The day it is made does not count.",
    )

    # === COMPUTE METHODS === #

    @api.depends("program_of", "program_id")
    def _compute_sentence(self):
        return super()._compute_sentence()

    # === CONSTRAINT METHODS === #

    @api.constrains("channel", "program_of", "program_id")
    def _check_program(self):
        for rule in self:
            if rule.channel != "voucher" or rule.program_of != "rule":
                continue
            program = rule.sudo().program_id
            if not program:
                raise ValidationError(
                    self.env._("Choose the program the vouchers of “%s” are of.", rule.name)
                )
            if program.program_type != "coupons" or not program.reward_ids:
                raise ValidationError(
                    self.env._(
                        "A voucher of “%s” would be worth nothing: choose a program of coupons "
                        "that has a reward.",
                        program.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _voucher_programs(self, partners):
        """``{customer id: program}``: of which program each of these gets a voucher.

        Who is missing gets none. Override for another value of ``program_of``.

        :param partners: customers of the company of the environment
        """
        self.ensure_one()
        return dict.fromkeys(partners.ids, self.sudo().program_id)


class HauMaiCarePreview(models.AbstractModel):
    """Which voucher, in the rule's sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _what_leaves_in_words(self, rule):
        parts = super()._what_leaves_in_words(rule)
        if rule.channel == "voucher" and rule.program_of == "rule" and rule.program_id:
            parts.insert(0, rule.sudo().program_id.name)
        return parts
