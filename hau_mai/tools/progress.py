"""Where a job stands, as steps that its customer understands; without the ORM."""

from typing import NamedTuple


class Step(NamedTuple):
    """One step: ``code`` says what, ``status`` whether it is done, current or to come."""

    code: str
    status: str


def service_steps(state, waiting_for, brought, appointment):
    """The steps of a job from the request to the end.

    What was brought to us is repaired and collected; otherwise somebody goes there.

    :param str state: of the job
    :param waiting_for: parts, customer, center, maker or nothing
    :param bool brought: whether the product was handed over to us
    :param bool appointment: whether there is one
    :return: list of :class:`Step`, with exactly one current one until all is over
    """
    first = "received" if brought else "requested"
    if state == "cancelled":
        return [Step(first, "done"), Step("cancelled", "current")]
    work = f"waiting_{waiting_for}" if state == "waiting" and waiting_for else "work"
    places = {"new": first, "in_progress": work, "waiting": work, "on_the_way": "on_the_way"}
    steps = [first]
    if appointment or not brought:
        steps.append("appointment")
    if state == "on_the_way":
        steps.append("on_the_way")
    steps.append(work)
    steps += ["ready", "handed_back"] if brought else ["finished"]
    places |= {
        "scheduled": "appointment" if "appointment" in steps else first,
        "done": "ready" if brought else "finished",
        "closed": steps[-1],
    }
    now = steps.index(places[state])
    over = state == "closed" or (state == "done" and not brought)
    statuses = ["done"] * now + ["done" if over else "current"] + ["to_come"] * len(steps)
    return [Step(*pair) for pair in zip(steps, statuses, strict=False)]
