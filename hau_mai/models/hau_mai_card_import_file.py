import base64

from odoo import models
from odoo.exceptions import UserError

from ..tools import card_file
from ..tools.card_import import COLUMNS, find_headings, missing_columns, unguard


class HauMaiCardImport(models.Model):
    """Reading the file: its encoding, its headings, its rows; in clear words when it cannot."""

    _inherit = "hau_mai.card.import"

    def _read_rows(self):
        """The rows of the file, as values of ``hau_mai.card.import.row``.

        Notes on the import which columns were found.

        :raises UserError: when it cannot be read, saying what to do
        """
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            sheet, index, found = self._read_sheet(base64.b64decode(self.file))
        except card_file.UnreadableError as error:
            raise UserError(self._word_unreadable(error)) from None
        _number, headings = sheet.rows[index] if sheet.rows else (0, [])
        self._check_columns(headings, found)
        body = sheet.rows[index + 1 :]
        if not body:
            raise UserError(self.env._("There is no row below the headings."))
        used = found.values()
        unused = [cell for at, cell in enumerate(headings) if cell and at not in used]
        labels = self._column_labels()
        self.columns_text = ", ".join(f"{headings[at]} → {labels[c]}" for c, at in found.items())
        self.unused_text = ", ".join(unused)
        return [self._prepare_row_vals(number, cells, found, sheet) for number, cells in body]

    def _read_sheet(self, content):
        """(sheet, index of the row of headings, {column: index}) of a file."""
        kind = card_file.kind_of(content)
        more = {column: [label] for column, label in self._column_labels().items()}
        if kind == "csv":
            return self._read_csv_sheet(content, more)
        if kind == "xlsx":
            sheet = card_file.read_xlsx(content)
        else:
            sheet = card_file.number_rows(self._read_by_core(content, kind))
        sheet = card_file.read_font(sheet)
        return sheet, *find_headings(sheet.rows, more)

    def _read_csv_sheet(self, content, more):
        """The same for a CSV file: the separator is the one with which most headings are known."""
        text = card_file.decode(content)
        best, error = None, None
        for separator in card_file.SEPARATORS:
            try:
                sheet = card_file.read_font(card_file.parse_csv(text, separator))
            except card_file.UnreadableError as unreadable:
                error = unreadable
                continue
            index, found = find_headings(sheet.rows, more)
            if best is None or len(found) > len(best[2]):
                best = sheet, index, found
        if best is None:
            raise error
        sheet, index, found = best
        width = max(found.values(), default=-1) + 1
        if found and (row := card_file.ends_within(text, sheet, width)):
            raise card_file.UnreadableError("cut", row)
        return best

    def _read_by_core(self, content, kind):
        """The rows of an .xls or .ods file, by the reader of Odoo's own import."""
        reader = self.env["base_import.import"].new(
            {"file": content, "file_name": f"cards.{kind}", "res_model": "hau_mai.unit"}
        )
        try:
            return getattr(reader, f"_read_{kind}")({})[1]
        except Exception:  # each of its libraries raises errors of its own
            raise card_file.UnreadableError("damaged") from None

    def _column_labels(self):
        """The headings of our template: {column: label}."""
        rows = self.env["hau_mai.card.import.row"]
        return {column: rows._fields[column]._description_string(self.env) for column in COLUMNS}

    def _check_columns(self, headings, found):
        """Refuse a file of which a column is missing that no row can do without."""
        missing = missing_columns(found)
        if not missing:
            return
        labels = self._column_labels()
        wanted = "; ".join(
            " / ".join(f"“{labels[column]}”" for column in group) for group in missing
        )
        raise UserError(
            self.env._(
                "The file has no column %(missing)s. Its headings are: %(found)s. Name the "
                "columns as in the template, in one row above the cards.",
                missing=wanted,
                found=", ".join(cell for cell in headings if cell) or self.env._("none"),
            )
        )

    def _prepare_row_vals(self, number, cells, found, sheet):
        """Values of one row, with the columns whose cell is merged into a row above."""
        texts = {
            column: unguard(cells[at]) if at < len(cells) else "" for column, at in found.items()
        }
        merged = {
            column: sheet.merged[number, at]
            for column, at in found.items()
            if (number, at) in sheet.merged
        }
        return {**texts, "number": number, "merged": merged}

    def _word_unreadable(self, error):
        """Why a file cannot be read, and what to do."""
        env = self.env
        return {
            "empty": lambda: env._("The file is empty."),
            "large": lambda: env._(
                "The file is too large: up to %(rows)s rows and 20 MB are read at once. Divide it.",
                rows=f"{card_file.MAX_ROWS:,}",
            ),
            "damaged": lambda: env._(
                "The file cannot be read: it is damaged, or only half of it arrived. Open it, "
                "save it again as .xlsx or .csv, and upload it once more."
            ),
            "cut": lambda: (
                env._(
                    "The file ends in the middle of row %s: only a part of it arrived. Save it "
                    "again and upload it once more.",
                    error.row,
                )
                if error.row
                else env._(
                    "The file ends in the middle of a word: only a part of it arrived. Save it "
                    "again and upload it once more."
                )
            ),
            "encoding": lambda: env._(
                "The letters of the file cannot be read. Save it as “CSV UTF-8” or .xlsx."
            ),
        }[error.code]()
