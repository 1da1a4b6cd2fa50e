"""May this activation of a warranty count, and from which day? Without the ORM.

The model gathers what is known of the card and what somebody claims, and puts the answer
into words; what is decided, and why, is decided here.
"""

from collections import namedtuple
from datetime import date, timedelta

from .counter import phone_digits

#: What is known of a card. ``state`` as of the card; ``activated`` the day of its activation,
#: ``started`` the day from which it counts already, whatever is activated now; ``by_activation``
#: whether any period waits for the activation; ``asked_by`` who asked for the activation that
#: waits for the shop, a key of ``TRUST`` or None; ``serial`` as it is compared, or empty;
#: ``wants_proof`` whether its policy asks for the invoice.
Card = namedtuple("Card", "state by_activation activated started asked_by serial wants_proof")

#: What somebody claims. ``known_by`` is a key of ``TRUST``, ``day`` the day it counts from,
#: ``serial`` as it is compared, empty when it was not said; ``taken``: another card has it.
Claim = namedtuple("Claim", "known_by day serial has_proof taken", defaults=(False, False))

#: The answer: ``state`` of the try, ``code`` says why.
Decision = namedtuple("Decision", "state code")

#: How well we know who asks, and how much that is worth. The owner logged in or followed the
#: link in their mail; ``phone`` is somebody who knows the owner's number.
TRUST = {"other": 0, "phone": 1, "owner": 2, "dealer": 3, "shop": 4}

#: A dealer who says so many days later that they sold something is asked about it.
DEALER_DAYS = 60

#: Fewer digits than this, without country code and leading zero, are no whole number.
MIN_PHONE_DIGITS = 7


def decide(card, claim, today, confirms):
    """What becomes of a try to activate a warranty.

    Somebody whose number is not the owner's is never believed by a machine, and neither is a
    serial number that is not the card's. A dealer hands the card to whom they sold it, also
    when its warranty runs already.

    :param Card card:
    :param Claim claim:
    :param date today: of the company
    :param bool confirms: whether the shop looks at each of these tries itself
    :return: a :class:`Decision`: refused, needless, waiting or accepted
    """
    if card.state != "valid":
        return Decision("refused", "not_valid")
    if card.activated:
        return Decision("needless", "activated")
    if claim.known_by != "dealer":
        if not card.by_activation:
            return Decision("needless", "not_by_activation")
        if card.started:
            return Decision("needless", "started")
    doubt = _doubt(card, claim, today)
    if doubt or confirms:
        return _wait(card, claim, doubt or "confirm")
    return Decision("accepted", "at_once")


def _doubt(card, claim, today):
    """Why a person has to look at it, or nothing."""
    if claim.known_by == "other":
        return "phone"
    if claim.taken:
        return "serial_taken"
    if card.serial and claim.serial and claim.serial != card.serial:
        return "serial"
    if card.serial and not claim.serial and claim.known_by == "phone":
        return "serial"
    if card.wants_proof and not claim.has_proof and claim.known_by != "dealer":
        return "proof"
    if today - claim.day > timedelta(days=DEALER_DAYS):
        return "long_ago"
    return None


def _wait(card, claim, code):
    """Wait for the shop, unless somebody waits who is known as well: one try a card waits."""
    if card.asked_by is not None and TRUST[card.asked_by] >= TRUST[claim.known_by]:
        return Decision("needless", "asked")
    return Decision("waiting", code)


def sale_day_problem(day, today, bought):
    """What is wrong with the day on which a dealer says they sold something; None for nothing.

    :param date bought: the day they had it, False when that is not known
    :return: missing, future, before_bought, or None
    """
    if not isinstance(day, date):
        return "missing"
    if day > today:
        return "future"
    return "before_bought" if bought and day < bought else None


def is_whole_number(text):
    """Whether a phone number was typed whole, of whatever country: no end of one, no word."""
    return len(phone_digits(text)) >= MIN_PHONE_DIGITS
