"""What customers may book, move and cancel themselves, without the ORM.

Moments are naive UTC, days are days of the company. Each verdict carries a code; the model
words it.
"""

from datetime import timedelta
from typing import NamedTuple

#: States in which nobody has begun, so that the appointment can still be changed.
BOOKABLE = ("new", "scheduled")


class Verdict(NamedTuple):
    ok: bool
    code: str


def change_verdict(state, start, now, notice_hours, waiting_for=False, brought=False):
    """Whether an appointment may be made, moved or cancelled by the customer.

    A job that waits for its customer goes on when they choose a time; what was brought to us
    needs none.

    :param str state: of the job
    :param datetime start: the appointment it has, or False
    :param datetime now: the moment of asking
    :param int notice_hours: so many hours before, people have made their plans
    :param waiting_for: whom a waiting job waits for
    :param bool brought: whether the product was handed over to us
    :return: codes free (there is none yet), movable, started, here, over, past, too_late
    """
    if state in ("done", "closed", "cancelled"):
        return Verdict(False, "over")
    if brought:
        return Verdict(False, "here")
    answers = state == "waiting" and waiting_for == "customer"
    if state not in BOOKABLE and not answers:
        return Verdict(False, "started")
    if not start:
        return Verdict(True, "free")
    if start <= now:
        return Verdict(False, "past")
    if start - now < timedelta(hours=notice_hours):
        return Verdict(False, "too_late")
    return Verdict(True, "movable")


def bookable_span(now, notice_hours, days):
    """The first and the last moment that can be booked at ``now``."""
    return now + timedelta(hours=notice_hours), now + timedelta(days=days)
