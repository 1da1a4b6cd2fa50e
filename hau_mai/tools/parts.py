"""How long a part is covered that was replaced under warranty, without the ORM."""

from collections import namedtuple

from .recurrence import add_duration

#: ``duration`` 0 means for life; ``code`` says which of the two it is: restart or
#: remaining.
Promise = namedtuple("Promise", "duration unit code")


def part_promise(rule, day, duration, unit, end):
    """The promise on a part that was put in on a day.

    The law lets it start again (Law 19/2023/QH15, art. 30.2.c, paragraph 2); a
    policy may say that the part keeps what remained, or the longer of both.

    :param str rule: restart, remaining or longest
    :param duration: of the period that paid for the part; 0 for life
    :param str unit: day, week, month or year
    :param end: last day of that period, False for life
    :return: a :class:`Promise`, or None when nothing remains
    """
    if not duration or (not end and rule != "restart"):
        return Promise(0, "day", "remaining" if rule == "remaining" else "restart")
    restart = Promise(duration, unit, "restart")
    if rule == "restart":
        return restart
    if rule == "longest" and add_duration(day, duration, unit) >= end:
        return restart
    days = (end - day).days
    return Promise(days, "day", "remaining") if days > 0 else None
