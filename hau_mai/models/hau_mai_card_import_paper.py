import base64
import csv
import io

import xlsxwriter

from odoo import fields, models

from ..tools.card_import import COLUMNS, guard

#: Two cards as an example, for the template. Nothing of it is anybody's.
EXAMPLES = (
    {
        "old_number": "BH-000123",
        "product": "AC-9000",
        "serial_number": "SN12345678",
        "phone": "0901234567",
        "customer": "Nguyễn Văn An",
        "sold_on": "10/01/2024",
        "months": "24",
        "order_name": "HD-0456",
        "address": "12 Lê Lợi, Huế",
    },
    {
        "old_number": "BH-000124",
        "product": "FAN-20",
        "serial_number": "QF-77812",
        "phone": "0987654321",
        "customer": "Trần Thị Bình",
        "sold_on": "31/12/2023",
        "starts_on": "05/01/2024",
        "ends_on": "05/01/2026",
        "covers": "parts, labour",
        "note": "Sold at the old shop",
    },
)


class HauMaiCardImport(models.Model):
    """What can be downloaded: the template, and the bad rows with what is wrong with them."""

    _inherit = "hau_mai.card.import"

    template_csv = fields.Binary(compute="_compute_templates")
    template_xlsx = fields.Binary(compute="_compute_templates")
    bad_csv = fields.Binary(compute="_compute_bad_files")
    bad_xlsx = fields.Binary(compute="_compute_bad_files")

    # === COMPUTE METHODS === #

    def _compute_templates(self):
        headings = list(self._column_labels().values())
        table = [headings, *([row.get(c, "") for c in COLUMNS] for row in EXAMPLES)]
        for card_import in self:
            card_import.template_csv = self._to_csv(table)
            card_import.template_xlsx = self._to_xlsx(table)

    def _compute_bad_files(self):
        for card_import in self:
            table = card_import._bad_table()
            card_import.bad_csv = self._to_csv(table)
            card_import.bad_xlsx = self._to_xlsx(table)

    # === ACTION METHODS === #

    def action_download_template(self):
        """The template as an Excel file."""
        return self._download("template_xlsx", self.env._("old_cards.xlsx"))

    def action_download_template_csv(self):
        """The template as a CSV file."""
        return self._download("template_csv", self.env._("old_cards.csv"))

    def action_download_bad(self):
        """The bad rows as an Excel file: to be corrected and uploaded again."""
        return self._download("bad_xlsx", self.env._("bad_rows.xlsx"))

    def action_download_bad_csv(self):
        """The same as a CSV file."""
        return self._download("bad_csv", self.env._("bad_rows.csv"))

    # === BUSINESS METHODS === #

    def _download(self, fname, file_name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{fname}/{file_name}?download=true",
            "target": "download",
        }

    def _bad_table(self):
        """The bad rows as they were read, in the columns of the template, with the reason."""
        self.ensure_one()
        labels = self._column_labels()
        row_fields = self.env["hau_mai.card.import.row"]._fields
        reason = row_fields["reason"]._description_string(self.env)
        rows = self.row_ids.filtered(lambda row: row.verdict == "bad").sorted("number")
        return [
            [*labels.values(), reason],
            *([row[column] or "" for column in COLUMNS] + [row.reason or ""] for row in rows),
        ]

    def _to_csv(self, table):
        """A table as a CSV file that Excel opens with its letters; no cell is a formula."""
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([guard(cell) for cell in row] for row in table)
        return base64.b64encode(stream.getvalue().encode("utf-8-sig"))

    def _to_xlsx(self, table):
        """The same as a workbook: each cell is text, so that no phone number loses its zero."""
        stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(stream, options) as book:
            sheet = book.add_worksheet()
            heading = book.add_format({"bold": True, "bg_color": "#EEEEEE", "border": 1})
            text = book.add_format({"num_format": "@", "valign": "top"})
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(table[0]) - 1, 18, text)
            for number, row in enumerate(table):
                for column, cell in enumerate(row):
                    style = text if number else heading
                    sheet.write_string(number, column, guard(cell), style)
        return base64.b64encode(stream.getvalue())
