from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal_request import to_text

#: What customers may ask for here. The rest they ask people for.
PORTAL_KINDS = ("export", "correct", "withdraw", "object", "restrict", "delete")


class PrivacyPortal(CustomerPortal):
    """Customers see what is held about them, and use their rights: each their own only.

    Not even colleagues of the same company see each other's: the right is a person's.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hau_mai_privacy_count" in counters:
            values["hau_mai_privacy_count"] = len(self._privacy_requests())
        return values

    @http.route("/my/privacy", type="http", auth="user", website=True, methods=["GET"])
    def portal_my_privacy(self, message=None, **kwargs):
        return self._render_privacy(self._privacy_notice(message))

    @http.route("/my/privacy/ask", type="http", auth="user", website=True, methods=["POST"])
    def portal_my_privacy_ask(self, kind=None, text="", **post):
        """A new request; what stops marketing does so in this transaction."""
        if kind not in PORTAL_KINDS:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                made = (
                    request.env["hau_mai.privacy.request"]
                    .sudo()
                    ._ask_as_customer(request.env.user.partner_id, kind, to_text(text))
                )
        except UserError as refused:
            return self._render_privacy(error=str(refused))
        return request.redirect(f"/my/privacy?message={made.kind}", 303)

    @http.route(
        "/my/privacy/<int:request_id>/<any(data,paper):form>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def portal_my_privacy_file(self, request_id, form, **kwargs):
        """The customer's own copy, while it is to be had."""
        asked = self._privacy_requests().filtered(lambda asked: asked.id == request_id)
        file = asked._portal_files().get(form) if asked else None
        if not file:
            raise NotFound()
        stream = request.env["ir.binary"].sudo()._get_stream_from(file, "raw")
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        return response

    # === TOOLS === #

    def _privacy_requests(self):
        """The requests of who is logged in, with all rights."""
        requests = request.env["hau_mai.privacy.request"].sudo()
        return requests.search([("partner_id", "=", request.env.user.partner_id.id)])

    def _render_privacy(self, notice=None, error=None):
        partner = request.env.user.partner_id.sudo()
        register = request.env["hau_mai.privacy.register"].sudo()
        titles = request.env["hau_mai.privacy.request"]._portal_kinds()
        held = register._count(register._people(partner), request.env.company)
        values = self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_privacy",
            "held": [
                {
                    "label": register._word(holding.label),
                    "count": count,
                    "why": register._ground(holding.ground),
                }
                for holding, count in held
            ],
            "asked": self._privacy_requests(),
            "restricted": partner.processing_restricted,
            "titles": titles,
            "choices": self._privacy_choices(titles),
            "notice": notice,
            "error": error,
        }
        response = request.render("hau_mai.portal_my_privacy", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _privacy_choices(self, titles):
        """``[(kind, title, what happens, whether words are asked for)]`` of what can be asked."""
        happens = {
            "export": request.env._(
                "Everything we hold about you, to read and as a file for other systems."
            ),
            "correct": request.env._("Tell us what is wrong."),
            "withdraw": request.env._(
                "At once. Messages about your orders, warranties and repairs still come."
            ),
            "object": request.env._("Tell us which. Advertising stops at once."),
            "restrict": request.env._(
                "From now on we use it for your orders, warranties and repairs only."
            ),
            "delete": request.env._(
                "We delete what we do not have to keep, such as for invoices and running "
                "warranties. This cannot be undone, and your account is closed."
            ),
        }
        return [
            (kind, titles[kind], happens[kind], kind in ("correct", "object", "delete"))
            for kind in PORTAL_KINDS
        ]

    def _privacy_notice(self, message):
        """What was just asked for, as a sentence; nothing for what we do not know."""
        asked = request.env._("We have your request, and answer within two working days.")
        return dict.fromkeys(PORTAL_KINDS, asked).get(message) and (
            {
                "withdraw": request.env._("Done: no advertising any more."),
                "object": request.env._("Advertising has stopped. %s", asked),
                "restrict": request.env._("Your data is restricted from now on. %s", asked),
            }.get(message, asked)
        )
