"""Which of the units of one order line have begun, and on which day.

A line says how much was delivered (or invoiced) and on which days; its units are
pieces of it, or parts of its quantity. These plain functions match the one with
the other, and change as little as they can.
"""

from collections import namedtuple
from datetime import timedelta

#: One unit of a line. ``date`` is its date so far (False: none), ``divisible``
#: means it stands for a quantity and may be split, ``held`` that something hangs
#: on it (a serial number, a service, a case), so that it is not set back silently.
Piece = namedtuple("Piece", "id quantity date divisible held")

#: What is to be done: ``dates`` gives {piece id: date or False} for all pieces
#: that change, ``splits`` a list of (piece id, quantity, date or False): cut this
#: much off the piece and give it that date; ``blocked`` the ids that should have
#: been set back but are held.
Match = namedtuple("Match", "dates splits blocked")

#: A credit note and the corrected invoice within this time are one and the same sale.
CORRECTION_DAYS = 30

#: Quantities closer than this are the same.
EPSILON = 1e-6


def given_dates(events, keep_days=0, keep=None):
    """The days on which what the customer has by now was given.

    What was taken back and given again within ``keep_days`` keeps the first day:
    a credit note followed by the corrected invoice does not start a new warranty.

    :param events: list of (date, quantity), negative where it was taken back
    :param keep: {day: quantity} that pieces bear already; nobody says which of two
        things came back, so it was one that no piece answers for, else the latest
    :return: list of (quantity, date), ascending
    """
    given, returned = [], []
    for date, quantity in sorted(events, key=lambda event: (event[0], event[1] < 0)):
        if quantity < 0:
            _take_back(given, returned, -quantity, date, keep or {})
            continue
        while quantity > EPSILON and returned:
            amount, first_date, taken_on = returned.pop()
            if date - taken_on > timedelta(days=keep_days):
                continue
            kept = min(quantity, amount)
            given.append((kept, first_date))
            quantity -= kept
            if amount - kept > EPSILON:
                returned.append((amount - kept, first_date, taken_on))
        if quantity > EPSILON:
            given.append((quantity, date))
    # what came twice on a day is one quantity: the order of the events does not matter
    return [(quantity, day) for day, quantity in sorted(_sum_by_date(given).items())]


def _take_back(given, returned, quantity, date, keep):
    """Move ``quantity`` from what was given to what was returned on ``date``."""
    while quantity > EPSILON and given:
        spare = _sum_by_date(given)
        for day, kept in keep.items():
            spare[day] = max(spare.get(day, 0) - kept, 0)
        row = max(given, key=lambda row: (spare[row[1]] > EPSILON, row[1]))
        given.remove(row)
        amount, first_date = row
        taken = min(quantity, amount)
        if spare[first_date] > EPSILON:
            taken = min(taken, spare[first_date])
        returned.append((taken, first_date, date))
        quantity -= taken
        if amount - taken > EPSILON:
            given.append((amount - taken, first_date))


def match_dates(pieces, total, events, keep_days=0):
    """Match the pieces of one line with what was delivered or invoiced of it.

    * More than before: the pieces that wait begin, in their order, on the days
      that no other piece has; a quantity is split when only a part of it came.
    * Less than before: the last ones begun are set back, first those on which
      nothing hangs. The others are left alone and named in ``blocked``.
    * A piece whose day is not among the days any more (a corrected invoice date)
      gets the day that took its place, if one did.

    :param pieces: :class:`Piece` s in their order
    :param total: how much was delivered or invoiced, less what came back
    :param events: see :func:`given_dates`
    :return: a :class:`Match`
    """
    match = Match({}, [], [])
    dated = [piece for piece in pieces if piece.date]
    surplus = sum(piece.quantity for piece in dated) - total
    if surplus > EPSILON:
        dated = _set_back(dated, surplus, match)
    keep = _sum_by_date((piece.quantity, piece.date) for piece in dated)
    dates = given_dates(events, keep_days, keep)
    free = _redate(dated, dates, match)
    missing = total - sum(piece.quantity for piece in dated)
    if missing > EPSILON:
        waiting = [piece for piece in pieces if not piece.date]
        _begin(waiting, _last(free, missing), match)
    return match


def _set_back(dated, surplus, match):
    """Take ``surplus`` back from the last ones begun; return those that stay."""
    staying = list(dated)
    by_age = sorted(enumerate(dated), key=lambda row: (row[1].held, row[1].date, row[0]))
    # latest first within those on which nothing hangs, then the held ones
    candidates = [p for _, p in reversed(by_age) if not p.held]
    held = [p for _, p in reversed(by_age) if p.held]
    for piece in candidates + held:
        if surplus <= EPSILON:
            break
        if piece.held:
            if piece.quantity <= surplus + EPSILON or piece.divisible:
                match.blocked.append(piece.id)
                surplus -= piece.quantity
            continue
        if piece.quantity <= surplus + EPSILON:
            match.dates[piece.id] = False
            staying.remove(piece)
            surplus -= piece.quantity
        elif piece.divisible:
            match.splits.append((piece.id, surplus, False))
            staying[staying.index(piece)] = piece._replace(quantity=piece.quantity - surplus)
            surplus = 0
        else:
            # part of one piece came back: the piece has not been delivered whole
            match.dates[piece.id] = False
            staying.remove(piece)
            surplus = 0
    return staying


def _redate(dated, dates, match):
    """Keep the days that are still there, replace the others; return the free days."""
    free = [[quantity, date] for quantity, date in dates]
    lost = []
    for piece in dated:
        left = piece.quantity
        for row in free:
            if row[1] == piece.date and row[0] > EPSILON:
                taken = min(left, row[0])
                row[0] -= taken
                left -= taken
        if left >= piece.quantity - EPSILON and dates:
            lost.append(piece)
    free = [(quantity, date) for quantity, date in free if quantity > EPSILON]
    for piece in lost:
        if _total(free) < piece.quantity - EPSILON or piece.id in match.blocked:
            continue
        match.dates[piece.id] = free[0][1]
        free = _without_first(free, piece.quantity)
    return free


def _begin(waiting, free, match):
    """Give the free days to the pieces that wait, in their order."""
    for piece in waiting:
        available = _total(free)
        if available <= EPSILON:
            return
        if not piece.divisible:
            if available < piece.quantity - EPSILON:
                return
            taken = _first(free, piece.quantity)
            match.dates[piece.id] = taken[-1][1]
            free = _without_first(free, piece.quantity)
            continue
        chunks = _first(free, piece.quantity)
        free = _without_first(free, piece.quantity)
        taken = _total(chunks)
        if piece.quantity - taken > EPSILON:
            match.splits.append((piece.id, piece.quantity - taken, False))
        match.dates[piece.id] = chunks[0][1]
        match.splits.extend((piece.id, quantity, date) for quantity, date in chunks[1:])


def _sum_by_date(rows):
    """Rows of (quantity, date) as {date: quantity}."""
    sums = {}
    for quantity, date in rows:
        sums[date] = sums.get(date, 0) + quantity
    return sums


def _total(rows):
    """The quantity of rows of (quantity, date)."""
    return sum(quantity for quantity, _date in rows)


def _first(rows, quantity):
    """The first ``quantity`` of rows of (quantity, date)."""
    taken = []
    for amount, date in rows:
        if quantity <= EPSILON:
            break
        taken.append((min(amount, quantity), date))
        quantity -= amount
    return taken


def _without_first(rows, quantity):
    """Rows of (quantity, date) less their first ``quantity``."""
    left = []
    for amount, date in rows:
        rest = amount - quantity
        quantity = max(0, -rest)
        if rest > EPSILON:
            left.append((rest, date))
    return left


def _last(rows, quantity):
    """The last ``quantity`` of rows of (quantity, date), ascending."""
    return _first(rows[::-1], quantity)[::-1]
