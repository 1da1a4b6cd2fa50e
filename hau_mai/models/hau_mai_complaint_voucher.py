from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..tools.compensation import voucher_verdict


class HauMaiComplaint(models.Model):
    """The voucher: a coupon of Odoo's loyalty, within the limit of who gives it."""

    _inherit = "hau_mai.complaint"

    def _make_voucher(self, amount):
        """Give the customer a voucher, once; over the user's limit it is asked for.

        :param float amount: in the currency of the company
        :raises UserError: when nobody could give such a voucher
        """
        self.ensure_one()
        self._raise_without_customer()
        allowed, code = self._voucher_verdict(amount)

        def make():
            if allowed:
                return {
                    **self._prepare_card_vals(self._make_voucher_card(amount)),
                    "amount": amount,
                }
            if code != "limit":
                raise UserError(self._word_voucher(code, amount))
            return {
                "amount": amount,
                "state": "to_approve",
                "note": self._word_voucher(code, amount),
            }

        action = self._do_once("voucher", make)
        if action.state == "to_approve" and not action.sudo().activity_id:
            action.sudo().activity_id = self._remind(
                self.company_id._hau_mai_manager(),
                self.env._("Approve the voucher of case %s", self.name),
            )
        return action

    def _voucher_verdict(self, amount):
        """Whether the user may give one more voucher, of this amount: (allowed, code)."""
        self.ensure_one()
        company = self.company_id
        given = self._done("voucher")
        whole = company._hau_mai_vouchers_are_whole()
        limit = company._hau_mai_voucher_limit()
        return voucher_verdict(amount, sum(given.mapped("amount")), limit, whole)

    def _word_voucher(self, code, amount):
        """Why a voucher cannot be given by this user, as a sentence."""
        company = self.company_id
        if code == "positive":
            return self.env._("Say how much the voucher of case %s is worth.", self.name)
        if code == "whole":
            return self.env._(
                "A voucher is redeemed in whole %(currency)s: %(amount)s would lose a part.",
                currency=company.currency_id.name,
                amount=self._amount_in_words(amount),
            )
        return self.env._(
            "%(amount)s is more than you may give for one case (%(limit)s): %(who)s approves it.",
            amount=self._amount_in_words(amount),
            limit=self._amount_in_words(company._hau_mai_voucher_limit() or 0),
            who=company._hau_mai_manager().name,
        )

    def _make_voucher_card(self, amount):
        """The coupon itself, told of by us and not by its program."""
        company = self.company_id
        program = company._hau_mai_voucher_program()
        days = company.sudo().hau_mai_voucher_days
        until = days and company._hau_mai_today() + relativedelta(days=days)
        return program.with_company(company)._hau_mai_issue(
            self.partner_id, [self.env._("Case %s", self.name)], amount, until
        )

    def _prepare_card_vals(self, card):
        """Values of the row that remembers a voucher."""
        return {
            "card_id": card.id,
            "name": card.code,
            "cost": card.points,
            "note": card.expiration_date
            and self.env._("Until %s", format_date(self.env, card.expiration_date)),
        }

    def _word_code(self, action):
        """The sentence that gives the customer the code, in their language."""
        self.ensure_one()
        card = action.sudo().card_id
        speaking = self.with_context(lang=self.partner_id.lang or self.env.lang)
        values = {
            "amount": speaking._amount_in_words(action.amount),
            "code": card.code,
            "date": format_date(speaking.env, card.expiration_date),
        }
        if card.expiration_date:
            return speaking.env._(
                "Your voucher of %(amount)s: %(code)s, valid until %(date)s.", **values
            )
        return speaking.env._("Your voucher of %(amount)s: %(code)s.", **values)

    def _tell_voucher(self, action):
        """Tell the customer the code of a voucher that was approved afterwards."""
        if self.env.context.get("install_mode"):
            return
        self.message_post(
            body=self._word_code(action),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(self.contact_id or self.partner_id).ids,
        )

    def _amount_in_words(self, amount):
        return formatLang(self.env, amount, currency_obj=self.company_id.currency_id)

    def _open_promises(self):
        asked = self.sudo().action_ids.filtered(lambda action: action.state == "to_approve")
        return super()._open_promises() + [
            self.env._("A voucher of %s is not approved yet.", action._amount_in_words())
            for action in asked
        ]
