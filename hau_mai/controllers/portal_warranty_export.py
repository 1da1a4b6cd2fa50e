import csv
import io

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.web.controllers.export import ExportXlsxWriter

from ..tools.spreadsheet import CSV_BOM, plain_cell
from .portal_list import choose
from .portal_warranty import WarrantyPortal


class WarrantyExport(WarrantyPortal):
    """Customers take the list of their cards home: what the filter shows, on all pages."""

    @http.route("/my/warranties/export", type="http", auth="user", website=True, methods=["GET"])
    def portal_export_warranties(
        self, format="xlsx", filterby=None, sortby=None, search=None, groupby=None, **kwargs
    ):
        write = {"csv": self._write_csv, "xlsx": self._write_xlsx}.get(format)
        if not write:
            raise NotFound()
        model = request.env["hau_mai.unit"]
        asked = {"filterby": filterby, "sortby": sortby, "search": search, "groupby": groupby}
        domain, order, _chosen = choose(
            model,
            self._warranties_domain(),
            self._warranty_filters(),
            self._warranty_sortings(),
            asked,
            self._warranty_groupings(),
        )
        units = model.search(domain, order=order) if model.has_access("read") else model
        headers, rows = units.sudo()._portal_table()
        content, mimetype = write(headers, rows)
        name = f"{request.env._('Warranties')}.{format}"
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _write_csv(self, headers, rows):
        """Days as 2027-01-10, which every program takes for a day."""
        output = io.StringIO()
        writer = csv.writer(output, quoting=csv.QUOTE_ALL)
        writer.writerows([plain_cell(value) for value in row] for row in [headers, *rows])
        return CSV_BOM + output.getvalue().encode(), "text/csv;charset=utf-8"

    def _write_xlsx(self, headers, rows):
        """Days as days, numbers as numbers, and text as text whatever it looks like."""
        fields = [{"type": "char"}] * len(headers)
        with ExportXlsxWriter(fields, headers, len(rows)) as writer:
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        text = plain_cell(value)
                        writer.worksheet.write_string(number, column, text, writer.base_style)
                    else:
                        writer.write_cell(number, column, value)
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return writer.value, mimetype
