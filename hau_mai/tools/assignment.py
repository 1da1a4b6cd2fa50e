"""Who of a team works on a case, without the ORM."""

from .responsible import in_turn


def choose(how, pools, loads, position):
    """The person who gets a case, and of which pool they are.

    :param str how: ``turn`` for one after the other, ``load`` for who has the fewest cases
    :param pools: [(name, people)], best first; the first one with anybody in it decides
    :param loads: {person: open cases}; who is not in it has none
    :param int position: counts up for ever, for ``turn``
    :return: (person, name of the pool), or (None, None) when nobody is there
    """
    for name, people in pools:
        if people and how == "load":
            return min(people, key=lambda person: loads.get(person, 0)), name
        if people:
            return in_turn(people, position), name
    return None, None
