from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools import nps
from .portal_request import to_text
from .public_page import find_or_count

#: The marks as the form sends them.
MARKS = frozenset(map(str, range(nps.LOWEST, nps.HIGHEST + 1)))


class NpsPage(http.Controller):
    """Would you recommend us? The customer's page, behind a signed link without a log-in.

    Opening it answers nothing, because mail scanners open links: only the form does.
    """

    @http.route(["/nps/<string:token>"], type="http", auth="public", methods=["GET"], website=True)
    def nps_page(self, token, score=None, done=None, **kwargs):
        answer = self._find(token)
        if self._may_act(answer):
            answer.touchpoint_id._note_opened()
        chosen = self._to_score(score)
        if chosen is None and answer.state == "answered":
            chosen = answer.score
        return self._render(answer, token, chosen=chosen, done=done)

    @http.route(["/nps/<string:token>"], type="http", auth="public", methods=["POST"], website=True)
    def nps_answer(self, token, score=None, comment="", publish=None, shown_as=None, **kwargs):
        answer = self._find(token)
        chosen, comment = self._to_score(score), to_text(comment)
        if not self._may_act(answer):
            return self._render(answer, token, chosen=chosen)
        now = fields.Datetime.now()
        try:
            answer._answer(chosen, comment, now)
        except UserError as error:
            values = {"chosen": chosen, "comment": comment, "refused": str(error)}
            return self._render(answer, token, **values)
        if publish and answer.company_id.hau_mai_reviews_public:
            request.env["hau_mai.review"].sudo()._publish(answer, shown_as, now)
        return request.redirect(f"/nps/{token}?done=1", 303)

    @http.route(
        ["/nps/<string:token>/withdraw"],
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def nps_withdraw(self, token, **kwargs):
        """Take the publication back: at any time, also when the question is over."""
        answer = self._find(token)
        if self._may_act(answer):
            request.env["hau_mai.review"]._of_source(answer)._withdraw(fields.Datetime.now())
        return request.redirect(f"/nps/{token}", 303)

    # === TOOLS === #

    def _find(self, token):
        """The question of a link, in its customer's language and for its company.

        :raises NotFound: for a link that is none of ours
        """
        questions = request.env["hau_mai.nps"]
        answer = find_or_count("nps", lambda: questions._read_answer_token(token))
        if not answer:
            raise NotFound()
        lang = answer.partner_id.lang
        if lang and request.env.user._is_public():
            request.update_context(lang=lang)
            answer = answer.with_context(lang=lang)
        return answer.with_company(answer.company_id)

    def _may_act(self, answer):
        """Whether the visitor answers in the customer's name: not our people, no other customer."""
        user = request.env.user
        if user._is_public():
            return True
        own = user.partner_id.commercial_partner_id == answer.commercial_partner_id
        return own and not user._is_internal()

    def _to_score(self, text):
        return int(text) if text in MARKS else None

    def _render(self, answer, token, **values):
        review = request.env["hau_mai.review"]
        company = answer.company_id
        may_act = self._may_act(answer)
        response = request.render(
            "hau_mai.nps_page",
            {
                "comment": answer.comment or "",
                "refused": None,
                "done": None,
                **values,
                "answer": answer,
                "token": token,
                "company": company,
                "may_act": may_act,
                "may_answer": may_act and answer._may_answer(fields.Datetime.now()),
                "review": review._of_source(answer),
                "publisher": company if company.hau_mai_reviews_public else None,
                "wording": review.with_context(lang=answer.env.lang)._consent_wording(company),
                "res_company": company,
                "no_breadcrumbs": True,
            },
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
