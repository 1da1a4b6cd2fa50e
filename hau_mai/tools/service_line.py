"""Who pays for a line of a service job, without the ORM."""

from collections import namedtuple

#: What is known of a line. ``kind``: parts, labour, transport or fee. ``broken``: the job
#: is about something broken, so that the warranty is asked (repair, inspection).
#: ``ruled``: what a person decided for the whole job: accepted, refused or None.
#: ``warranty``: the job is under warranty. ``statutory``: the law applies. ``free``: the
#: maintenance plan pays. ``asked``: whether the unit's warranty pays for it; None when
#: there is no card. ``named``: by a period that names this component.
Facts = namedtuple("Facts", "kind broken ruled warranty statutory free asked named")

#: ``code`` says why: ruled, plan, no_card, not_broken, both_ways, fault_covered,
#: fault_not_covered, asked.
Answer = namedtuple("Answer", "covered code")


def line_verdict(facts):
    """Whether the customer pays nothing for a line.

    * What a person decided about the job with a reason goes first.
    * A warranty job is free of transport both ways (Law 19/2023/QH15, art. 30.2.e) and
      of the fee for finding the fault.
    * The warranty pays for what is broken. On other jobs it pays for a part that one of
      its periods names; the rest is for the maintenance plan to give.

    :return: an :class:`Answer`
    """
    if facts.ruled:
        return Answer(facts.ruled == "accepted", "ruled")
    if facts.free:
        return Answer(True, "plan")
    if facts.asked is None:
        return Answer(False, "no_card")
    if not facts.broken:
        if facts.kind == "parts" and facts.asked and facts.named:
            return Answer(True, "asked")
        return Answer(False, "not_broken")
    if facts.kind == "fee":
        return Answer(facts.warranty, "fault_covered" if facts.warranty else "fault_not_covered")
    if facts.kind == "transport" and facts.warranty and facts.statutory:
        return Answer(True, "both_ways")
    return Answer(facts.asked, "asked")
