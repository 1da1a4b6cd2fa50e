"""May this customer be contacted? The decision, without the ORM.

The facts are gathered by ``res.partner._contact_verdicts``; what is here says
which of them forbids a contact, the gravest first. Sources: Decree 91/2020/ND-CP,
articles 11 (advertising needs consent given before) and 13.4 (stop at once), and
Law 19/2023/QH15, article 10.1.b (nobody is contacted against their will).
"""

from dataclasses import dataclass

#: how something leaves -> the channel of ``hau_mai.consent`` it needs a yes for
CONSENT_CHANNELS = {
    "activity": "phone",
    "email": "email",
    "sms": "sms",
    "messenger": "messenger",
    "post": "post",
}

#: purposes for which silence means no
NEEDS_CONSENT = frozenset({"marketing", "birthday"})


@dataclass(frozen=True)
class ContactFacts:
    """What is known of one customer, for one channel and purpose, at one moment.

    ``consent`` is the state of the latest row of the register (``granted``,
    ``withdrawn``), or None when nobody ever asked.
    """

    active: bool = True
    do_not_contact: bool = False
    has_address: bool = True
    blacklisted: bool = False
    consent: str | None = None


def refusal(facts, purpose):
    """Why this customer must not be contacted now: a code, or None when they may.

    :param ContactFacts facts:
    :param str purpose: service, marketing, survey or birthday
    """
    checks = (
        ("archived", not facts.active),
        ("do_not_contact", facts.do_not_contact),
        ("refused", facts.consent == "withdrawn"),
        ("no_address", not facts.has_address),
        ("blacklisted", facts.blacklisted),
        ("no_consent", purpose in NEEDS_CONSENT and facts.consent != "granted"),
    )
    return next((code for code, holds in checks if holds), None)
