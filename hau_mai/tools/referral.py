"""Customers who bring customers: their codes, and whether something speaks against a reward.

Without the ORM. The facts are gathered by ``hau_mai.referral``; what is here says
which of them a person has to look at. Nothing is refused by itself.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta

#: No character that is mistaken for another when read out or written down.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

#: 31^8 codes: nobody finds one by trying.
CODE_LENGTH = 8

#: Mail services that ignore dots in an address.
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


# === CODES === #


def new_code():
    """A code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normalize_code(text):
    """The code in what somebody typed or pasted: "k7wm-2xqp", or a whole link."""
    text = (text or "").strip().rstrip("/")
    if "/" in text:
        text = re.split(r"[?#]", text)[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^0-9A-Z]", "", text.upper())


# === WHO IS WHO === #


@dataclass(frozen=True)
class Party:
    """Who brought, or was brought: a customer with all people of their company.

    All texts are normalized (see :func:`mail_key`, :func:`text_key`); empty when unknown.

    :param int customer: id of the commercial customer
    :param phones: digits without country code and leading zero
    :param names: first and last words of the people's names, where the family name stands
    """

    customer: int
    phones: frozenset = field(default=frozenset())
    emails: frozenset = field(default=frozenset())
    tax_id: str = ""
    streets: frozenset = field(default=frozenset())
    city: str = ""
    names: frozenset = field(default=frozenset())


@dataclass(frozen=True)
class ReferralFacts:
    """What is known when a new customer names who told them.

    :param bool bought_before: a confirmed order before the code was named
    :param bool brought_before: a referral of theirs was refused or taken back
    :param bool circle: the new customer brought, directly or not, who is named now
    :param int recent: new customers named in the period before, this one not counted
    :param int most: so many are believed without a look; 0: any number
    """

    referrer: Party
    referee: Party
    bought_before: bool = False
    brought_before: bool = False
    circle: bool = False
    recent: int = 0
    most: int = 0


def mail_key(address):
    """An address without what makes no difference: case, +tags, and Gmail's dots."""
    name, at, domain = (address or "").strip().lower().rpartition("@")
    if not at:
        return ""
    name = name.split("+")[0]
    if domain in _DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def text_key(text):
    """A text without marks, case, punctuation and spaces: "12 Lê Lợi," is "12leloi"."""
    plain = unicodedata.normalize("NFD", (text or "").lower().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum())


def family_names(name):
    """The words of a name that may be the family's: the first (Vietnam) and the last."""
    words = [text_key(word) for word in (name or "").split()]
    return frozenset({words[0], words[-1]} - {""}) if words else frozenset()


# === DECISIONS === #


def doubts(facts):
    """What a person has to look at before this is rewarded: codes, the gravest first.

    :param ReferralFacts facts:
    """
    referrer, referee = facts.referrer, facts.referee
    same_street = bool(referrer.streets & referee.streets)
    same_city = referrer.city == referee.city
    family = bool(referrer.names & referee.names)
    checks = (
        ("oneself", referrer.customer == referee.customer),
        ("bought_before", facts.bought_before),
        ("brought_before", facts.brought_before),
        ("tax_id", bool(referrer.tax_id) and referrer.tax_id == referee.tax_id),
        ("phone", bool(referrer.phones & referee.phones)),
        ("email", bool(referrer.emails & referee.emails)),
        ("address", same_street and same_city),
        ("household", same_street and not same_city and family),
        ("circle", facts.circle),
        ("too_many", 0 < facts.most <= facts.recent),
    )
    if checks[0][1]:
        return ("oneself",)
    return tuple(code for code, holds in checks if holds)


def referral_verdict(facts):
    """Whether nothing speaks against rewarding this: ``(ok, codes)``; see :func:`doubts`."""
    codes = doubts(facts)
    return not codes, codes


def qualifies(amount, minimum):
    """Whether what is left of a paid order, after refunds, is enough.

    :param amount: untaxed, in the company's currency; None when nothing is paid
    """
    return amount is not None and amount > 0 and amount >= minimum


def reward_day(paid, days):
    """The first day on which an order paid on a day can no longer be returned.

    The day of payment does not count (Civil Code 2015, article 147.2).
    """
    return paid + timedelta(days=days + 1)


def became(amount, billed, minimum, refunded):
    """What became of an order that was rewarded.

    An invoice that is corrected or whose payment is booked anew is unpaid for a while: that
    alone takes nothing back.

    :param amount: paid and not refunded, untaxed; None when nothing is paid
    :param billed: invoiced and not refunded, paid or not; None when nothing is
    :param bool refunded: a credit note is posted
    :return: "kept", "refunded" or "unpaid"
    """
    if qualifies(amount, minimum):
        return "kept"
    return "refunded" if refunded and not qualifies(billed, minimum) else "unpaid"
