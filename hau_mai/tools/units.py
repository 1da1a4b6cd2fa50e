"""How the units of an order line are kept fitting to what the line says.

A plain function of facts; the model carries out the plan.
"""

import math
from collections import namedtuple

#: A unit of the line. ``valid`` is False for a void one, ``fits`` says that it is
#: of the line's product and, for a void one, that it was the order that took it
#: back and that the terms are still the same. ``started`` and ``held`` protect it.
Existing = namedtuple("Existing", "id quantity valid fits started held")

#: ``revive``: ids to be made whole again; ``void``: list of (id, quantity), less
#: than the whole for a part of a quantity; ``create``: quantities of new units, each
#: of which stands for a quantity if ``by_quantity``.
Plan = namedtuple("Plan", "revive void create by_quantity")

EPSILON = 1e-6


def is_by_quantity(wanted, limit, in_pieces):
    """Whether one card stands for the quantity, instead of one for each piece.

    :param limit: so many pieces get a card each
    :param bool in_pieces: whether the cards of the product count pieces
    """
    return not in_pieces or wanted > limit or wanted % 1 > EPSILON


def plan_units(wanted, by_quantity, existing, settled=0.0):
    """What is missing is made, what is too much is taken back; the rest stays.

    Taken back are first those that have not started and on which nothing hangs,
    then the newest. Void ones are made whole before new ones are made. A part of a
    piece is promised as a piece.

    :param float wanted: quantity the line promises; 0 when it promises nothing
    :param bool by_quantity: one unit for a quantity, not one for each piece
    :param settled: quantity that people decided about (returned, replaced, void by
        hand): it is not made again
    :param existing: list of :class:`Existing`, oldest first
    :return: a :class:`Plan`
    """
    if not by_quantity:
        wanted = float(math.ceil(wanted - EPSILON))
    plan = Plan([], [], [], by_quantity)
    valid = []
    for unit in existing:
        if unit.valid and unit.fits:
            valid.append(unit)
        elif unit.valid:
            plan.void.append((unit.id, unit.quantity))
    missing = wanted - sum(unit.quantity for unit in valid)
    if missing < -EPSILON:
        _take_back(plan, valid, -missing, by_quantity)
    elif missing > settled + EPSILON:
        _make_up(plan, existing, missing - settled, by_quantity)
    return plan


def _take_back(plan, valid, surplus, by_quantity):
    order = sorted(
        enumerate(valid),
        key=lambda row: (row[1].started or row[1].held, row[1].held, -row[0]),
    )
    for _index, unit in order:
        if surplus <= EPSILON:
            return
        quantity = min(unit.quantity, surplus) if by_quantity else unit.quantity
        if quantity > surplus + EPSILON:
            continue
        plan.void.append((unit.id, quantity))
        surplus -= quantity


def _make_up(plan, existing, missing, by_quantity):
    for unit in existing:
        if not unit.valid and unit.fits and unit.quantity <= missing + EPSILON:
            plan.revive.append(unit.id)
            missing -= unit.quantity
    if missing <= EPSILON:
        return
    if by_quantity:
        plan.create.append(missing)
    else:
        plan.create.extend([1.0] * round(missing))
