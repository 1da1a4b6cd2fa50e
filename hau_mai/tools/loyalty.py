"""Which tier a customer has, until when and why, without the ORM.

A ladder is a list of rungs, the lowest first. Days are calendar days of the company.
Periods end as the Civil Code counts them: see :mod:`.recurrence`. More spending never
gives a lower tier: the highest rung reached wins, whatever the thresholds of those below.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .recurrence import add_duration

ONE_DAY = timedelta(days=1)

#: So many signs of a digest of the rules are about reaching tiers.
REACHING = 8


@dataclass(frozen=True)
class Rung:
    """A tier's thresholds; those of 0 do not count.

    :param amount_keep: enough for keeping it; 0: as much as for reaching it
    :param match: ``any`` of the thresholds, or ``all`` of them
    :param window: rolling, calendar_year, lifetime, since_upgrade
    :param validity_months: 0: it stays for good
    :param drop: one_step or to_fit, when it is not kept
    :param is_open: False: who has it keeps it until its end, nobody reaches it any more
    """

    id: int
    amount_min: float = 0.0
    amount_keep: float = 0.0
    orders_min: int = 0
    points_min: float = 0.0
    match: str = "any"
    window: str = "rolling"
    window_months: int = 12
    validity_months: int = 12
    grace_days: int = 0
    drop: str = "one_step"
    is_open: bool = True

    @property
    def counted(self):
        """What is counted for it: rungs with the same are counted together."""
        return (self.window, self.window_months if self.window == "rolling" else 0)

    @property
    def has_thresholds(self):
        return bool(self.amount_min or self.orders_min or self.points_min)

    @property
    def ends(self):
        """Whether it is had for a time only. What everybody has who bought is not lost."""
        return bool(self.validity_months and self.has_thresholds)


@dataclass(frozen=True)
class Figures:
    """What a customer bought in a window.

    :param amount: untaxed, in the company's currency, less what came back
    :param bought: whether anything was ever bought and not given back
    """

    amount: float = 0.0
    orders: int = 0
    points: float = 0.0
    bought: bool = False


@dataclass(frozen=True)
class State:
    """What a customer has now; no tier: 0.

    :param until: its last day, None: for good
    :param drop: the last day of grace
    :param locked_until: the last day of a tier given by hand
    :param earned: what they had by the rules when another was given by hand
    :param is_new: never reviewed
    :param new_rules: the rules changed since the last review
    :param refit: the new rules hold at once, for tiers already given too
    """

    tier_id: int = 0
    since: date | None = None
    until: date | None = None
    drop: date | None = None
    locked_until: date | None = None
    earned: "State | None" = None
    is_new: bool = False
    new_rules: bool = False
    refit: bool = False


@dataclass(frozen=True)
class Facts:
    """All that a review looks at, besides the ladder and the day.

    :param reached: ``{Rung.counted: Figures}`` of today
    :param kept: what counts for keeping the tier, from :func:`keep_from` on
    :param resets: an upgrade makes the counting begin anew
    :param is_running: the company's customers were all reviewed once
    """

    state: State
    reached: dict = field(default_factory=dict)
    kept: Figures = Figures()
    resets: bool = False
    is_running: bool = True


@dataclass(frozen=True)
class Verdict:
    """What a review says. No kind: nothing changes.

    :param rung: None for no tier
    :param kind: of the move: first, upgrade, downgrade, renewal, rules
    :param code: why
    :param counted_from: what was bought before does not count any more; None: as it was
    :param begins: a period of validity begins
    :param keep_from: the first day that counts for keeping it; None: everything
    :param unlocks: what was given by hand is over
    """

    rung: Rung | None
    kind: str
    code: str
    since: date | None = None
    until: date | None = None
    drop: date | None = None
    begins: bool = False
    keep_from: date | None = None
    counted_from: date | None = None
    unlocks: bool = False


# === WINDOWS === #


def window_start(window, months, today, since=None):
    """The first day that counts on a day; None: everything ever.

    The last 12 months on 10 January 2027 begin on 11 January 2026. What led to the
    tier does not count again "since the last change".

    :param date since: the day of the last change of tier
    """
    if window == "rolling":
        return add_duration(today, -months, "month") + ONE_DAY
    if window == "calendar_year":
        return today.replace(month=1, day=1)
    if window == "since_upgrade" and since:
        return since + ONE_DAY
    return None


def validity_end(rung, start):
    """The last day of a tier given or kept on a day; None: for good.

    With what is bought in a calendar year, a tier ends with a calendar year.
    """
    if not rung.ends:
        return None
    end = add_duration(start, rung.validity_months, "month")
    return end.replace(month=12, day=31) if rung.window == "calendar_year" else end


def keep_from(rung, until, start):
    """The first day that counts for keeping a tier after its last day; None: everything."""
    if not until:
        return None
    return window_start(rung.window, rung.window_months, until, start)


# === WHAT IS REACHED === #


def missing(rung, figures, keeping=False):
    """``{amount, orders, points: how much is missing}`` of the thresholds that count."""
    amount = keeping and rung.amount_keep or rung.amount_min
    needs = {
        "amount": (amount, figures.amount),
        "orders": (rung.orders_min, figures.orders),
        "points": (rung.points_min, figures.points),
    }
    return {name: max(need - have, 0) for name, (need, have) in needs.items() if need}


def meets(rung, figures, keeping=False):
    """Whether these figures are enough for a tier; exactly the threshold is enough."""
    lacking = missing(rung, figures, keeping)
    if not lacking:
        return figures.bought
    enough = [not value for value in lacking.values()]
    return any(enough) if rung.match == "any" else all(enough)


def tier_reached(ladder, figures):
    """The highest rung reached, None for none.

    :param figures: ``{Rung.counted: Figures}``
    """
    for rung in reversed(ladder):
        if rung.is_open and meets(rung, figures.get(rung.counted, Figures())):
            return rung
    return None


def ladder_faults(ladder):
    """Rungs that ask for less than one below them: ``[(lower, higher, threshold)]``.

    Only rungs that count the same can be compared.
    """
    faults = []
    for index, higher in enumerate(ladder):
        for lower in ladder[:index]:
            for name in ("amount_min", "orders_min", "points_min"):
                asked = getattr(higher, name)
                comparable = lower.counted == higher.counted and asked
                if comparable and asked < getattr(lower, name):
                    faults.append((lower, higher, name))
    return faults


# === REVIEW === #


def review(ladder, facts, today):
    """What a customer has from today on.

    A tier is had until its last day and the days of grace. An upgrade comes at once;
    after the last day the tier is kept as soon as enough was bought for it, and lost
    when that did not happen until the end of grace, never to below what is reached.
    Given by hand, it stays until the day that was said.
    """
    state = facts.state
    if state.locked_until and today <= state.locked_until:
        return _same(ladder, state, "locked")
    if state.locked_until:
        return _after_lock(ladder, facts, today)
    reached = tier_reached(ladder, facts.reached)
    held = _rung(ladder, state.tier_id)
    if state.refit:
        return _refit(ladder, facts, reached, held, today)
    if _rank(ladder, reached) > _rank(ladder, held):
        return _give(facts, reached, _kind_of_rise(facts, reached), "reached", today)
    if not held or not state.until or today <= state.until:
        return _same(ladder, state, "valid" if held else "none")
    if held.is_open and (reached == held or meets(held, facts.kept, keeping=True)):
        return _renew(facts, held, today)
    if today <= (state.drop or state.until):
        return _same(ladder, state, "grace")
    lower = _after_drop(ladder, held, reached)
    return _give(facts, lower, "downgrade", "not_kept", today)


def _after_lock(ladder, facts, today):
    """Back to what was earned, reviewed by the rules."""
    earned = facts.state.earned or State()
    verdict = review(ladder, replace(facts, state=earned), today)
    tier_id = verdict.rung.id if verdict.rung else 0
    if tier_id == facts.state.tier_id:
        return replace(verdict, unlocks=True)
    rises = _rank(ladder, verdict.rung) > _rank(ladder, _rung(ladder, facts.state.tier_id))
    kind = "upgrade" if rises else "downgrade"
    code = "reached" if rises else "lock_over"
    return replace(verdict, kind=kind, code=code, since=today, unlocks=True)


def _refit(ladder, facts, reached, held, today):
    """New rules for all, at once: everybody where they stand."""
    if reached == held:
        return _same(ladder, facts.state, "valid" if held else "none")
    return _give(facts, reached, "rules", "refit", today)


def _after_drop(ladder, held, reached):
    """The tier after one that was not kept: never lower than what is reached."""
    if held.drop != "one_step":
        return reached
    below = [rung for rung in ladder[: ladder.index(held)] if rung.is_open]
    step = below[-1] if below else None
    return step if _rank(ladder, step) > _rank(ladder, reached) else reached


def _give(facts, rung, kind, code, today):
    """Another tier from today on."""
    if not rung:
        return Verdict(None, kind, code, since=today, begins=True)
    until = validity_end(rung, today)
    resets = facts.resets and kind in ("upgrade", "rules")
    return Verdict(
        rung,
        kind,
        code,
        since=today,
        until=until,
        drop=until and until + timedelta(days=rung.grace_days),
        begins=True,
        keep_from=keep_from(rung, until, today),
        counted_from=today + ONE_DAY if resets else None,
    )


def _renew(facts, rung, today):
    """The same tier for another period, which follows the one before without a gap."""
    start = facts.state.until
    until = validity_end(rung, start)
    if until and until < today:
        start = today
        until = validity_end(rung, start)
    return Verdict(
        rung,
        "renewal",
        "kept",
        since=facts.state.since,
        until=until,
        drop=until and until + timedelta(days=rung.grace_days),
        begins=True,
        keep_from=keep_from(rung, until, start),
    )


def _same(ladder, state, code):
    return Verdict(
        _rung(ladder, state.tier_id),
        "",
        code,
        since=state.since,
        until=state.until,
        drop=state.drop,
    )


def _kind_of_rise(facts, reached):
    """Nobody is congratulated on what they have since before anybody counted."""
    if facts.state.is_new and not (facts.is_running and reached.has_thresholds):
        return "first"
    return "rules" if facts.state.new_rules and not facts.state.is_new else "upgrade"


def _rung(ladder, tier_id):
    return next((rung for rung in ladder if rung.id == tier_id), None)


def _rank(ladder, rung):
    """Its place in the ladder; below all others without one."""
    return ladder.index(rung) if rung else -1
