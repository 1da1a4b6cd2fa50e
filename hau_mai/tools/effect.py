"""What a follow-up brings about, without the ORM: who is held out, and what is chance.

Some of those a rule means are not contacted, on purpose. Whether the others buy more
often than these is what the rule brings about; everything else would have happened anyway.
"""

import hashlib
from dataclasses import dataclass
from math import erfc, sqrt

#: Below so many buyers or others in a group the normal approximation does not hold.
FEWEST = 5

#: Probabilities of chance up to which a difference is called sure, and likely.
SURE, LIKELY = 0.01, 0.05


def in_holdout(rule_id, partner_id, percent):
    """Whether a customer belongs to those a rule does not contact.

    The same customer and rule always give the same answer; another rule holds out others.
    With a higher percentage those held out before still are.

    :param float percent: 0 to 100
    """
    digest = hashlib.sha256(f"{rule_id}:{partner_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 * 100 < percent


@dataclass(frozen=True)
class Effect:
    """How often the contacted and the held out bought, in percent, and what to make of it.

    ``difference`` is in percentage points. ``verdict``: ``nobody`` (was contacted),
    ``no_holdout`` (nothing to compare with), ``too_few``, ``chance`` (may be chance),
    ``likely`` or ``sure``.
    """

    rate: float
    holdout_rate: float
    difference: float
    p_value: float | None
    verdict: str


def effect(contacted, bought, held, held_bought):
    """Compare those contacted with those held out: a two-proportion z-test, two-sided.

    :param int contacted: follow-ups that were carried out
    :param int bought: how many of their customers bought
    :param int held: follow-ups that were held out
    :param int held_bought: how many of their customers bought
    :return: :class:`Effect`
    """
    rate = 100 * bought / contacted if contacted else 0.0
    held_rate = 100 * held_bought / held if held else 0.0

    def told(verdict, p_value=None):
        return Effect(rate, held_rate, rate - held_rate if held else 0.0, p_value, verdict)

    if not contacted:
        return told("nobody")
    if not held:
        return told("no_holdout")
    pooled = (bought + held_bought) / (contacted + held)
    smallest = min(contacted, held) * min(pooled, 1 - pooled)
    if smallest < FEWEST:
        return told("too_few")
    error = sqrt(pooled * (1 - pooled) * (1 / contacted + 1 / held))
    p_value = erfc(abs(rate - held_rate) / 100 / error / sqrt(2))
    verdict = "sure" if p_value <= SURE else "likely" if p_value <= LIKELY else "chance"
    return told(verdict, p_value)
