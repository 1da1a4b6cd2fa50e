from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal_request import to_text
from .portal_warranty import WarrantyPortal

#: So much of a name, a number or an address is taken.
MAX_WORDS = 100


class TransferPortal(WarrantyPortal):
    """Owners tell that somebody else has their product now, and read the letters about it."""

    def _prepare_warranty_values(self, unit, access_token=None, **values):
        notice = None
        if request.params.get("message") == "reported":
            notice = request.env._("Thank you, we will confirm it soon.")
        family = unit.partner_id.commercial_partner_id
        letters = unit.forfeiture_ids.filtered(
            lambda row: (
                row.state == "in_force"
                and row.letter_ids
                and row.partner_id.commercial_partner_id == family
            )
        )
        values = {
            "notice": notice,
            "may_report": unit.state == "valid" and unit.transferable and unit.date_start,
            "reported": unit.transfer_request_id,
            "letters": letters,
            "letter_url": lambda row: self._warranty_url(unit, access_token, f"/letter/{row.id}"),
            **values,
        }
        return super()._prepare_warranty_values(unit, access_token, **values)

    @http.route(
        ["/my/warranties/<int:unit_id>/transfer"],
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_report_transfer(self, unit_id, access_token=None, **post):
        unit = self._find_warranty(unit_id, access_token)
        user = request.env.user
        author = unit.partner_id if user._is_public() else user.partner_id
        said = {name: to_text(post.get(name), MAX_WORDS) for name in ("name", "phone", "email")}
        try:
            with request.env.cr.savepoint():
                unit.env["hau_mai.transfer.request"]._report(unit, author, **said)
        except UserError as refused:
            values = self._prepare_warranty_values(
                unit, access_token, error=str(refused), transfer_post=said
            )
            return request.render("hau_mai.portal_my_warranty", values)
        return request.redirect(self._warranty_url(unit, access_token, message="reported"), 303)

    @http.route(
        ["/my/warranties/<int:unit_id>/letter/<int:letter_id>"],
        type="http",
        auth="public",
        website=True,
    )
    def portal_warranty_letter(self, unit_id, letter_id, access_token=None, **kwargs):
        """A letter about the end of a warranty, for whom it was written to."""
        unit = self._find_warranty(unit_id, access_token)
        values = self._prepare_warranty_values(unit, access_token)
        letter = values["letters"].filtered(lambda row: row.id == letter_id)
        if not letter:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(letter.letter_ids[:1])
        return stream.get_response(as_attachment=True)
