"""What the readings of a meter say: plausible or not, how fast, when so much is reached.

Plain functions of their arguments, no ORM. A reading is (day, value); a list of them is
by day. Days are calendar days of the company.
"""

from bisect import bisect
from datetime import timedelta

#: So many times faster than usual looks like a typing mistake.
JUMP_FACTOR = 5

#: A forecast that lies further ahead than this says nothing.
HORIZON_DAYS = 3660


def doubts(readings, day, value, today):
    """What is wrong with a new reading, or None.

    :param readings: those known so far
    :return: negative, future, lower (than before), higher (than one after it) or jump
    """
    if value < 0:
        return "negative"
    if day > today:
        return "future"
    before = [known for known in readings if known[0] <= day]
    after = [known for known in readings if known[0] > day]
    if before and value < before[-1][1]:
        return "lower"
    if after and value > after[0][1]:
        return "higher"
    usual = rate(before)
    if usual and before:
        days = max((day - before[-1][0]).days, 1)
        if (value - before[-1][1]) / days > JUMP_FACTOR * usual:
            return "jump"
    return None


def since_reset(readings):
    """The readings of the meter that is in now: a lower one was confirmed for a new one."""
    begin = 0
    for index in range(1, len(readings)):
        if readings[index][1] < readings[index - 1][1]:
            begin = index
    return readings[begin:]


def rate(readings):
    """How much is used a day, by linear regression; None where it cannot be told."""
    readings = since_reset(readings)
    if len({day for day, _value in readings}) < 2:
        return None
    first = readings[0][0]
    days = [(day - first).days for day, _value in readings]
    values = [value for _day, value in readings]
    mean_day, mean_value = sum(days) / len(days), sum(values) / len(values)
    spread = sum((day - mean_day) ** 2 for day in days)
    together = sum(
        (day - mean_day) * (value - mean_value) for day, value in zip(days, values, strict=True)
    )
    return together / spread


def usage_on(readings, day):
    """What the meter showed on a day: between two readings in proportion, beyond them at the
    usual rate; None where nothing is known."""
    readings = since_reset(readings)
    if not readings:
        return None
    index = bisect([known for known, _value in readings], day)
    if index == 0:
        first, value = readings[0]
        return max(value - (rate(readings) or 0) * (first - day).days, 0)
    last, value = readings[index - 1]
    if index == len(readings):
        return value + max(rate(readings) or 0, 0) * (day - last).days
    after, later = readings[index]
    return value + (later - value) * (day - last).days / (after - last).days


def reached_on(readings, target):
    """When the meter shows so much.

    :return: (day, False) when a reading says so, (day, True) when it is a forecast,
        None where it cannot be told
    """
    readings = since_reset(readings)
    for day, value in readings:
        if value >= target:
            return day, False
    usual = rate(readings)
    if not usual or usual <= 0:
        return None
    last, value = readings[-1]
    days = -(-(target - value) // usual)
    return (last + timedelta(days=int(days)), True) if days <= HORIZON_DAYS else None
