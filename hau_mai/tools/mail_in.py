"""What becomes of an e-mail to a team: the decisions, without the ORM."""

import re

from odoo.tools import email_split

#: Precedence of mails no person wrote. Not "list": a shop's group mailbox adds it to everything.
MACHINE_PRECEDENCE = frozenset({"bulk", "junk", "auto_reply"})

#: Headers that only automatic replies have.
REPLY_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply")

#: How automatic replies begin that say so nowhere else.
REPLY_SUBJECTS = (
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "out of office",
    "trả lời tự động",
    "tự động trả lời",
    "thư trả lời tự động",
)

_FORWARD = re.compile(r"^\s*(fwd?|chuyển tiếp)\s*:", re.IGNORECASE)
_FORWARD_MARK = re.compile(
    r"forwarded message|thư được chuyển tiếp|thư đã chuyển tiếp", re.IGNORECASE
)
_FORWARDED_FROM = re.compile(
    r"^[\s>*_]*(?:from|từ|người gửi)[\s*_]*:[\s*_]*(.+)$", re.IGNORECASE | re.MULTILINE
)


def automatic_kind(headers, subject):
    """Whether a machine wrote this e-mail (RFC 3834, and what mail programs do in practice).

    :param headers: function of a name that returns the header's text or None
    :return: "echo" for what answers an e-mail or goes to masses, "message" for what a
        machine says by itself (an authority's web form, a marketplace), None for a person
    """
    text = {name: (headers(name) or "").strip().lower() for name in _HEADERS}
    submitted = text["Auto-Submitted"]
    echo = (
        submitted.startswith("auto-replied")
        or text["Precedence"] in MACHINE_PRECEDENCE
        or text["Return-Path"] == "<>"
        or any(text[name] not in ("", "no") for name in REPLY_HEADERS)
        or (subject or "").strip().lower().startswith(REPLY_SUBJECTS)
    )
    automatic = bool(submitted and not submitted.startswith("no"))
    automatic |= "all" in re.split(r"[,\s]+", text["X-Auto-Response-Suppress"])
    if echo or automatic and (text["In-Reply-To"] or text["References"]):
        return "echo"
    return "message" if automatic else None


_HEADERS = (
    "Auto-Submitted",
    "Precedence",
    "X-Auto-Response-Suppress",
    "Return-Path",
    "In-Reply-To",
    "References",
    *REPLY_HEADERS,
)


def reception(*, automatic, own, known):
    """What is done with an e-mail: "take" it, keep it as a "note", or "drop" it.

    What a machine says by itself is taken "quietly": no machine of ours answers it, so
    nothing is lost and nothing goes round in circles.

    :param automatic: see :func:`automatic_kind`
    :param bool own: it comes from one of our own addresses: a loop
    :param bool known: it answers a case that exists
    """
    if own or automatic == "echo" and not known:
        return "drop"
    if not automatic:
        return "take"
    return "note" if known else "quietly"


def forwarded_from(subject, text):
    """Address of who wrote what one of our people forwards; None when it is no forward.

    :param str text: the body as plain text
    """
    if not (_FORWARD.match(subject or "") or _FORWARD_MARK.search(text or "")):
        return None
    for line in _FORWARDED_FROM.findall(text or ""):
        addresses = email_split(line)
        if addresses:
            return addresses[0].lower()
    return None


def fitting(sizes, limit):
    """Positions of the files that are kept, in their order; the others would be too much.

    :param sizes: sizes in bytes
    :param limit: bytes all of them may have together; 0 for no limit
    """
    kept, total = [], 0
    for position, size in enumerate(sizes):
        if not limit or total + size <= limit:
            kept.append(position)
            total += size
    return kept
