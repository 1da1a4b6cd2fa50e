"""The clock of a case as a person would run it: minute after minute, with a pencil.

It shares no code with the add-on. Working hours are a list of the minutes in which
somebody works; a promise is used up by walking over them one by one.
"""

from bisect import bisect_left
from datetime import UTC, timedelta
from fractions import Fraction
from math import lcm
from zoneinfo import ZoneInfo

QUARTER = 15


class Minutes:
    """The minutes in which somebody works, of a week of windows without the days off.

    :param weeks: windows of each weekday in quarters of an hour, (first, last); one week,
        or two that take turns, the one for even and the one for odd weeks of the era
    :param off: (first, last) days off as naive UTC, in quarters of an hour
    """

    def __init__(self, weeks, tz, first, last, off=()):
        self.first, self.tz = first, tz
        zone = ZoneInfo(tz)
        self.minutes, self.day_of, self.length = [], {}, {}
        moment = first
        while moment < last:
            local = moment.replace(tzinfo=UTC).astimezone(zone)
            week = weeks[(local.toordinal() - 1) // 7 % len(weeks)]
            quarter = (local.hour * 60 + local.minute) // QUARTER
            works = any(a <= quarter < b for a, b in week.get(local.weekday(), ()))
            if works and not any(a <= moment < b for a, b in off):
                day = local.date()
                self.length[day] = self.length.get(day, 0) + QUARTER
                for minute in range(QUARTER):
                    number = self.number(moment) + minute
                    self.minutes.append(number)
                    self.day_of[number] = day
            moment += timedelta(minutes=QUARTER)
        self.unit = 100 * lcm(*self.length.values()) if self.length else 100

    def number(self, moment):
        return int((moment - self.first).total_seconds()) // 60

    def moment(self, seconds):
        return self.first + timedelta(seconds=seconds)

    def intervals(self):
        """The same as pairs of moments, for who counts otherwise."""
        pairs = []
        for minute in self.minutes:
            if pairs and pairs[-1][1] == minute:
                pairs[-1][1] = minute + 1
            else:
                pairs.append([minute, minute + 1])
        return [(self.moment(a * 60), self.moment(b * 60)) for a, b in pairs]

    def deadline(self, start, days, seconds, switches):
        """Walk over the minutes until the promise is used up.

        :param days: int, or hundredths as a Fraction
        :param switches: [(moment, whether the clock stands still from then on)]
        :return: the moment, or None when the clock stands still for ever before
        """
        days_left, left = int(Fraction(days) * self.unit), seconds
        turns = [(self.number(moment), still) for moment, still in switches]
        still, at = False, 0
        begin = self.number(start)
        for position in range(bisect_left(self.minutes, begin), len(self.minutes)):
            minute = self.minutes[position]
            while at < len(turns) and turns[at][0] <= minute:
                still, at = turns[at][1], at + 1
            if still:
                if at == len(turns):
                    return None
                continue
            spent = 0
            if days_left:
                share = self.unit // self.length[self.day_of[minute]]
                if days_left > share:
                    days_left -= share
                    continue
                spent = -(-days_left * 60 // share)
                days_left = 0
            if left <= 60 - spent:
                return self.moment(minute * 60 + spent + left)
            left -= 60 - spent
        return None

    def used(self, start, stop, switches):
        """Minutes in which somebody worked and the clock ran."""
        turns = [(self.number(moment), still) for moment, still in switches]
        still, at, found = False, 0, 0
        first, last = self.number(start), self.number(stop)
        for minute in self.minutes[bisect_left(self.minutes, first) :]:
            if minute >= last:
                break
            while at < len(turns) and turns[at][0] <= minute:
                still, at = turns[at][1], at + 1
            found += not still
        return found


def stands_still(stage, party, over, pausing, stopping):
    """Whether the clock stands still in a stage, and for whom one waits there."""
    if over:
        return True
    return stage in pausing and (party in (None, "customer") or party in stopping)
