from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..tools.compensation import voucher_verdict
from ..tools.turns import take_turns


class HauMaiUnit(models.Model):
    """Goodwill on a warranty card: by whoever has a limit for it, else asked for."""

    _inherit = "hau_mai.unit"

    goodwill_ids = fields.One2many("hau_mai.goodwill", "unit_id", groups="hau_mai.group_user_own")
    asked_goodwill_id = fields.Many2one(
        "hau_mai.goodwill",
        string="Goodwill to Approve",
        compute="_compute_asked_goodwill_id",
        groups="hau_mai.group_user_own",
    )
    may_decide_goodwill = fields.Boolean(
        compute="_compute_asked_goodwill_id", groups="hau_mai.group_user_own"
    )

    @api.depends("goodwill_ids.state")
    @api.depends_context("uid")
    def _compute_asked_goodwill_id(self):
        for unit in self:
            asked = unit.goodwill_ids.filtered(lambda goodwill: goodwill.state == "asked")[:1]
            unit.asked_goodwill_id = asked
            unit.may_decide_goodwill = asked.may_decide

    # === ACTION METHODS === #

    def action_goodwill(self):
        """The dialog that asks what is given though nobody promised it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Goodwill"),
            "res_model": "hau_mai.unit.goodwill",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    def action_approve_goodwill(self):
        """Give what was asked for on this card."""
        self.ensure_one()
        return self._goodwill_to_decide().action_approve()

    def action_refuse_goodwill(self, reason=None):
        """Do not give what was asked for on this card."""
        self.ensure_one()
        return self._goodwill_to_decide().action_refuse(reason)

    # === BUSINESS METHODS === #

    def _give_goodwill(self, vals):
        """Give goodwill on this card; over the limit of the user it is asked for.

        :param vals: of a ``hau_mai.goodwill``: what, from when, how long, amount, reason
        :return: the goodwill
        :raises UserError: when something is missing, or one waits for an approval already
        """
        self.ensure_one()
        self.check_access("write")
        self._raise_if_void()
        self._raise_without_goodwill(vals)
        unit = self.sudo()
        take_turns(unit)
        amount = vals["amount"]
        allowed, code = self._goodwill_verdict(amount)
        if not allowed and code != "limit":
            raise UserError(self._word_goodwill(code, amount))
        goodwill = unit.env["hau_mai.goodwill"].create(
            {
                **vals,
                "unit_id": unit.id,
                "user_id": self.env.uid,
                "state": "approved" if allowed else "asked",
            }
        )
        if allowed:
            goodwill._put_in_force()
        else:
            manager = unit.company_id._hau_mai_manager()
            told = unit.with_context(lang=manager.lang or self.env.lang)
            goodwill.activity_id = told._remind(
                manager,
                told.env._("Approve the goodwill of %s", goodwill._amount_in_words()),
            )
        return goodwill.with_env(self.env)

    def _goodwill_verdict(self, amount):
        """Whether the user may give one more goodwill, of this amount: (allowed, code)."""
        self.ensure_one()
        limit = self.company_id._hau_mai_goodwill_limit()
        return voucher_verdict(amount, self._goodwill_given(), limit, whole=False)

    def _word_goodwill(self, code, amount):
        """Why goodwill cannot be given by this user, as a sentence."""
        company = self.company_id
        if code == "positive":
            return self.env._("Say what the goodwill may cost: more than nothing.")
        figures = {
            "amount": amount,
            "given": self._goodwill_given(),
            "limit": company._hau_mai_goodwill_limit() or 0,
        }
        return self.env._(
            "%(amount)s, after %(given)s given already, is more than you may give for one card "
            "(%(limit)s): %(who)s approves it.",
            who=company._hau_mai_manager().name,
            **{
                name: formatLang(self.env, figure, currency_obj=company.currency_id)
                for name, figure in figures.items()
            },
        )

    def _goodwill_given(self):
        """What the goodwill on this card may cost so far."""
        given = self.sudo().goodwill_ids.filtered(lambda row: row.state == "approved")
        return sum(given.mapped("amount"))

    def _raise_without_goodwill(self, vals):
        """:raises UserError: when it is not said what is given, how long or why"""
        if self.sudo().asked_goodwill_id:
            raise UserError(self.env._("Goodwill on this card waits for an approval already."))
        if not (vals.get("reason") or "").strip():
            raise UserError(self.env._("Say why the goodwill is given."))
        if vals.get("duration", 0) <= 0:
            raise UserError(self.env._("Goodwill is given for a time: at least for a day."))
        if not any(vals.get(f"covers_{kind}") for kind in ("parts", "labour", "transport")):
            raise UserError(self.env._("Say what the goodwill pays for."))
        if vals.get("scope") == "component" and not vals.get("component_ids"):
            raise UserError(self.env._("Say on which components the goodwill is given."))

    def _goodwill_to_decide(self):
        """:raises UserError: when none waits for an approval"""
        if not self.asked_goodwill_id:
            raise UserError(self.env._("There is no goodwill to decide on."))
        return self.asked_goodwill_id
