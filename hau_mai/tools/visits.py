"""Which visits go onto one job, and on which day. Plain functions, no ORM.

Days are calendar days of the company, and both ends of a window count.
"""

from collections import namedtuple
from datetime import date, timedelta

from .recurrence import nearest_working_day

#: A visit that has to go onto a job. Only visits of the same ``key`` go together.
VisitWindow = namedtuple("VisitWindow", "id key first last")

#: A job that nobody has begun: on which days it can be done. Without an appointment and
#: without visits ``first`` and ``last`` are None: on any.
Job = namedtuple("Job", "id key first last")

#: What is late is done within so many days, as soon as there is time.
GRACE_DAYS = 7


def join_visits(visits, jobs, today):
    """Put visits that can be done on one day onto one job, jobs that are there first.

    What is late can be done on any day from today on.

    :param visits: :class:`VisitWindow` s
    :param jobs: :class:`Job` s, the one to be preferred first
    :return: list of (id of a job, or None for a new one, ids of its visits)
    """
    places = {}
    for job in jobs:
        first, last = _days_left(job.first or date.min, job.last or date.max, today)
        places.setdefault(job.key, []).append([job.id, [], first, last])
    for visit in sorted(visits, key=lambda one: (one.last, one.first, one.id)):
        first, last = _days_left(visit.first, visit.last, today)
        options = places.setdefault(visit.key, [])
        place = next((one for one in options if one[2] <= last and first <= one[3]), None)
        if place is None:
            place = [None, [], first, last]
            options.append(place)
        place[1].append(visit.id)
        place[2], place[3] = max(place[2], first), min(place[3], last)
    return [
        (job_id, tuple(ids)) for those in places.values() for job_id, ids, _f, _l in those if ids
    ]


def _days_left(first, last, today):
    """The days from today on that are left of a window; all of them when it is over."""
    return max(first, today), last if last >= today else date.max


def planned_day(visits, today, is_working):
    """The working day on which visits that go together are planned.

    The day nearest to the first due day that is in time for all of them; what is late,
    on one of the next days.

    :param visits: (due day, first day, last day) of each
    :param is_working: function of a day
    """
    due = max(min(day for day, _first, _last in visits), today)
    first = max(today, *(first for _day, first, _last in visits))
    last = min(last for _day, _first, last in visits)
    if last < first:
        first, last = today, today + timedelta(days=GRACE_DAYS)
    return nearest_working_day(due, is_working, first, last)
