"""At which hours advertising leaves, without the ORM. Moments are naive and in UTC."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

#: consent channel -> hours of the day within which the law allows advertising
#: (Decree 91/2020/ND-CP, art. 13.6); by e-mail at any hour
LAW_HOURS = {"sms": (7, 22), "phone": (8, 17)}

#: consent channel -> how much advertising within 24 hours (art. 13.5)
LAW_CAPS = {"sms": 3, "email": 3, "phone": 1}

#: The whole day.
ANY_HOUR = (0, 24)


def allowed_hours(own, legal=ANY_HOUR):
    """The company's own hours, which the law's may narrow.

    :return: (from, to), or None when it is the whole day. Hours that do not meet the law's
        are replaced by these.
    """
    first, last = max(own[0], legal[0]), min(own[1], legal[1])
    if first >= last:
        first, last = legal
    return None if (first, last) == ANY_HOUR else (first, last)


def quiet_until(at, hours, tz):
    """When the next hours begin; None while they run. The last hour's end is out already.

    :param datetime at: naive UTC
    :param hours: (from, to), such as (7, 22) or (7.5, 22)
    :param str tz: the customer's time zone
    """
    zone = _zone(tz)
    local = at.replace(tzinfo=UTC).astimezone(zone)
    hour = local.hour + local.minute / 60 + local.second / 3600
    if hours[0] <= hour < hours[1]:
        return None
    day = local.date() + timedelta(days=hour >= hours[1])
    opens = datetime.combine(day, time.min) + timedelta(hours=hours[0])
    return opens.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def off_until(at, days_off):
    """The end of the days off in which a moment lies; None when it lies in none.

    :param days_off: [(start, end)], naive UTC. What ends a second before midnight takes the
        whole day.
    """
    ends = [end for start, end in days_off if start <= at <= end]
    return max(ends) + timedelta(seconds=1) if ends else None


@lru_cache(maxsize=256)
def _zone(tz):
    return ZoneInfo(tz or "UTC")
