"""Extended warranties: what may be extended, from when, and how many. Without the ORM.

An extension goes on where another warranty period ends, or runs from the day it was sold.
Days are days of the company; a period is counted from the day of its event, which does not
count itself (Civil Code 91/2015/QH13, art. 147.2), so one that goes on after 10 January 2027
for 12 months covers through 10 January 2028.
"""

from collections import namedtuple

from .units import EPSILON

#: One period of a card. ``listing`` is what a component period names (None for the whole
#: unit), ``follows`` the id of the period it goes on from.
Track = namedtuple("Track", "id is_main listing follows")

#: What is known about a card that somebody wants to extend. ``has_base``: some period can go
#: on; ``last_day`` is the end of it, False while it has not started or is not known.
Target = namedtuple("Target", "state same_customer has_base for_life last_day")

#: One card of a line that is extended. ``open``: it can be extended now; ``mine``: this line
#: extends it already.
Card = namedtuple("Card", "id quantity open mine")

#: Which cards the line extends in the end, and what it cannot find a card for.
ExtensionPlan = namedtuple("ExtensionPlan", "ids missing")

#: What a package is sold for: ids of categories (empty: all), prices from and to (0: no limit).
Package = namedtuple("Package", "categ_ids price_min price_max")


def track_end(listing, periods):
    """The period after which an extension goes on.

    The last one that names the same components, where there is one, else the last of the main
    warranty.

    :param listing: what the extension names; None for the whole unit
    :param periods: :class:`Track` s of the card, those that still hold
    :return: an id, or None where nothing can go on
    """
    same = [period for period in periods if listing and period.listing == listing]
    track = same or [period for period in periods if period.is_main]
    followed = {period.follows for period in track}
    ends = [period.id for period in track if period.id not in followed]
    return max(ends, default=None)


def extension_start(how, sold_on, base, current, today):
    """The day from which an extension counts, or False while it waits.

    It never begins before it was sold. One that has begun is not drawn to an earlier day,
    whatever becomes of the period before it.

    :param str how: ``base_end`` or ``at_once``
    :param sold_on: day of the order
    :param base: ``(start, end)`` of the period it extends, False where they are not known
        yet; None where there is none
    :param current: its start so far, or False
    """
    if base is None:
        return current or (sold_on if how == "at_once" else False)
    start, end = base
    event = start if how == "at_once" else end
    if not event:
        return False
    day = max(sold_on, event)
    return max(current, day) if current and current < today else day


def extension_verdict(target, how, takes_expired, day):
    """Whether a card may be extended on a day.

    :param Target target:
    :param bool takes_expired: whether the policy extends what has expired
    :return: (allowed, code); the code is one of ok, state, customer, nothing, for_life, expired
    """
    if target.state != "valid":
        return False, "state"
    if not target.same_customer:
        return False, "customer"
    if how == "base_end" and not target.has_base:
        return False, "nothing"
    if how == "base_end" and target.for_life:
        return False, "for_life"
    if target.last_day and target.last_day < day and not takes_expired:
        return False, "expired"
    return True, "ok"


def plan_extension(wanted, cards):
    """Which cards a line extends: those it extends already first, then the others in turn.

    A card that stands for a quantity is extended as a whole or not at all.

    :param float wanted: pieces the line pays for; 0 when it pays for none
    :param cards: :class:`Card` s of what it extends, oldest first
    :return: an :class:`ExtensionPlan`
    """
    ids, left = [], wanted
    for card in sorted(cards, key=lambda card: not card.mine):
        if (card.mine or card.open) and card.quantity <= left + EPSILON:
            ids.append(card.id)
            left -= card.quantity
    return ExtensionPlan(ids, left if left > EPSILON else 0.0)


def quantity_fault(wanted, pieces, by_quantity, taken):
    """What is wrong with the quantity of an extension, as a code; None when nothing is.

    :param float wanted: pieces it pays for
    :param float pieces: pieces there are to be extended
    :param bool by_quantity: they share one card, which is extended as a whole
    :param float taken: pieces that other lines of the order extend
    """
    if wanted > pieces - taken + EPSILON:
        return "too_many"
    if by_quantity and 0 < wanted < pieces - EPSILON:
        return "part"
    return None


def package_fits(path, price, package):
    """Whether a package is sold for a product.

    :param path: ids of the product's category and of those above it
    :param float price: what a piece was sold for, in the currency of the company
    :param Package package:
    """
    if package.categ_ids and not package.categ_ids & set(path):
        return False
    return price >= package.price_min and (not package.price_max or price <= package.price_max)
