from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Days a copy can be downloaded; then its files go, so that they lie around nowhere.
EXPORT_DAYS = 30


class HauMaiPrivacyRequest(models.Model):
    """The copy of everything that is held about a customer, as files of their request."""

    _inherit = "hau_mai.privacy.request"

    export_json_id = fields.Many2one(
        "ir.attachment", string="For Machines", readonly=True, copy=False, ondelete="set null"
    )
    export_paper_id = fields.Many2one(
        "ir.attachment", string="To Read", readonly=True, copy=False, ondelete="set null"
    )
    date_export_until = fields.Date(
        string="To Be Had Until", readonly=True, copy=False, index="btree_not_null"
    )

    # === ACTION METHODS === #

    def action_export(self):
        """Make the copy; the customer finds it on their page and is told of it.

        :raises UserError: while nobody knows who asks
        """
        self._check_rights()
        self._check_identity()
        for request in self:
            request._make_export()
        self._go_on()
        self._tell_customer("export")
        return True

    def action_download_json(self):
        """The copy for machines."""
        return self._download("export_json_id")

    def action_download_paper(self):
        """The copy to read."""
        return self._download("export_paper_id")

    # === BUSINESS METHODS === #

    def _download(self, fname):
        self.ensure_one()
        if not self[fname]:
            raise UserError(self.env._("There is no copy any more. Make a new one."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self[fname].id}?download=true",
            "target": "download",
        }

    def _make_export(self):
        """Write both files, in the customer's language, in place of older ones."""
        self.ensure_one()
        request = self.with_context(lang=self.partner_id.lang or self.env.lang)
        register = request.env["hau_mai.privacy.register"].sudo()
        pieces = register._export_json(request.partner_id, request.company_id)
        name, content = request._render_paper()
        (request.export_json_id | request.export_paper_id).sudo().unlink()
        files = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    request._prepare_file_vals(
                        f"{self.name}.json",
                        b"".join(piece.encode() for piece in pieces),
                        "application/json",
                    ),
                    request._prepare_file_vals(name, content, False),
                ]
            )
        )
        today = self.company_id._hau_mai_today()
        self.sudo().write(
            {
                "export_json_id": files[0].id,
                "export_paper_id": files[1].id,
                "date_export_until": today + timedelta(days=EXPORT_DAYS),
            }
        )

    def _prepare_file_vals(self, name, content, mimetype):
        return {
            "name": name,
            "raw": content,
            "res_model": self._name,
            "res_id": self.id,
            **({"mimetype": mimetype} if mimetype else {}),
        }

    def _render_paper(self):
        """The copy to read: a PDF, or a web page where no PDF can be made.

        :return: (file name, content as bytes)
        """
        self.ensure_one()
        reports = self.env["ir.actions.report"].sudo()
        report = "hau_mai.hau_mai_action_report_privacy_export"
        if reports.get_wkhtmltopdf_state() in ("ok", "upgrade"):
            content, _kind = reports._render_qweb_pdf(report, self.ids)
            return f"{self.name}.pdf", content
        content, _kind = reports._render_qweb_html(report, self.ids)
        return f"{self.name}.html", content

    def _export_parts(self):
        """What the paper shows; asked by its template."""
        self.ensure_one()
        register = self.env["hau_mai.privacy.register"].sudo()
        return register._export_paper(self.partner_id, self.company_id)

    def _export_notes(self):
        """What is held and shown on request only; asked by the template of the paper."""
        register = self.env["hau_mai.privacy.register"].sudo()
        return register._on_request(register._people(self.partner_id), self.company_id)

    @api.model
    def _drop_exports(self):
        """The files of copies that are no longer to be had go."""
        old = self.sudo().search(
            self.env["res.company"]._hau_mai_day_domain(
                lambda day: Domain("date_export_until", "<", day)
            )
        )
        (old.export_json_id | old.export_paper_id).unlink()
        old.date_export_until = False
