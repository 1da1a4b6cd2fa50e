"""When a customer may have a new one or the money back, without the ORM.

Law 19/2023/QH15, art. 30.2.đ: the time for carrying out the warranty is over and
it could not be repaired, or the warranty was carried out three times or more within
its period and the fault is still there. *All* warranty repairs of the unit count: the
law does not say "the same fault".
"""

from collections import namedtuple

#: After so many warranty repairs, by law.
STATUTORY_REPAIRS = 3

#: One job, as :func:`remedy` sees it. ``owed``: an open repair under warranty for which
#: nobody has decided about a remedy yet. ``promised``: moment, False when none was
#: given. ``repairs``: how many warranty repairs of the unit were done before.
#: ``max_repairs``: of its policy, 0 for no limit. ``statutory``: whether the law applies.
Job = namedtuple("Job", "owed promised repairs max_repairs statutory")


def repair_limit(max_repairs, statutory):
    """After how many warranty repairs a remedy is due; 0 for never.

    A policy may promise it earlier than the law, not later.
    """
    if not statutory:
        return max_repairs
    return min(max_repairs or STATUTORY_REPAIRS, STATUTORY_REPAIRS)


def remedy(job, now):
    """Why exchange or refund is due on a job.

    :param now: moment
    :return: "promise", "repairs", or None when it is not
    """
    if not job.owed:
        return None
    if job.statutory and job.promised and job.promised < now:
        return "promise"
    limit = repair_limit(job.max_repairs, job.statutory)
    return "repairs" if limit and job.repairs >= limit else None
