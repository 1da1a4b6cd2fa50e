from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal_complaint import ComplaintPortal
from .portal_request import to_text
from .uploads import PHOTO_TYPES

#: What customers send with a case: pictures, and papers such as a receipt.
FILE_TYPES = (*PHOTO_TYPES, "application/pdf")


def case_action(path):
    """A form of a case's page, in the portal and behind a link: sent by POST, with the token
    against forgery."""
    return http.route(
        [f"/my/requests/<int:complaint_id>/{path}", f"/hau_mai/case/<string:token>/{path}"],
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )


class ComplaintActions(ComplaintPortal):
    """What customers do with a case. What is refused is said, and nothing is half written."""

    @case_action("reply")
    def portal_request_reply(self, complaint_id=None, token=None, **post):
        def reply(case, author):
            case._reply_as_customer(author, self._to_text(post.get("text")), self._read_files())

        return self._act(complaint_id, token, reply, "sent", post)

    @case_action("withdraw")
    def portal_request_withdraw(self, complaint_id=None, token=None, **post):
        def withdraw(case, author):
            case._withdraw_as_customer(author, self._to_text(post.get("reason")))

        return self._act(complaint_id, token, withdraw, "withdrawn", post)

    @case_action("confirm")
    def portal_request_confirm(self, complaint_id=None, token=None, **post):
        def confirm(case, author):
            case._confirm_as_customer(author)

        return self._act(complaint_id, token, confirm, "confirmed", post)

    @case_action("reopen")
    def portal_request_reopen(self, complaint_id=None, token=None, **post):
        def reopen(case, author):
            text = self._to_text(post.get("text"))
            return case._reopen_as_customer(author, text, self._read_files())

        return self._act(complaint_id, token, reopen, "reopened", post)

    @case_action("rate")
    def portal_request_rate(self, complaint_id=None, token=None, rate="", **post):
        """To core's page of the rating, where the customer may add words and sends it."""
        visit = self._visit(complaint_id, token)
        if not visit:
            return self._send_away(token)
        if not visit.may_act or "rate" not in visit.complaint._portal_actions():
            return request.redirect(visit.path, 303)
        value = rate if rate in ("1", "3", "5") else "5"
        access_token = visit.complaint._rating_get_access_token(visit.author)
        return request.redirect(f"/rate/{access_token}/{value}", 303)

    @http.route(
        ["/hau_mai/case/<string:token>/renew"],
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_case_renew(self, token, **post):
        """A new link, to the address on file; the answer is the same for every token."""
        link = request.env["hau_mai.complaint"]._read_link(token)
        if link:
            link.complaint._send_new_link()
        response = request.render("hau_mai.portal_case_link_expired", {"sent": True})
        return self._keep_private(response)

    # === TOOLS === #

    def _act(self, complaint_id, token, act, message, post):
        """Do with a case what its customer wants and show it, or say why not.

        :param act: function of the case (with all rights) and of who acts; it may return the
            case that goes on, when that is another one
        :param str message: what the page says afterwards
        """
        visit = self._visit(complaint_id, token)
        if not visit:
            return self._send_away(token)
        if not visit.may_act:
            error = request.env._("Only the customer can do this.")
            return self._render_case(visit, error=error)
        case = visit.complaint
        try:
            with request.env.cr.savepoint():
                goes_on = act(case, visit.author) or case
                if visit.by_link:
                    goes_on._note_link(visit.author)
        except UserError as refused:
            case.invalidate_recordset()
            return self._render_case(visit, error=str(refused), post=post)
        path = visit.path if goes_on == case else self._path_to(goes_on, visit)
        return request.redirect(f"{path}?message={message}", 303)

    def _to_text(self, text):
        return to_text(text)

    def _read_files(self):
        """What came with the form: [(name, content)].

        :raises UserError: for too many, too large, or of another kind
        """
        return self._read_kinds(
            request.httprequest.files.getlist("files"),
            FILE_TYPES,
            request.env._("“%s” is neither a photo nor a PDF."),
        )
