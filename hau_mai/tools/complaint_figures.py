"""What a report for management makes of figures, without the ORM."""

from datetime import date


def bars(values):
    """The length of each bar in percent of the longest."""
    longest = max(values, default=0)
    return [round(100 * value / longest) if longest else 0 for value in values]


def change(now, before, good):
    """Whether a figure got better, worse, or neither.

    :param now: the figure; None when there is none
    :param before: the one of the period before
    :param str good: "less" or "more", whichever is better; empty when neither is
    """
    if not good or now is None or before is None or now == before:
        return "same"
    return "better" if (now < before) == (good == "less") else "worse"


def month_starts(day, count):
    """The first days of the last months, that of ``day`` last."""
    months = day.year * 12 + day.month - 1
    return [
        date(number // 12, number % 12 + 1, 1) for number in range(months - count + 1, months + 1)
    ]


def months_due(last, today, limit=12):
    """The months that are over and have not been reported, as their first days.

    :param date last: first day of the last month that was; None for none yet: then only
        the month before this one is due
    :param date today: in days of the company
    """
    over = month_starts(today, limit + 1)[:-1]
    return [month for month in over if month > last] if last else over[-1:]
