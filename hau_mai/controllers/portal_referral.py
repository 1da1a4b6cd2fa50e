from contextlib import suppress

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

from .public_page import find_or_count

#: The code of who told them, until they have an account.
SESSION_KEY = "hau_mai_referral_code"


class ReferralSignup(AuthSignupHome):
    """A friend comes by a customer's link: the code is kept until they have an account."""

    @http.route("/r/<string:code>", type="http", auth="public", website=True, sitemap=False)
    def referral_link(self, code, **kwargs):
        """Nothing is written but the visitor's own session."""
        partners = request.env["res.partner"].sudo()
        company = request.env.company.sudo()
        referrer = find_or_count("referral", lambda: partners._find_by_referral_code(code))
        known = bool(referrer) and company._hau_mai_rewards_referrals()
        if known:
            request.session[SESSION_KEY] = referrer.referral_code
            if not request.env.user._is_public():
                return request.redirect("/my/loyalty")
        values = {
            "known": known,
            "code": referrer.referral_code,
            "name": referrer._portal_first_name() if known else "",
            "text": company.root_id.hau_mai_referral_text,
            "company": company,
            "signup": self.get_auth_signup_config()["signup_enabled"],
        }
        return request.render("hau_mai.referral_welcome", values)

    def _signup_with_values(self, token, values, do_login):
        """The new account says who told its owner; that must never stand in its way."""
        code = request.session.get(SESSION_KEY)
        result = super()._signup_with_values(token, values, do_login)
        if code:
            self._name_by_link(values["login"], code)
        return result

    def _name_by_link(self, login, code):
        """What cannot be named now, the portal asks again, and says what is wrong."""
        users = request.env["res.users"].sudo()
        domain = users._get_login_domain(login)
        user = users.search(domain, order=users._get_login_order(), limit=1)
        with suppress(UserError), request.env.cr.savepoint():
            user.partner_id._portal_name_referrer(code, request.env.company.sudo(), how="link")
            request.session.pop(SESSION_KEY, None)
