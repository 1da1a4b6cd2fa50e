"""Reading a file of warranty cards of a previous system, without the ORM.

Rows keep the numbers they have in the spreadsheet, blank ones counted, because a report
names them; a cell is text, whatever it was. Core's reader of imports drops blank rows and
stops at the first error cell, so it reads only what this does not: .xls and .ods.
"""

import csv
import io
import unicodedata
import zipfile
from collections import namedtuple
from datetime import date, datetime

import openpyxl

from . import tcvn  # noqa: F401  (registers the codec)

#: ``rows``: list of (number in the spreadsheet, list of texts), without blank ones.
#: ``merged``: {(row number, column index): number of the row whose cell it is merged with}.
Sheet = namedtuple("Sheet", "rows merged")

SEPARATORS = (",", ";", "\t", "|")
MAX_BYTES = 20 * 2**20
#: What a workbook may become when it is unpacked.
MAX_UNPACKED = 400 * 2**20
MAX_ROWS = 50_000

#: Signs of the Vietnamese letters that no other language on a Latin keyboard uses.
_VIETNAMESE = frozenset("ăđơưĂĐƠƯ") | {chr(code) for code in range(0x1EA0, 0x1EFA)}

#: Letters typed with an old ".VnTime" font look like these in Unicode.
_FONT_LETTERS = {
    sign: letter.decode("tcvn3")
    for letter in (bytes([code]) for code in range(0xA1, 0xFF))
    if (sign := letter.decode("latin-1")) and letter.decode("tcvn3", "replace") != "\ufffd"
}
_FONT_TABLE = str.maketrans(_FONT_LETTERS)
#: So many different signs have to be out of place before a font is blamed for them, and
#: but one in so many of their places may be left with its letters: "Intel®, 12 °C" is no font.
_FONT_SIGNS = 5
_FONT_LEFT = 4


class UnreadableError(Exception):
    """The file cannot be read; ``code`` says why: empty, large, damaged, cut, encoding."""

    def __init__(self, code, row=0):
        super().__init__(code)
        self.code = code
        self.row = row


def kind_of(content):
    """What a file is by its content, not its name: xlsx, ods, xls or csv.

    :raises UnreadableError: when it is empty, too large, or half a workbook
    """
    if not content.strip():
        raise UnreadableError("empty")
    if len(content) > MAX_BYTES:
        raise UnreadableError("large")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if not content.startswith(b"PK"):
        return "csv"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableError("damaged") from None
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableError("large")
    return "xlsx" if any(member.filename.startswith("xl/") for member in members) else "ods"


# === TEXT FILES === #


def decode(content):
    """The text of a CSV file, in the encodings that Vietnamese programs write.

    UTF-8 and UTF-16 with and without their mark; else windows-1258 or TCVN3, whichever
    gives words. Letters are composed, as Odoo stores them.

    :raises UnreadableError: ``cut`` in the middle of a letter, or ``encoding``
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decode_wide(content, "utf-16")
    elif b"\x00" in content[:200]:
        text = _decode_wide(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    else:
        text = _decode_bytes(content)
    return unicodedata.normalize("NFC", text)


def _decode_wide(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError("cut") from None


def _decode_bytes(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and any(
            byte >= 0x80 for byte in content[: error.start]
        ):
            raise UnreadableError("cut") from None
    texts = []
    for encoding in ("cp1258", "tcvn3"):
        try:
            texts.append(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not texts:
        raise UnreadableError("encoding")
    return min(texts, key=lambda text: len(_oddities(text)))


def _oddities(text):
    """The signs of a text that no word has: not a letter, or a capital after a small letter."""
    odd, before = [], " "
    for sign in text:
        if sign > "\x7f":
            category = unicodedata.category(sign)
            if category[0] not in "LM" or category == "Lu" and before.islower():
                odd.append(sign)
        before = sign
    return odd


def parse_csv(text, separator):
    """The rows of a CSV text.

    :return: :class:`Sheet`
    :raises UnreadableError: ``cut`` when it ends within a row
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, number = [], 0
    try:
        for cells in reader:
            number += 1
            if any(cell.strip() for cell in cells):
                rows.append((number, [cell.strip() for cell in cells]))
                _check_length(rows)
    except csv.Error as error:
        raise UnreadableError("cut" if "end of data" in str(error) else "damaged", number) from None
    return Sheet(rows, {})


def ends_within(text, sheet, width):
    """The number of the last row when the file ends in the middle of it, else 0.

    :param str text: what the sheet was parsed from
    :param int width: cells of the row of headings
    """
    if not sheet.rows or text.endswith(("\n", "\r")):
        return 0
    number, cells = sheet.rows[-1]
    return number if len(cells) < width else 0


# === WORKBOOKS === #


def read_xlsx(content):
    """The first sheet of a workbook, formulas by their results.

    :return: :class:`Sheet`
    :raises UnreadableError: ``damaged`` or ``large``
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        sheet = book.worksheets[0]
        rows = []
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            texts = [cell_text(cell) for cell in cells]
            if any(texts):
                rows.append((number, texts))
                _check_length(rows)
        merged = {
            (row, column - 1): area.min_row
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row + 1, min(area.max_row, sheet.max_row) + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
    except UnreadableError:
        raise
    except Exception:  # openpyxl raises whatever its parts raise
        raise UnreadableError("damaged") from None
    return Sheet(rows, merged)


def cell_text(value):
    """A cell as text: days as dd/mm/yyyy, whole numbers without a fraction, composed letters."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFC", str(value)).strip()


def number_rows(rows):
    """A :class:`Sheet` of rows that core's reader gave, which count blank ones no more."""
    texts = ([cell_text(cell) for cell in cells] for cells in rows)
    sheet = Sheet(list(enumerate(texts, 1)), {})
    _check_length(sheet.rows)
    return sheet


def _check_length(rows):
    # one more for the headings
    if len(rows) > MAX_ROWS + 1:
        raise UnreadableError("large")


# === BOTH === #


def read_font(sheet):
    """A sheet typed with an old Vietnamese font (TCVN3, ".VnTime") with the letters it shows.

    Left alone where a single letter is Vietnamese in Unicode already.
    """
    text = "\n".join(cell for _number, cells in sheet.rows for cell in cells)
    if _VIETNAMESE & set(text) or len(set(_oddities(text))) < _FONT_SIGNS:
        return sheet
    if _FONT_LEFT * len(_oddities(text.translate(_FONT_TABLE))) > len(_oddities(text)):
        return sheet
    return sheet._replace(
        rows=[(n, [cell.translate(_FONT_TABLE) for cell in cells]) for n, cells in sheet.rows]
    )
