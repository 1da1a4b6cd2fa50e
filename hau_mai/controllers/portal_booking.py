from datetime import timedelta

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .portal_service import ServicePortal

#: More than this is no reason but a letter.
REASON_LENGTH = 500


class BookingPortal(ServicePortal):
    """Appointments by the customer: in the portal, or by the link without logging in.

    Every change is a POST; what is refused is said on the page, and nothing is half written.
    """

    @http.route(["/my/services/<int:service_id>/book"], type="http", auth="public", website=True)
    def portal_book(self, service_id, access_token=None, **kwargs):
        service = self._find_service(service_id, access_token)
        if not service:
            return request.redirect("/my")
        return self._render_booking(service, access_token)

    def _render_booking(self, service, access_token, error=None):
        may_change, why_not = service._booking_verdict()
        today = service.company_id._hau_mai_today()
        values = {
            "service": service,
            "page_name": "hau_mai_booking",
            "error": error,
            "may_change": may_change,
            "why_not": why_not,
            "days": service._booking_slots() if may_change else {},
            "first_day": today + timedelta(days=1),
            "last_day": today + timedelta(days=service.company_id.hau_mai_booking_days),
            "access_token": access_token,
            "portal_url": lambda suffix="", **args: self._service_url(
                service, access_token, suffix, **args
            ),
        }
        return request.render("hau_mai.portal_book", values)

    def _change(self, service_id, access_token, change, message):
        """Change a job as its customer wants and show it, or say why not.

        :param change: function of the job (with all rights) and of who acts
        :param str message: what the page says afterwards
        """
        service = self._find_service(service_id, access_token)
        if not service:
            return request.redirect("/my")
        try:
            with request.env.cr.savepoint():
                change(service, self._author(service))
        except UserError as refused:
            service.invalidate_recordset()
            return self._render_booking(service, access_token, error=str(refused))
        return request.redirect(self._service_url(service, access_token, message=message), 303)

    @http.route(
        ["/my/services/<int:service_id>/book/time"],
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_book_time(self, service_id, start="", access_token=None, **kwargs):
        def book(service, author):
            service._book(self._to_moment(start), author)

        return self._change(service_id, access_token, book, "booked")

    @http.route(
        ["/my/services/<int:service_id>/book/confirm"],
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_book_confirm(self, service_id, access_token=None, **kwargs):
        def confirm(service, author):
            service._confirm_appointment(author)

        return self._change(service_id, access_token, confirm, "confirmed")

    @http.route(
        ["/my/services/<int:service_id>/book/cancel"],
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_book_cancel(self, service_id, reason="", access_token=None, **kwargs):
        def cancel(service, author):
            service._cancel_appointment(author, reason.strip()[:REASON_LENGTH])

        return self._change(service_id, access_token, cancel, "cancelled")

    @http.route(
        ["/my/services/<int:service_id>/book/wish"],
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_book_wish(self, service_id, day="", access_token=None, **kwargs):
        def wish(service, author):
            service._wish_day(self._to_day(day), author)

        return self._change(service_id, access_token, wish, "wished")

    @http.route(
        ["/my/services/<int:service_id>/appointment.ics"], type="http", auth="public", website=True
    )
    def portal_appointment_file(self, service_id, access_token=None, **kwargs):
        service = self._find_service(service_id, access_token)
        if not service:
            return request.redirect("/my")
        content = service._prepare_ics()
        if not content:
            raise NotFound()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(f"{service.name}.ics")),
            ],
        )

    def _to_moment(self, text):
        """A moment (naive UTC) as a form sends it.

        :raises UserError: when it is none
        """
        try:
            moment = fields.Datetime.to_datetime(text)
        except ValueError:
            moment = None
        if not moment:
            raise UserError(request.env._("Please choose a time."))
        return moment

    def _to_day(self, text):
        """A day as a form sends it.

        :raises UserError: when it is none
        """
        try:
            day = fields.Date.to_date(text)
        except ValueError:
            day = None
        if not day:
            raise UserError(request.env._("Please choose a day."))
        return day
