"""Which appointments can still be had, without the ORM.

Moments are naive UTC; days are days of a time zone, that of the working hours.
"""

from collections import Counter, namedtuple
from datetime import timedelta

from .recurrence import company_day

#: One appointment to be had: ``left`` is how many jobs still fit into it.
Slot = namedtuple("Slot", "start end left")


def join_intervals(intervals):
    """Intervals as few as possible: what touches or overlaps becomes one.

    :param intervals: (start, end) pairs in any order
    """
    joined = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def most_at_once(bookings, start, end):
    """How many bookings run at the busiest moment of a stretch (``end`` not included).

    Two that follow each other are one at a time, however long the stretch is.
    """
    there = [(first, last) for first, last in bookings if first < end and start < last]
    moments = [max(first, start) for first, _last in there]
    return max((sum(f <= moment < t for f, t in there) for moment in moments), default=0)


class Agenda:
    """One center's working hours over some days, and what is booked in them."""

    def __init__(self, intervals, bookings, *, minutes=60, parallel=1, capacity=0, tz="UTC"):
        """
        :param intervals: (start, end) pairs in which work is done
        :param dict bookings: {key: (start, end)}
        :param int minutes: how long an appointment takes
        :param int parallel: jobs that can be worked on at the same time
        :param int capacity: jobs a day; 0 for no limit
        :param str tz: name of the time zone of the days
        """
        self.intervals = join_intervals(intervals)
        self.bookings = dict(bookings)
        self.length = timedelta(minutes=minutes)
        self.parallel = parallel
        self.capacity = capacity
        self.tz = tz
        self.booked = Counter(self.day(start) for start, _end in self.bookings.values())

    def day(self, moment):
        """The calendar day of a moment, where the center is."""
        return company_day(moment, self.tz)

    def book(self, key, start, end=None):
        """Note an appointment, so that the next one asked about knows of it."""
        self.bookings[key] = (start, end or start + self.length)
        self.booked[self.day(start)] += 1

    def left_at(self, start, end=None, but=None):
        """How many more jobs fit at a moment within the hours.

        :param but: key of a booking not to count, the one that is being moved
        """
        end = end or start + self.length
        others = [period for key, period in self.bookings.items() if key != but]
        left = self.parallel - most_at_once(others, start, end)
        if self.capacity:
            left = min(left, self.left_on(self.day(start), but))
        return max(left, 0)

    def left_on(self, day, but=None):
        """How many more jobs a day takes, by the capacity of the day."""
        own = but in self.bookings and self.day(self.bookings[but][0]) == day
        return max(self.capacity - self.booked[day] + own, 0)

    def refusal(self, start, end=None, but=None):
        """Why an appointment cannot be had: closed, day_full, taken, or None when it can."""
        end = end or start + self.length
        if not any(first <= start and end <= last for first, last in self.intervals):
            return "closed"
        if self.capacity and not self.left_on(self.day(start), but):
            return "day_full"
        return None if self.left_at(start, end, but) else "taken"

    def slots(self, now=None):
        """The appointments that can still be had, ascending.

        They begin with the hours and follow each other without a gap; one that
        would not end before the hours do is not offered.

        :param datetime now: nothing before it
        """
        for first, last in self.intervals:
            start = first
            while start + self.length <= last:
                if not now or start >= now:
                    if left := self.left_at(start):
                        yield Slot(start, start + self.length, left)
                start += self.length

    def places(self, now, days):
        """How many more jobs the working days from now on take; None for no limit.

        :param int days: how many days are looked at, today among them
        """
        if not self.capacity:
            return None
        last_day = self.day(now) + timedelta(days=days - 1)
        working = {self.day(first) for first, last in self.intervals if last > now}
        return sum(self.left_on(day) for day in working if day <= last_day)
