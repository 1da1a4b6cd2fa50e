"""Can this center do this job, and which one is best? The decision, without the ORM.

The facts are gathered by ``hau_mai.service._center_verdicts``, which also puts the
answers into words.
"""

from dataclasses import dataclass
from datetime import date

#: Refusals by what they are about, the gravest last: that is how candidates are ordered.
TIME = ("closed", "day_full", "taken", "full")
ANSWER = ("declined", "lapsed")
AREA = ("province", "no_province")
SKILL = ("skill", "category", "kind", "ended", "not_begun", "company", "archived")

#: What counts for a center that nobody has rated yet: it stands in the middle.
UNRATED = 3.0


@dataclass(frozen=True)
class CenterFacts:
    """What is known of one center. Empty sets are without limit.

    ``technicians`` is a tuple of (kinds, categories), one for each person named.
    ``load`` is how many open jobs there are for each that can be done at a time.
    """

    kinds: frozenset = frozenset()
    categories: frozenset = frozenset()
    provinces: frozenset = frozenset()
    technicians: tuple = ()
    date_from: date | None = None
    date_to: date | None = None
    active: bool = True
    company: int | None = None
    rating: float | None = None
    load: float = 0.0
    sequence: int = 0


@dataclass(frozen=True)
class JobFacts:
    """What is known of one job. ``categories`` is the product's and all above it."""

    kind: str
    day: date
    categories: frozenset = frozenset()
    province: int | None = None
    company: int | None = None


def works_on(allowed, categories):
    """Whether a set of categories, empty for all, includes one of these."""
    return not allowed or bool(allowed & categories)


def refusal(center, job, answer=None, time=None):
    """Why a center cannot have a job: a code, or None when it can.

    :param CenterFacts center:
    :param JobFacts job:
    :param answer: declined or lapsed: what came of an earlier offer of this job
    :param time: a code of :data:`TIME`: what its agenda says
    """
    able = not center.technicians or any(
        job.kind in kinds and works_on(categories, job.categories)
        for kinds, categories in center.technicians
    )
    checks = (
        ("archived", not center.active),
        ("company", center.company != job.company),
        ("not_begun", center.date_from and job.day < center.date_from),
        ("ended", center.date_to and center.date_to < job.day),
        ("kind", job.kind not in center.kinds),
        ("category", not works_on(center.categories, job.categories)),
        ("skill", not able),
        ("no_province", center.provinces and not job.province),
        ("province", center.provinces and job.province not in center.provinces),
        (answer, answer),
        (time, time),
    )
    return next((code for code, holds in checks if holds), None)


def rank(center, code):
    """The key that puts the best candidate first.

    Can do it, covers the address, was not asked in vain, has time, is rated well
    in the last 90 days, has little to do.
    """
    gravity = (code in SKILL, code in AREA, code in ANSWER, code in TIME)
    rating = UNRATED if center.rating is None else center.rating
    return (*gravity, -rating, center.load, center.sequence)


def initials(name):
    """A name that tells nobody who it is: "N. V. A." for Nguyễn Văn An."""
    return " ".join(f"{word[0]}." for word in (name or "").split())
