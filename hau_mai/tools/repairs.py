"""Days in a repair that do not count in the warranty, without the ORM.

The time for carrying out the warranty does not count in its period (Law
19/2023/QH15, art. 30.2.c, paragraph 1). Days are calendar days of the company. A
repair is a pair ``(received, returned)``; as everywhere (Civil Code, art. 147.2)
the first day does not count, so one that is handed back the same day takes none.
"""


def union(repairs):
    """Repairs that overlap or follow each other without a day between, as one.

    :param repairs: pairs of days, in any order
    :return: list of pairs, ascending, apart from each other
    """
    joined = []
    for received, returned in sorted(repairs):
        if joined and received <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], returned))
        else:
            joined.append((received, returned))
    return joined


def days_added(start, end, repairs):
    """By how many days repairs lengthen a warranty period.

    A repair that began while the period ran counts whole, even beyond the last
    day; what it adds lets later repairs begin while it still runs.

    :param start: first day of the period
    :param end: last day, inclusive, without any repair
    :param repairs: pairs ``(received, returned)``
    """
    added = 0
    for received, returned in union(repairs):
        last = end.toordinal() + added
        if received.toordinal() <= last and returned > start:
            added += (returned - max(received, start)).days
    return added


def received_within(start, end, received):
    """Whether a thing was received for repair while the period ran.

    :param end: last day, inclusive; False for life
    """
    return bool(start and start <= received and (not end or received <= end))
