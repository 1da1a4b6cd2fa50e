from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .portal_warranty import WarrantyPortal

#: What a browser shows by itself and cannot run.
SHOWN = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4")


class WarrantyFiles(WarrantyPortal):
    """What an owner takes home: the card as a PDF, the manuals of the product."""

    @http.route(
        "/my/warranties/<int:unit_id>/card",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_my_warranty_card(self, unit_id, access_token=None, **kwargs):
        """The card as it is handed out; one that is not valid is not."""
        unit = self._find_warranty(unit_id, access_token)
        if unit.state != "valid":
            raise NotFound()
        report = self._show_report(unit, "pdf", "hau_mai.report_warranty_card", download=True)
        return self._keep_warranty_private(report)

    @http.route(
        "/my/warranties/<int:unit_id>/document/<int:attachment_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_my_warranty_document(self, unit_id, attachment_id, access_token=None, **kwargs):
        """A file that is about the product of the card, and no other."""
        unit = self._find_warranty(unit_id, access_token)
        files = unit._portal_guidance().attachment_ids
        file = files.filtered(lambda attachment: attachment.id == attachment_id)
        if not file:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(file, "raw")
        shown = file.mimetype in SHOWN
        return self._keep_warranty_private(stream.get_response(as_attachment=not shown))
