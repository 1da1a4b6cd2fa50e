"""Rules of messengers for business messages, without the ORM.

They are those of Zalo's notification service (ZNS), the usual one in Vietnam: texts are
templates that the provider approves; a template is of a class, and of the class for
promotion only so many may be sent in a month.
"""

import re
from datetime import date

from dateutil.relativedelta import relativedelta

TITLE_LENGTH = (9, 65)
PARAGRAPH_LENGTH = (9, 400)
LABEL_LENGTH = (5, 30)
MAX_PARAGRAPHS = 4
MAX_PARAMETERS = 10

#: Of what was sent for other reasons in two months, one in six may be for promotion in a month.
PROMOTION_SHARE = 6

#: Placeholders that say whom the message is for: one of them must be in it.
IDENTIFYING = frozenset(
    {
        "object.partner_id.name",
        "object.partner_id.ref",
        "object.order_name",
        "object.card_number",
        "object.job_number",
    }
)

_EXPRESSION = re.compile(r"\{\{\s*(.+?)\s*(?:\|\|\|.*?)?\}\}")
_LINK = re.compile(r"(?:https?://|www\.)\S|\b[\w-]+\.(?:com|vn|net|org|shop|me)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?\d[\s.\-]?){8,}")
_LINK_FIELDS = re.compile(r"_url$|_link$|^object\.phone$|contact$")


def paragraphs(body):
    """The paragraphs of a text: what stands on a line of its own."""
    return [line.strip() for line in (body or "").splitlines() if line.strip()]


def expressions(*texts):
    """The placeholders in these texts, each once, in the order they are found."""
    found = (match for text in texts for match in _EXPRESSION.findall(text or ""))
    return tuple(dict.fromkeys(found))


def parameter_name(expression):
    """What the provider calls a placeholder.

    >>> parameter_name("object.partner_id.name")
    'partner_id_name'
    """
    return expression.removeprefix("object.").replace(".", "_")


def template_problems(title, body, buttons):
    """What keeps a template from being approved: ``[(code, detail)]``, empty when nothing does.

    :param buttons: ``(label, target)`` of each button that is filled in
    """
    parts = paragraphs(body)
    found = expressions(title, body)
    problems = [
        ("title", len(title or "")) if not _fits(title, TITLE_LENGTH) else None,
        ("paragraphs", len(parts)) if not 1 <= len(parts) <= MAX_PARAGRAPHS else None,
        *(("paragraph", part) for part in parts if not _fits(part, PARAGRAPH_LENGTH)),
        ("parameters", len(found)) if len(found) > MAX_PARAMETERS else None,
        *(("link", part) for part in (title or "", *parts) if _LINK.search(part)),
        *(("phone", part) for part in (title or "", *parts) if _PHONE.search(part)),
        *(("link", name) for name in found if _LINK_FIELDS.search(name)),
        ("unnamed", "") if not IDENTIFYING & set(found) else None,
        *(("label", label) for label, _target in buttons if not _fits(label, LABEL_LENGTH)),
        *(("target", label) for label, target in buttons if not target),
    ]
    return [problem for problem in problems if problem]


def _fits(text, limits):
    least, most = limits
    return least <= len((text or "").strip()) <= most


def class_problem(message_class, purpose, offers):
    """Why a template of this class must not be used for a purpose: a code, or None.

    :param str message_class: transaction, care or promotion
    :param str purpose: service, marketing, survey or birthday
    :param bool offers: whether the message gives something, such as a voucher
    """
    if message_class == "promotion":
        return None if purpose in ("marketing", "birthday") else "promotion_in_service"
    return "marketing_in_service" if purpose == "marketing" or offers else None


def quota_months(day):
    """The days a month's quota depends on: first of two months ago, this month, the next one."""
    month = date(day.year, day.month, 1)
    return month - relativedelta(months=2), month, month + relativedelta(months=1)


def promotion_quota(others):
    """How many messages of promotion may be sent in a month.

    :param int others: other messages sent in the two months before
    """
    return others // PROMOTION_SHARE
