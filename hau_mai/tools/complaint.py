"""Decisions about a case, without the ORM."""

#: How bad it is -> the priority that follows from it.
SEVERITY_PRIORITIES = {"low": "0", "normal": "1", "high": "2", "critical": "3"}

#: Nothing less for a vulnerable consumer (Law 19/2023/QH15, art. 8), and for what may hurt.
VULNERABLE_PRIORITY = "2"
SAFETY_PRIORITY = "3"


def weightiest(grounds):
    """The priority that follows from grounds, with the reasons that lead to just this one.

    :param grounds: (priority, reason) pairs; a reason is a sentence
    :return: (priority, list of reasons), the first for equals first
    """
    priority = max((ground[0] for ground in grounds), default="1")
    return priority, [reason for ground, reason in grounds if ground == priority]


def may_be_duplicate(case, other):
    """Whether two open cases of one customer may be one: both, or none of them, name a thing.

    :param case: dict with unit and product, ids or False; ``other`` too
    """
    if case["unit"] and other["unit"]:
        return case["unit"] == other["unit"]
    return not case["product"] or not other["product"] or case["product"] == other["product"]
