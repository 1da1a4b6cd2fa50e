"""Warranty cards for what was sold before they existed: how many, and from when.

Plain functions of what the order line, its invoices and Inventory still know. Days are
company days; quantities are in what the cards count.
"""

from collections import namedtuple
from datetime import timedelta
from math import ceil

from .recurrence import add_duration
from .starts import EPSILON, Piece, match_dates

#: What is known of an old order line. ``invoices``: (day, quantity) of posted invoices,
#: negative for credit notes. ``delivered``: what the line says. ``tracked``: whether
#: Inventory has brought all of it (True) or not yet (False); None: it knows nothing of it.
#: ``date_moved``: the day Inventory knows, else False.
Sold = namedtuple(
    "Sold", "ordered delivered invoices date_ordered date_moved lead_days tracked by_quantity"
)

#: A card to be made. ``delivered`` and ``invoiced`` are days or False.
Card = namedtuple("Card", "quantity delivered invoiced")

#: What is made of a line: its cards, and which start moments ("delivery", "invoice") of
#: them are estimated.
Cards = namedtuple("Cards", "cards estimated")

#: One promised period: its start moment, its duration (0: for life) and the unit of that.
Promised = namedtuple("Promised", "trigger duration unit")


def kept(sold):
    """How much of the line the customer has kept.

    What was credited is gone, and what the line says was not delivered; a credit note
    followed by the corrected invoice takes nothing away. What Inventory has still to
    bring counts.
    """
    invoiced = most = 0.0
    for _day, quantity in sorted(sold.invoices, key=lambda event: (event[0], event[1] < 0)):
        invoiced += quantity
        most = max(most, invoiced)
    quantity = sold.ordered - (most - invoiced)
    if sold.tracked or (sold.tracked is None and sold.delivered > EPSILON):
        quantity = min(quantity, sold.delivered)
    return max(quantity, 0.0)


def delivery_day(sold):
    """The day of delivery, and whether it is estimated from order date and lead time."""
    if sold.date_moved:
        return sold.date_moved, False
    return sold.date_ordered + timedelta(days=sold.lead_days), True


def make_cards(sold, triggers, today, keep_days):
    """The cards of an old line, each with the days it knows.

    Where nothing was written down about delivery, or no invoice posted, all of it counts
    from the estimated day of delivery, once that has come.

    :param Sold sold: what is known
    :param triggers: the start moments that are counted from
    :param keep_days: see :func:`tools.starts.given_dates`
    :return: :class:`Cards`
    """
    quantity = kept(sold)
    if quantity <= EPSILON:
        return Cards([], set())
    day, is_guess = delivery_day(sold)
    estimated = set()
    waits = triggers & {"delivery", "activation"}
    deliveries = _deliveries(sold, quantity, min(day, today) if sold.delivered else day, today)
    if not waits and (sold.by_quantity or not sold.delivered):
        deliveries = []
    elif deliveries and is_guess and waits:
        estimated.add("delivery")
    invoices = sold.invoices if "invoice" in triggers else []
    if "invoice" in triggers and not invoices and day <= today:
        invoices = [(day, quantity)]
        estimated.add("invoice")
    cards = _pieces(quantity, sold.by_quantity)
    cards = _give_days(cards, "delivered", deliveries, 0, sold.by_quantity)
    cards = _give_days(cards, "invoiced", invoices, keep_days, sold.by_quantity)
    return Cards(cards, estimated)


def _deliveries(sold, quantity, day, today):
    """How much began with the delivery on this day, as (day, quantity)."""
    if sold.tracked is not None or sold.delivered > EPSILON:
        quantity = min(quantity, sold.delivered)
    return [(day, quantity)] if quantity > EPSILON and day <= today else []


def _pieces(quantity, by_quantity):
    if by_quantity:
        return [Card(quantity, False, False)]
    return [Card(1.0, False, False)] * ceil(quantity - EPSILON)


def _give_days(cards, name, events, keep_days, by_quantity):
    """Give the days of these events to the cards, splitting a quantity where they differ."""
    if not events:
        return cards
    pieces = [
        Piece(number, card.quantity, False, by_quantity, False) for number, card in enumerate(cards)
    ]
    total = sum(quantity for _day, quantity in events)
    match = match_dates(pieces, total, events, keep_days)
    dated = [card._replace(**{name: match.dates.get(n, False)}) for n, card in enumerate(cards)]
    for number, quantity, day in match.splits:
        dated[number] = dated[number]._replace(quantity=dated[number].quantity - quantity)
        dated.append(dated[number]._replace(quantity=quantity, **{name: day}))
    return dated


def start_day(trigger, card, date_ordered, limit_days):
    """First day of what counts from this moment, or False while it has not come.

    Nobody activated it: it starts when the limit after delivery is over.
    """
    if trigger == "activation":
        return card.delivered and card.delivered + timedelta(days=limit_days)
    return {"order": date_ordered, "delivery": card.delivered, "invoice": card.invoiced}[trigger]


def end_day(start, promised):
    """Last day of a period, or False for one that lasts for life or has not started."""
    if not start or not promised.duration:
        return False
    return add_duration(start, promised.duration, promised.unit)


def is_over(card, promises, date_ordered, limit_days, today):
    """Whether all that was promised with a card has ended before today."""
    ends = [
        end_day(start_day(promised.trigger, card, date_ordered, limit_days), promised)
        for promised in promises
    ]
    return all(ends) and max(ends) < today


def minutes_left(done, waiting, seconds):
    """How many minutes the rest takes at the pace so far, or None when that is unknown."""
    if not done or not waiting:
        return None
    return max(1, ceil(seconds * waiting / done / 60))
