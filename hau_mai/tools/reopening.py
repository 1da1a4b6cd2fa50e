"""Whether a case that is over may be taken up again by its customer, without the ORM."""

from datetime import timedelta


def may_reopen(over, today, days):
    """Whether it is not too late yet.

    :param over: the company's day on which the case was over, or None
    :param today: the company's day
    :param int days: until so many days after; the day itself does not count
    """
    return not over or today <= over + timedelta(days=days)
