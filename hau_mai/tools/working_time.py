"""Working time between two moments, with pauses: the arithmetic of every deadline, without the ORM.

Moments are naive UTC, exact to the second. A working day counts as one whatever its
length: on a day of four hours each of them is a quarter of a day, on a day of eight an
eighth. So three working days from Monday 10:00 are Thursday 10:00, also past a short
Saturday, and a day off in between moves them by a day.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)

#: How far ahead a calendar is looked up at first, and by how much it is looked up further.
AHEAD, FURTHER = timedelta(days=45), timedelta(days=366)

#: More stretches of work than a day is shown to have.
PIECES_A_DAY = 12


@dataclass(frozen=True)
class Promise:
    """So many working days and then so many seconds of working time."""

    days: Fraction = Fraction(0)
    seconds: int = 0

    def __bool__(self):
        return bool(self.days or self.seconds)

    def part(self, percent):
        """This many percent of the promise, in whole seconds."""
        return Promise(self.days * Fraction(percent) / 100, self.seconds * percent // 100)


@dataclass(frozen=True)
class _Piece:
    """Working time without a break on one day, in seconds since the epoch."""

    start: int
    stop: int
    day: int


class WorkingTime:
    """When people work, within a span that is known: between ``first`` and ``last``."""

    def __init__(self, intervals, tz, first, last):
        """
        :param intervals: sorted, disjoint pairs of moments, aware or naive UTC
        :param str tz: time zone whose days are counted
        :param first: the span that the intervals tell everything of, naive UTC; it
            should begin and end at midnight of the time zone
        :param last: its end
        """
        self.tz = tz
        self.first, self.last = first, last
        zone = ZoneInfo(tz)
        self._pieces = []
        for start, stop in intervals:
            self._pieces += _by_day(_seconds(start), _seconds(stop), zone)
        self._starts = [piece.start for piece in self._pieces]
        self._worked = [0]
        self._length = {}
        for piece in self._pieces:
            length = piece.stop - piece.start
            self._worked.append(self._worked[-1] + length)
            self._length[piece.day] = self._length.get(piece.day, 0) + length

    def __bool__(self):
        return bool(self._pieces)

    def elapsed(self, start, stop, pauses=()):
        """Seconds of working time between two moments, without those in the pauses.

        :param pauses: sorted, disjoint pairs of moments; an end of None is open
        """
        first, last = _seconds(start), _seconds(stop)
        return sum(self._between(a, b) for a, b in _running(first, last, pauses))

    def deadline(self, start, promise, pauses=()):
        """The moment at which a promise is used up, or None.

        None when that is beyond what is known of the calendar, or when a pause is
        open that begins before.
        """
        days, seconds = promise.days, promise.seconds
        for first, last in _running(_seconds(start), _seconds(self.last), pauses):
            for piece_start, stop, day in self._pieces_between(first, last):
                begin = piece_start
                if days:
                    length = self._length[day]
                    share = Fraction(stop - begin, length)
                    if share < days:
                        days -= share
                        continue
                    begin += -(-days.numerator * length // days.denominator)
                    days = Fraction(0)
                if stop - begin >= seconds:
                    return _moment(begin + seconds)
                seconds -= stop - begin
        return None

    def remaining(self, start, moment, promise, pauses=()):
        """What is left of a promise at a moment; nothing when it is used up."""
        days, seconds = promise.days, promise.seconds
        for first, last in _running(_seconds(start), _seconds(moment), pauses):
            for begin, stop, day in self._pieces_between(first, last):
                length = stop - begin
                if days:
                    used = min(days, Fraction(length, self._length[day]))
                    days -= used
                    length -= -(-used.numerator * self._length[day] // used.denominator)
                seconds -= max(length, 0)
                if seconds <= 0 and not days:
                    return Promise()
        return Promise(days, seconds)

    def earlier(self, moment, seconds):
        """The moment with this much working time from it to ``moment``, or None."""
        last = _seconds(moment)
        for begin, stop, _day in reversed(list(self._pieces_between(0, last))):
            if stop - begin >= seconds:
                return _moment(stop - seconds)
            seconds -= stop - begin
        return None

    def is_open(self, moment):
        """Whether people work at a moment. The end of working time is not part of it."""
        at = _seconds(moment)
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._pieces[index].stop

    def length(self):
        """Seconds of a working day, on average; 0 without any."""
        return self._worked[-1] // len(self._length) if self._length else 0

    def windows(self, moment):
        """``(start, stop)`` of the working time on the day of a moment, else on the next day
        that has any, as moments."""
        index = bisect_left(self._pieces, _day(moment, self.tz), key=lambda piece: piece.day)
        day = [
            piece
            for piece in self._pieces[index : index + PIECES_A_DAY]
            if piece.day == self._pieces[index].day
        ]
        return [(_moment(piece.start), _moment(piece.stop)) for piece in day]

    def next_open(self, moment):
        """The moment itself while people work, else when they begin next, or None."""
        if self.is_open(moment):
            return moment
        index = bisect_right(self._starts, _seconds(moment))
        return _moment(self._starts[index]) if index < len(self._starts) else None

    def _between(self, first, last):
        """Seconds of working time between two moments in seconds."""
        return self._until(last) - self._until(first)

    def _until(self, moment):
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0
        piece = self._pieces[index]
        return self._worked[index] + min(moment, piece.stop) - piece.start

    def _pieces_between(self, first, last):
        """``(start, stop, day)`` of the working time between two moments."""
        index = max(bisect_right(self._starts, first) - 1, 0)
        for position in range(index, bisect_left(self._starts, last)):
            piece = self._pieces[position]
            begin, stop = max(piece.start, first), min(piece.stop, last)
            if begin < stop:
                yield begin, stop, piece.day


class Hours:
    """Working time that is looked up further ahead for as long as a deadline needs it."""

    def __init__(self, load, first, last):
        """
        :param load: function of two moments that returns the :class:`WorkingTime` between
        :param first: nothing before it is asked for
        :param last: how far the questions reach, at least
        """
        self._load, self._first, self._ends = load, first, False
        self.known = load(first, max(first, last) + AHEAD)

    def deadline(self, start, promise, pauses=()):
        """As :meth:`WorkingTime.deadline`, however far away.

        None when a pause is open, or when there is no working time within a year.
        """
        open_from = pauses[-1][0] if pauses and pauses[-1][1] is None else None
        while True:
            deadline = self.known.deadline(start, promise, pauses)
            if deadline or (open_from and open_from < self.known.last) or not self._look_further():
                return deadline

    def _look_further(self):
        """Look up another year. False when there was no working time in the last one."""
        if not self._ends:
            last = self.known.last
            self.known = self._load(self._first, last + FURTHER)
            self._ends = not self.known.elapsed(last, self.known.last)
        return not self._ends


def used_percent(promise, left, late, length):
    """How much of a promise is used, in percent; above 100 when it is late.

    :param left: what is left of it
    :param late: seconds of working time since its deadline
    :param length: seconds of a working day on average, to add up days and seconds
    """
    whole = promise.days * length + promise.seconds
    if not whole:
        return 0.0
    return float(100 * (whole - left.days * length - left.seconds + late) / whole)


def _running(first, last, pauses):
    """The parts of a span that are in no pause, in seconds."""
    for pause_start, pause_stop in pauses:
        start = _seconds(pause_start)
        if start >= last:
            break
        if start > first:
            yield first, start
        if pause_stop is None:
            return
        first = max(first, _seconds(pause_stop))
    if first < last:
        yield first, last


def _by_day(start, stop, zone):
    """One stretch of working time, cut at the midnights of a time zone."""
    while start < stop:
        local = _moment(start).replace(tzinfo=UTC).astimezone(zone)
        midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), zone)
        end = min(stop, _seconds(midnight))
        yield _Piece(start, end, local.toordinal())
        start = end


def _day(moment, tz):
    """The number of the day of a moment in a time zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz)).toordinal()


def _seconds(moment):
    """Seconds since the epoch; what is left of a second counts as one.

    Calendars write midnight as the last microsecond of the day.
    """
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    passed = moment - EPOCH
    return passed.days * 86400 + passed.seconds + bool(passed.microseconds)


def _moment(seconds):
    return EPOCH + timedelta(seconds=seconds)
