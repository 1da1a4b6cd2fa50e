"""Old warranty cards in a file: which column is what, and whether a row can be taken.

Plain functions of their arguments, without the ORM: the models gather the facts and put
the answers into words.
"""

import re
import unicodedata
from collections import namedtuple
from datetime import date

from .counter import phone_digits
from .coverage import KINDS
from .recurrence import add_duration

#: column -> the headings it is known by, best first: a file may have a column "Product code"
#: and one "Product name". Written in any case, with accents or without.
COLUMNS = {
    "old_number": (
        "Card number", "Old card number", "Card no", "Card", "Warranty card", "Card code",
        "Số phiếu bảo hành", "Số phiếu", "Mã phiếu", "Mã phiếu bảo hành", "Số phiếu cũ",
        "Mã bảo hành", "Số thẻ", "Phiếu bảo hành", "External ID",
    ),
    "product": (
        "Product code", "Internal reference", "Product", "SKU", "Item code", "Barcode", "Item",
        "Product name", "Model", "Mã sản phẩm", "Mã hàng", "Mã hàng hóa", "Sản phẩm", "Mã vạch",
        "Hàng hóa", "Tên sản phẩm", "Tên hàng", "Mẫu máy",
    ),
    "serial_number": (
        "Serial number", "Serial", "Serial no", "S/N", "IMEI", "Serial/IMEI", "Số sê-ri",
        "Số seri", "Số serial", "Seri", "Sê-ri", "Số máy", "Số IMEI", "Số khung",
    ),
    "phone": (
        "Phone", "Customer phone", "Phone number", "Mobile", "Telephone", "Số điện thoại",
        "Điện thoại", "SĐT", "SĐT khách", "SĐT khách hàng", "Điện thoại khách hàng", "Di động",
    ),
    "customer": (
        "Customer", "Customer name", "Owner", "Name", "Khách hàng", "Tên khách hàng",
        "Tên khách", "Họ và tên", "Họ tên", "Chủ sở hữu", "Người mua",
    ),
    "sold_on": (
        "Sold on", "Sale date", "Purchase date", "Date of purchase", "Invoice date", "Ngày bán",
        "Ngày mua", "Ngày mua hàng", "Ngày bán hàng", "Ngày hóa đơn",
    ),
    "starts_on": (
        "Warranty start", "Starts on", "Start date", "Start", "From", "Activated on",
        "Ngày bắt đầu bảo hành", "Ngày bắt đầu", "Bắt đầu", "Bảo hành từ", "Từ ngày",
        "Ngày kích hoạt", "Ngày bảo hành",
    ),
    "ends_on": (
        "Warranty end", "Ends on", "End date", "End", "Until", "Expiry date", "Expires on", "To",
        "Ngày hết hạn bảo hành", "Ngày hết bảo hành", "Ngày hết hạn", "Ngày kết thúc",
        "Kết thúc", "Hết hạn", "Bảo hành đến", "Đến ngày", "Hạn bảo hành",
    ),
    "months": (
        "Months", "Warranty months", "Duration", "Warranty period", "Period",
        "Số tháng bảo hành", "Số tháng", "Thời hạn bảo hành", "Thời gian bảo hành", "Thời hạn",
        "Tháng bảo hành",
    ),
    "policy": (
        "Policy", "Warranty policy", "Chính sách bảo hành", "Chính sách", "Gói bảo hành",
    ),
    "covers": (
        "Covers", "What it covers", "Coverage", "Phạm vi bảo hành", "Phạm vi",
        "Nội dung bảo hành",
    ),
    "order_name": (
        "Order or invoice", "Order", "Order number", "Invoice", "Invoice number", "Số hóa đơn",
        "Mã hóa đơn", "Hóa đơn", "Số đơn hàng", "Mã đơn hàng", "Đơn hàng", "Số chứng từ",
    ),
    "address": ("Address", "Stands at", "Địa chỉ", "Địa chỉ khách hàng", "Địa chỉ lắp đặt"),
    "note": ("Note", "Notes", "Remark", "Remarks", "Ghi chú", "Diễn giải"),
}  # fmt: skip

#: Of each of these groups a file needs at least one column.
REQUIRED = (
    ("product",),
    ("old_number", "serial_number"),
    ("phone", "customer"),
    ("sold_on", "starts_on"),
)

#: Titles may stand above the headings, in so many rows.
HEADING_ROWS = 15

#: What can be said of a row -> what it means for it. The worst one is its verdict.
PROBLEMS = {
    "known": "known",
    "merged": "bad",
    "no_key": "bad",
    "old_twice": "bad",
    "no_product": "bad",
    "product_unknown": "bad",
    "product_several": "bad",
    "serial_twice": "bad",
    "serial_known": "bad",
    "serial_void": "warning",
    "serial_other": "warning",
    "phone_wrong": "bad",
    "no_customer": "bad",
    "customer_unknown": "bad",
    "customer_several": "bad",
    "customer_by_name": "warning",
    "customer_differs": "warning",
    "date_wrong": "bad",
    "date_short_year": "bad",
    "date_impossible": "bad",
    "date_future": "bad",
    "no_start": "bad",
    "end_before_start": "bad",
    "start_before_sale": "warning",
    "months_wrong": "bad",
    "months_differ": "warning",
    "policy_unknown": "bad",
    "policy_several": "bad",
    "no_warranty": "bad",
    "covers_wrong": "bad",
    "covers_unused": "warning",
    "failed": "bad",
}
VERDICTS = ("good", "warning", "bad", "known")

#: What a word of the column "covers" stands for.
_COVERED = {
    "parts": ("parts", "part", "linhkien", "phutung"),
    "labour": ("labour", "labor", "work", "cong", "nhancong", "tiencong", "suachua"),
    "transport": ("transport", "delivery", "vanchuyen"),
    "exchange": ("exchange", "replacement", "doimoi", "1doi1"),
}
_KIND_OF_WORD = {word: kind for kind, words in _COVERED.items() for word in words}
_EVERYTHING = frozenset({"all", "everything", "full", "toanbo", "tatca"})

#: What spreadsheets take for a formula at the beginning of a cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})(?:[\sT].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[\sT].*)?")
_MONTHS = re.compile(r"(\d{1,4})\s*(\D*)")
_MONTH_WORDS = frozenset({"", "m", "t", "th", "month", "months", "thang", "thg"})
_YEAR_WORDS = frozenset({"y", "n", "year", "years", "nam"})
_FIRST_YEAR = 1980
_LAST_YEAR = 2200
_PHONE_LENGTH = (8, 15)

#: What a row says of a problem: ``column`` is where, ``detail`` what the sentence names.
Problem = namedtuple("Problem", "code column detail", defaults=["", ""])

#: What is known about a row besides its texts. Names are as the user reads them.
#: ``products``, ``customers``, ``policies``: names of those it may mean. ``customer_found``:
#: the one is decided; ``found_by``: phone or name; ``customer_named``: it bears the name the
#: row says. ``serial_state``: of the card that has this serial already (valid, other:
#: of another product; any other state), ``serial_card`` its number. ``old_card``: the card
#: that has the old number. ``old_row``, ``serial_row``: an earlier row with the same.
#: ``promises``: the policy it would get has periods.
Facts = namedtuple(
    "Facts",
    "products customers customer_found found_by customer_named may_create serial_state "
    "serial_card serial_row old_card old_row policies promises merged",
)

#: The answer. ``end`` is empty where the policy says how long.
Answer = namedtuple("Answer", "problems sold start end kinds")


# === COLUMNS === #


def plain(text):
    """A text to be compared: letters and digits, small, without accents."""
    bare = unicodedata.normalize("NFKD", (text or "").casefold().replace("đ", "d"))
    return "".join(sign for sign in bare if sign.isalnum())


def map_headings(cells, more=None):
    """Which column of a row of headings is what.

    :param cells: the texts of the row
    :param more: {column: other headings it is known by}
    :return: {column: index}
    """
    at = {}
    for index, cell in enumerate(cells):
        if key := plain(cell):
            at.setdefault(key, index)
    found = {}
    for column, headings in COLUMNS.items():
        for heading in (*headings, *(more or {}).get(column, ())):
            index = at.get(plain(heading))
            if index is not None and index not in found.values():
                found[column] = index
                break
    return found


def find_headings(rows, more=None):
    """The row of headings: the one of the first rows in which most are known.

    :param rows: list of (number, texts)
    :return: (index in ``rows``, {column: index})
    """
    candidates = [
        (index, map_headings(cells, more)) for index, (_n, cells) in enumerate(rows[:HEADING_ROWS])
    ]
    return max(candidates, key=lambda row: (len(row[1]), -row[0]), default=(0, {}))


def missing_columns(found):
    """The groups of columns of which a file has none."""
    return [group for group in REQUIRED if not any(column in found for column in group)]


# === CELLS === #


def read_date(text):
    """A day as people write it in Vietnam, dd/mm/yyyy, or as computers do, yyyy-mm-dd.

    :return: (date or None, code of the problem or "")
    """
    text = (text or "").strip()
    if not text:
        return None, ""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None, "date_wrong"
    if len(year) == 2:
        return None, "date_short_year"
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None, "date_impossible"
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None, "date_impossible"
    return found, ""


def read_months(text):
    """ "24", "24 months", "24 tháng", "2 năm" as months; None when it is not that."""
    match = _MONTHS.fullmatch((text or "").strip())
    if not match:
        return None
    number, word = int(match[1]), plain(match[2])
    months = number * 12 if word in _YEAR_WORDS else number
    known = word in _MONTH_WORDS or word in _YEAR_WORDS
    return months if known and 0 < months <= 1200 else None


def read_covers(text):
    """What a period pays for: (set of kinds, the words nobody knows)."""
    kinds, unknown = set(), []
    for word in re.split(r"[,;/+&\n]", text or ""):
        key = plain(word)
        if key in _EVERYTHING:
            kinds |= set(KINDS)
        elif key in _KIND_OF_WORD:
            kinds.add(_KIND_OF_WORD[key])
        elif key:
            unknown.append(word.strip())
    return kinds, unknown


def is_phone(text):
    """Whether this can be a whole phone number, however it is written."""
    count = sum(sign.isdigit() for sign in text or "")
    return bool(phone_digits(text)) and _PHONE_LENGTH[0] <= count <= _PHONE_LENGTH[1]


def lasting(start, end):
    """How long from one day to another, as (number, unit): in months where that is exact.

    From 10 January 2024 to 10 January 2026 are 24 months; to 9 January, 730 days.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and add_duration(start, months, "month") == end:
        return months, "month"
    return (end - start).days, "day"


def guard(text):
    """A cell that no spreadsheet takes for a formula."""
    text = str(text or "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguard(text):
    """What :func:`guard` made of a cell, as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def external_name(company_id, old_number):
    """The name of the external id of a card, the same for each way of writing its number.

    >>> external_name(1, "BH 01/24")
    'card_1_bh_20_01_2f_24'
    """
    key = re.sub(
        r"[^0-9a-z]", lambda match: f"_{ord(match[0]):x}_", " ".join(old_number.split()).casefold()
    )
    return f"card_{company_id}_{key}"


# === ROWS === #


def check_row(texts, facts, today):
    """Whether a row can be taken, and what is wrong with it.

    :param texts: {column: text}
    :param facts: :class:`Facts`
    :param today: day of the company
    :return: :class:`Answer`
    """
    if facts.old_card:
        return Answer([Problem("known", "old_number", facts.old_card)], None, None, None, set())
    problems = [Problem("merged", column, str(row)) for column, row in facts.merged.items()]
    problems += _check_identity(texts, facts)
    problems += _check_customer(texts, facts)
    sold, start, end, wrong = _check_days(texts, today)
    problems += wrong
    problems += _check_promise(texts, facts, bool(end))
    kinds, unknown = read_covers(texts["covers"])
    if unknown:
        problems.append(Problem("covers_wrong", "covers", ", ".join(unknown)))
    elif kinds and not end:
        problems.append(Problem("covers_unused", "covers", texts["covers"]))
    # of a merged cell only that is said: it is not empty, it cannot be read
    merged = facts.merged.keys()
    problems = [p for p in problems if p.code == "merged" or p.column not in merged]
    return Answer(problems, sold, start, end, kinds)


def _check_identity(texts, facts):
    """What the thing is: its old number, its product, its serial."""
    if not texts["old_number"] and not texts["serial_number"]:
        yield Problem("no_key", "old_number")
    if facts.old_row:
        yield Problem("old_twice", "old_number", str(facts.old_row))
    if not texts["product"]:
        yield Problem("no_product", "product")
    elif not facts.products:
        yield Problem("product_unknown", "product", texts["product"])
    elif len(facts.products) > 1:
        yield Problem("product_several", "product", ", ".join(facts.products))
    if facts.serial_row:
        yield Problem("serial_twice", "serial_number", str(facts.serial_row))
    if facts.serial_state:
        code = {"valid": "serial_known", "other": "serial_other"}.get(
            facts.serial_state, "serial_void"
        )
        yield Problem(code, "serial_number", facts.serial_card)


def _check_customer(texts, facts):
    """Whose it is."""
    phone, name = texts["phone"], texts["customer"]
    if phone and not is_phone(phone):
        yield Problem("phone_wrong", "phone", phone)
    elif not phone and not name:
        yield Problem("no_customer", "phone")
    elif facts.customer_found:
        if facts.found_by == "name":
            yield Problem("customer_by_name", "customer", facts.customers[0])
        elif name and not facts.customer_named:
            yield Problem("customer_differs", "customer", facts.customers[0])
    elif facts.customers:
        where = "phone" if facts.found_by == "phone" else "customer"
        yield Problem("customer_several", where, ", ".join(facts.customers))
    elif not (phone and name and facts.may_create):
        yield Problem("customer_unknown", "phone" if phone else "customer", phone or name)


def _check_days(texts, today):
    """(sold, start, end, problems); the end is empty where the row does not say it."""
    days, problems = {}, []
    for column in ("sold_on", "starts_on", "ends_on"):
        days[column], code = read_date(texts[column])
        if code:
            problems.append(Problem(code, column, texts[column]))
        elif column != "ends_on" and days[column] and days[column] > today:
            problems.append(Problem("date_future", column, texts[column]))
    sold, end = days["sold_on"], days["ends_on"]
    start = days["starts_on"] or sold
    if not texts["starts_on"] and not texts["sold_on"]:
        problems.append(Problem("no_start", "starts_on"))
    if days["starts_on"] and sold and days["starts_on"] < sold:
        problems.append(Problem("start_before_sale", "starts_on", texts["sold_on"]))
    end, more = _check_end(texts, start, end)
    return sold, start, end, problems + more


def _check_end(texts, start, end):
    """(end, problems): by the day or by the months; where both are there, the day counts."""
    problems = []
    months = read_months(texts["months"])
    if texts["months"] and not months:
        problems.append(Problem("months_wrong", "months", texts["months"]))
    if not start:
        return end, problems
    by_months = months and add_duration(start, months, "month")
    if end and end <= start:
        problems.append(Problem("end_before_start", "ends_on", f"{start:%d/%m/%Y}"))
    elif end and by_months and abs((end - by_months).days) > 1:
        problems.append(Problem("months_differ", "months", f"{by_months:%d/%m/%Y}"))
    return end or by_months or None, problems


def _check_promise(texts, facts, has_end):
    """What was promised: by a policy, or by the end the row says."""
    if texts["policy"] and not facts.policies:
        yield Problem("policy_unknown", "policy", texts["policy"])
    elif len(facts.policies) > 1:
        yield Problem("policy_several", "policy", texts["policy"])
    elif not has_end and not facts.promises and len(facts.products) == 1:
        if not texts["ends_on"] and not texts["months"]:
            yield Problem("no_warranty", "ends_on")


def verdict_of(problems):
    """good, warning, bad or known: the worst of what is said of a row."""
    found = {PROBLEMS[problem.code] for problem in problems}
    return next((verdict for verdict in ("known", "bad", "warning") if verdict in found), "good")


def choose_customer(candidates, name):
    """Which of the customers with a number is meant.

    The one who bears the name; else the only one; else, of people of one company, the company.

    :param candidates: list of (id, name, id of the commercial entity)
    :param str name: as the row says it; may be empty
    :return: (id or None, whether it bears the name)
    """
    named = [one for one in candidates if name and plain(one[1]) == plain(name)]
    if len(named) == 1:
        return named[0][0], True
    if len(candidates) == 1:
        return candidates[0][0], bool(named)
    entities = {entity for _id, _name, entity in candidates}
    if len(entities) == 1:
        return entities.pop(), not name
    return None, False


def import_state(counts, running):
    """Where an import stands, by how many rows it has of each verdict.

    :param counts: {verdict: number}
    :param bool running: the job takes its good rows
    :return: draft, checked, taking, partly or taken
    """
    if not sum(counts.values()):
        return "draft"
    if not counts.get("taken"):
        return "taking" if running else "checked"
    waiting = counts.get("good", 0) + counts.get("warning", 0)
    if running and waiting:
        return "taking"
    return "partly" if waiting or counts.get("bad") else "taken"
