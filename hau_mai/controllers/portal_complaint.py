from typing import NamedTuple

from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo import http, models
from odoo.fields import Domain
from odoo.http import request

from ..models.hau_mai_complaint_stage import OPEN_KINDS
from .portal_list import prepare_list
from .portal_request import MAX_PHOTOS, RequestPortal
from .public_page import find_or_count


class CaseVisit(NamedTuple):
    """Somebody at the page of a case: what they see, and in whose name they act."""

    complaint: models.Model
    author: models.Model
    path: str
    may_act: bool
    by_link: bool


class ComplaintPortal(RequestPortal):
    """Customers look at their cases: in the portal, or at one of them by the link of a message."""

    _cases_per_page = 20

    # === WHO COMES IN === #

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hau_mai_case_count" in counters:
            model = request.env["hau_mai.complaint"]
            may = model.has_access("read")
            values["hau_mai_case_count"] = model.search_count(self._cases_domain()) if may else 0
        return values

    def _cases_domain(self):
        """Cases of the user and of the company they belong to; the rules say which of these."""
        partner = request.env.user.partner_id
        return Domain("commercial_partner_id", "=", partner.commercial_partner_id.id) | Domain(
            "contact_id", "=", partner.id
        )

    def _visit(self, complaint_id=None, token=None):
        """Who comes to a case, when they may; else nothing.

        By a link the case is read in its customer's language.
        """
        visit = self._visit_by_link(token) if token else self._visit_by_login(complaint_id)
        if not visit:
            return None
        complaint = visit.complaint.with_company(visit.complaint.company_id)
        lang = visit.author.lang
        if request.env.user._is_public() and lang:
            request.update_context(lang=lang)
            complaint = complaint.with_context(lang=lang)
        return visit._replace(complaint=complaint.with_context(hau_mai_case_path=visit.path))

    def _visit_by_login(self, complaint_id):
        complaint = request.env["hau_mai.complaint"].browse(complaint_id).exists()
        if not complaint or not complaint.has_access("read"):
            return None
        complaint = complaint.sudo()
        author = request.env.user.partner_id
        may_act = complaint._is_customer(author)
        return CaseVisit(complaint, author, f"/my/requests/{complaint.id}", may_act, False)

    def _visit_by_link(self, token):
        cases = request.env["hau_mai.complaint"]
        link = find_or_count("case", lambda: cases._read_link(token))
        if not link or link.expired:
            return None
        # people of ours may look at what was sent, but not act in the customer's name
        may_act = not request.env.user._is_internal()
        path = f"/hau_mai/case/{token}"
        return CaseVisit(link.complaint, link.partner, path, may_act, True)

    def _send_away(self, token=None):
        """Where who may not see a case goes: a new link, the log-in, the own pages."""
        if token:
            response = request.render("hau_mai.portal_case_link_expired", {"token": token})
            return self._keep_private(response)
        if request.env.user._is_public():
            query = url_encode({"redirect": request.httprequest.path})
            return request.redirect(f"/web/login?{query}")
        return request.redirect("/my")

    def _keep_private(self, response):
        """A page behind a link: nobody stores it, indexes it, or hears its address."""
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # === THE LIST === #

    @http.route(
        ["/my/requests", "/my/requests/page/<int:page>"], type="http", auth="user", website=True
    )
    def portal_my_requests(self, page=1, filterby=None, sortby=None, search=None, **kwargs):
        model, step = request.env["hau_mai.complaint"], self._cases_per_page
        cases, values = prepare_list(
            model,
            self._cases_domain(),
            url="/my/requests",
            step=step,
            filters=self._case_filters(),
            sortings=self._case_sortings(),
            asked={"page": page, "filterby": filterby, "sortby": sortby, "search": search},
            find=lambda domain, order, offset: model.search(domain, offset, step, order),
        )
        values = (
            self._prepare_portal_layout_values()
            | values
            | {
                "page_name": "hau_mai_cases",
                "cases": cases.sudo(),
                "procedure_url": request.env.company._hau_mai_procedure_url(),
            }
        )
        return request.render("hau_mai.portal_my_requests", values)

    def _case_filters(self):
        is_open = Domain("state", "in", OPEN_KINDS)
        answer = Domain("state", "=", "solved") | Domain("waiting_for", "=", "customer")
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {"label": request.env._("Open"), "domain": is_open},
            "answer": {"label": request.env._("Waiting for you"), "domain": answer},
            "over": {
                "label": request.env._("Finished"),
                "domain": Domain("state", "in", ("closed", "refused")),
            },
        }

    def _case_sortings(self):
        return {
            "newest": {"label": request.env._("Newest"), "order": "date_open desc, id desc"},
            "oldest": {"label": request.env._("Oldest"), "order": "date_open, id"},
            "subject": {"label": request.env._("Subject"), "order": "subject, id desc"},
        }

    # === ONE CASE === #

    @http.route(
        ["/my/requests/<int:complaint_id>", "/hau_mai/case/<string:token>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_my_request(
        self, complaint_id=None, token=None, message=None, access_token=None, **kwargs
    ):
        visit = self._visit(complaint_id, token)
        if not visit and access_token:
            # a link of core's: the same token, and the page that belongs to it
            return request.redirect(f"/hau_mai/case/{access_token}")
        if not visit:
            return self._send_away(token)
        return self._render_case(visit, self._case_notice(message))

    def _render_case(self, visit, notice=None, error=None, post=None):
        """The page of a case, with what was done (``notice``) or why it was not (``error``)."""
        case = visit.complaint
        values = self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_case",
            "case": case,
            "by_link": visit.by_link,
            "path": visit.path,
            "goes_on": self._path_of_next(visit),
            "actions": case._portal_actions() if visit.may_act else set(),
            "conversation": case._portal_conversation(),
            "documents": [case._prepare_portal_file(paper) for paper in case._portal_documents()],
            "rating": case._portal_rating(),
            "faces": self._rating_faces(),
            "max_files": MAX_PHOTOS,
            "procedure_url": case.company_id._hau_mai_procedure_url(),
            "notice": notice,
            "error": error,
            "post": post or {},
        }
        response = request.render("hau_mai.portal_my_request", values)
        return self._keep_private(response) if visit.by_link else response

    def _path_of_next(self, visit):
        """Where a case that went on in another one is read on, by who may see that too."""
        case = visit.complaint._going_on()
        if case == visit.complaint:
            return None
        if visit.by_link:
            return self._path_to(case, visit) if case._link_holder(visit.author.id) else None
        return self._path_to(case, visit) if case.sudo(False).has_access("read") else None

    def _path_to(self, case, visit):
        """The page of another case of the same customer, the way this one was reached."""
        if visit.by_link:
            return f"/hau_mai/case/{case._link_token(visit.author)}"
        return f"/my/requests/{case.id}"

    def _rating_faces(self):
        return [
            ("5", request.env._("Satisfied")),
            ("3", request.env._("So-so")),
            ("1", request.env._("Bad")),
        ]

    def _case_notice(self, message):
        """What was just done, as a sentence; nothing for what we do not know."""
        return {
            "asked": request.env._("We have your request and will answer soon."),
            "open": request.env._("We have this request already. Write to us here."),
            "sent": request.env._("Thank you, we have your answer."),
            "withdrawn": request.env._("Your request is withdrawn."),
            "confirmed": request.env._("Thank you! We are glad that it is solved."),
            "reopened": request.env._("We are sorry. We take it up again."),
        }.get(message)

    @http.route(
        [
            "/my/requests/<int:complaint_id>/file/<int:attachment_id>",
            "/hau_mai/case/<string:token>/file/<int:attachment_id>",
        ],
        type="http",
        auth="public",
        methods=["GET"],
    )
    def portal_my_request_file(self, attachment_id, complaint_id=None, token=None, **kwargs):
        """A file of the case that its customer may have, as a download."""
        visit = self._visit(complaint_id, token)
        if not visit:
            raise NotFound()
        file = visit.complaint._portal_attachments().filtered(lambda a: a.id == attachment_id)
        if not file:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(file, "raw")
        return self._keep_private(stream.get_response(as_attachment=True))
