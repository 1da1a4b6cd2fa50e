"""Counting queries and time of a piece of work, pairwise, in one run."""

import gc
import os
import statistics
import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

OURS = os.environ.get("HAU_MAI_TEMPLATE")
WITHOUT = os.environ.get("HAU_MAI_TEMPLATE_WITHOUT")


@contextmanager
def environment(database=None):
    """An environment on a cursor of its own; commits when it ends well."""
    registry = Registry(database or OURS)
    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {"lang": "en_US", "tz": "Asia/Ho_Chi_Minh"})


class Figure:
    """Queries and seconds of repeated runs of one piece of work."""

    def __init__(self):
        self.queries, self.seconds = [], []

    @property
    def query_count(self):
        return statistics.median(self.queries)

    @property
    def time(self):
        return statistics.median(self.seconds)


def measure(figure, work, database=None, keep=False):
    """Run ``work(env)`` once on a fresh cursor; roll it back unless told to keep it."""
    with environment(database) as env:
        gc.collect()
        gc.disable()
        before, start = env.cr.sql_log_count, time.perf_counter()
        work(env)
        env.flush_all()
        figure.seconds.append(time.perf_counter() - start)
        figure.queries.append(env.cr.sql_log_count - before)
        gc.enable()
        if not keep:
            env.cr.rollback()


def pair(work_a, work_b, runs=9, database_b=None):
    """Two pieces of work in turn, A B A B…, after a warm-up of each.

    :return: two :class:`Figure` s and the median of the ratios A/B, pair by pair
    """
    a, b = Figure(), Figure()
    for warm_up in (Figure(), None):
        for _run in range(1 if warm_up else runs):
            measure(warm_up or a, work_a)
            measure(warm_up or b, work_b, database_b)
    ratios = [x / y for x, y in zip(a.seconds, b.seconds, strict=True)]
    return a, b, statistics.median(ratios)


def table(rows):
    """Rows of (work, measured, target) as Markdown; what misses its target says so."""
    lines = ["| work | measured | target | |", "|---|---|---|---|"]
    lines += [f"| {w} | {m} | {t} | {'ok' if ok else '**missed**'} |" for w, m, t, ok in rows]
    return "\n".join(lines)
