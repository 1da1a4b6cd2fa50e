"""May this customer be contacted, and if not now, when? The decision, without the ORM.

The facts are gathered by ``res.partner._contact_verdicts``; what is here says which of
them forbids a contact, the gravest first, and whether time alone heals it. Moments are
naive and in UTC. Sources: Decree 91/2020/ND-CP, articles 7 (the do-not-call list), 11
(advertising needs consent given before), 13.2 and 13.3 (one registration message, no answer is
no), 13.4 (stop at once), 13.5 and 13.6 (how often, at which hours), and Law 19/2023/QH15,
article 10.1.b (nobody is contacted against their will).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .contact_hours import off_until, quiet_until
from .counter import same_number

#: how something leaves -> the channel of ``hau_mai.consent`` it needs a yes for
CONSENT_CHANNELS = {
    "activity": "phone",
    "email": "email",
    "sms": "sms",
    "messenger": "messenger",
    "post": "post",
}

#: what the law calls advertising: silence means no, and its caps and hours hold
ADVERTISING = frozenset({"marketing", "birthday"})

#: purposes for which silence means no
NEEDS_CONSENT = ADVERTISING

#: what the company itself wants to send not too often, not at night, and not to somebody
#: with an open complaint; service is never counted and never held
COUNTED = ADVERTISING | {"survey"}

#: consent channels a number on the do-not-call list is not reached by
CALL_CHANNELS = frozenset({"phone", "sms", "messenger"})

#: After so many steps the next moment is given up: somebody has to look at the settings.
STEPS = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that was made: when, by which consent channel, and whether it advertised."""

    moment: datetime
    channel: str
    advertising: bool = True


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``limit`` contacts within any ``window``.

    :param str channel: a cap of the law: advertising by this consent channel; None for one
        of the company's own, which counts every channel
    """

    code: str
    window: timedelta
    limit: int
    channel: str | None = None

    def counts(self, contact):
        """Whether this contact uses up the cap."""
        return not self.channel or (contact.advertising and contact.channel == self.channel)


@dataclass(frozen=True, slots=True)
class ContactRules:
    """What a company keeps to by one channel.

    :param hours: (from, to) of the customer's day; None: at any hour
    :param days_off: [(start, end)] in which nothing leaves
    :param bool do_not_call: whether the do-not-call list binds
    """

    caps: tuple = ()
    hours: tuple | None = None
    days_off: tuple = ()
    do_not_call: bool = False


#: A company that keeps to nothing but what customers said.
NO_RULES = ContactRules()


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known of one customer, for one channel and purpose, at one moment.

    :param bool restricted: they asked to use their data for services to them only
    :param int customer: whom contacts are counted by: the commercial customer
    :param consent: the state of the latest row of the register (``granted``, ``withdrawn``),
        or None when nobody ever asked
    :param consent_for: the address it was given for; None when it was not noted
    :param bool asked: the one registration message was sent to this number
    :param low_rating_until: until when a low rating holds back
    :param contacts: :class:`Contact` s of the customer, or at this address
    :param str tz: the customer's time zone
    """

    active: bool = True
    deceased: bool = False
    do_not_contact: bool = False
    restricted: bool = False
    has_address: bool = True
    address: str | None = None
    blacklisted: bool = False
    consent: str | None = None
    consent_for: str | None = None
    asked: bool = False
    do_not_call: bool = False
    grievance: bool = False
    low_rating_until: datetime | None = None
    contacts: tuple = ()
    tz: str = "UTC"
    customer: int | None = None


def refusal(facts, purpose):
    """Why this customer must not be contacted, whatever the hour: a code, or None.

    :param ContactFacts facts:
    :param str purpose: service, marketing, survey or birthday
    """
    if not facts.active:
        return "archived"
    if facts.deceased:
        return "deceased"
    if facts.do_not_contact:
        return "do_not_contact"
    if facts.restricted and purpose in COUNTED:
        return "restricted"
    if facts.consent == "withdrawn":
        return "refused"
    if not facts.has_address:
        return "no_address"
    if facts.blacklisted:
        return "blacklisted"
    if purpose not in NEEDS_CONSENT:
        return None
    if facts.consent != "granted":
        return "no_answer" if facts.asked else "no_consent"
    if facts.consent_for and not _same_address(facts.consent_for, facts.address):
        return "other_address"
    return "do_not_call" if facts.do_not_call else None


def hindrance(facts, purpose, at, rules=NO_RULES):
    """What stops a contact at this moment and passes by itself.

    :return: (code, until when it certainly lasts), or None. An open complaint lasts till
        somebody closes it: it is looked at again a day later.
    """
    if purpose not in COUNTED:
        return None
    if facts.grievance:
        return "grievance", at + timedelta(days=1)
    if purpose in ADVERTISING and facts.low_rating_until and at < facts.low_rating_until:
        return "low_rating", facts.low_rating_until
    for cap in rules.caps if facts.contacts else ():
        if not cap.channel or purpose in ADVERTISING:
            if until := _full_until(cap, facts.contacts, at):
                return cap.code, until
    if rules.hours and (until := quiet_until(at, rules.hours, facts.tz)):
        return "quiet_hours", until
    if rules.days_off and (until := off_until(at, rules.days_off)):
        return "day_off", until
    return None


def why_not(facts, purpose, at, rules=NO_RULES):
    """Why this customer must not be contacted at this moment: a code, or None if they may."""
    if code := refusal(facts, purpose):
        return code
    stopped = hindrance(facts, purpose, at, rules)
    return stopped and stopped[0]


def next_moment(facts, purpose, at, rules=NO_RULES):
    """The first moment, not before ``at``, at which this customer may be contacted.

    :return: None where time alone changes nothing: somebody has to
    """
    if refusal(facts, purpose):
        return None
    for _step in range(STEPS):
        stopped = hindrance(facts, purpose, at, rules)
        if not stopped:
            return at
        code, at = stopped
        if code == "grievance":
            facts = replace(facts, grievance=False)
    return None


def _full_until(cap, contacts, at):
    """Until when a cap is used up; None when there is room.

    What left after ``at``, by another worker, counts too. A contact leaves the window
    exactly when the window is over.
    """
    since = at - cap.window
    counted = sorted(row.moment for row in contacts if row.moment > since and cap.counts(row))
    return counted[-cap.limit] + cap.window if len(counted) >= cap.limit else None


def _same_address(first, second):
    """Whether two e-mail addresses or numbers are one, however they are written."""
    return first == second or same_number(first, second)
