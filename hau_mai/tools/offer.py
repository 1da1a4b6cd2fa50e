"""Is this text advertising, and does it say what advertising has to say? Without the ORM.

A text that contains an offer is advertising, whatever it is called (Decree 91/2020/ND-CP, art.
3.1). Advertising by message begins with the label [QC] or [AD] and ends with how to refuse
(art. 14 and 15); by email the label begins the subject, and the body names the advertiser with
phone and address, and how to refuse (art. 17 to 20).
"""

import re
from dataclasses import dataclass
from html import unescape

#: Placeholders that stand for an advantage.
_PLACEHOLDER = re.compile(
    r"\bobject(?:\.\w+)*\.\w*(?:voucher|coupon|discount|promo|price|extension_offer)\w*", re.I
)

#: What people call an offer, in Vietnamese and English. The first match is shown to the writer.
_WORDS = re.compile(
    r"""
    \b(?:voucher|coupon|discounts?|promo(?:tion|code)?s?|flash\s*sale|sale\s*off|clearance)\b
    | \b(?:special|exclusive|limited|birthday|tempting)\s+(?:offer|price|deal)s?\b
    | \b(?:free\s+(?:gift|of\s+charge)|gift\s+(?:card|voucher)|best\s+price|half\s+price)\b
    | giảm\s+(?:giá|ngay|đến|tới|thêm) | khuyến\s+m[ãạ]i | ưu\s+đãi | mã\s+giảm
    | phiếu\s+(?:mua\s+hàng|quà) | quà\s+tặng | tặng\s+(?:kèm|ngay|quà)
    | giá\s+(?:sốc|rẻ|tốt|đặc\s+biệt) | miễn\s+phí\s+(?:vận|giao)
    """,
    re.I | re.X,
)

#: A share or an amount of money: nobody writes one into a fixed text but to offer something.
_FIGURES = re.compile(
    r"\d+(?:[.,]\d+)?\s*%|\d[\d.,]*\s*(?:₫|đồng\b|vnđ?\b|đ\b|k\b)|[$€]\s?\d", re.I
)

_LABEL = re.compile(r"\s*\[(?:QC|AD)\]")
_STOP = re.compile(
    r"preferences_url|từ\s+chối|tu\s+choi|hủy|huy\b|\bTC\b|\bstop\b|unsubscribe|opt[ -]?out", re.I
)
_TAGS = re.compile(r"<[^>]+>")

#: So many signs at the end of a message hold how to refuse.
_END = 160

#: part of the advertiser -> placeholders that name it
_ADVERTISER = {
    "no_advertiser_name": r"company_id(?:\.partner_id)?\.(?:display_)?name\b",
    "no_advertiser_phone": r"company_id(?:\.partner_id)?\.(?:phone\w*|hau_mai_hotline)\b",
    "no_advertiser_address": r"company_id(?:\.partner_id)?\.(?:street|contact_address\w*)\b",
}


@dataclass(frozen=True)
class Text:
    """One text that would leave, or be read out: its name for people, and where it goes.

    :param str channel: a channel of the contact gate
    :param body: text or HTML, with placeholders
    """

    label: str
    channel: str
    body: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Advertiser:
    """How the company is written where no placeholder names it."""

    name: str = ""
    phones: tuple = ()
    street: str = ""


def find_offer(text):
    """What of a text is an offer, as it stands there; an empty text when there is none."""
    plain = plain_text(text)
    if found := _PLACEHOLDER.search(text or ""):
        return found[0]
    for pattern in (_WORDS, _FIGURES):
        if found := pattern.search(plain):
            return " ".join(found[0].split())
    return ""


def advertising_faults(text, advertiser):
    """What advertising of this channel has to say and this text does not: codes.

    :param Text text:
    :param Advertiser advertiser:
    """
    body, raw = plain_text(text.body), text.body or ""
    if text.channel == "sms":
        checks = {"no_label": _LABEL.match(body), "no_stop": _STOP.search(body.rstrip()[-_END:])}
    elif text.channel == "email":
        checks = {
            "no_label_subject": _LABEL.match(text.subject or ""),
            "no_link": "preferences_url" in raw,
            **_names(raw, advertiser),
        }
    else:
        checks = {}
    return [code for code, said in checks.items() if not said]


def plain_text(text):
    """A text without its HTML marks; placeholders in the marks' attributes stay out."""
    return unescape(_TAGS.sub(" ", text or "")).strip()


def _names(raw, advertiser):
    """Which parts of the advertiser a body names, by a placeholder or in so many words."""
    literal = {
        "no_advertiser_name": (advertiser.name,),
        "no_advertiser_phone": advertiser.phones,
        "no_advertiser_address": (advertiser.street,),
    }
    whole = "object.advertiser" in raw
    return {
        code: whole
        or re.search(pattern, raw)
        or any(words and words in plain_text(raw) for words in literal[code])
        for code, pattern in _ADVERTISER.items()
    }
