"""Warranty cards by their status today, among a million whose warranty ended long ago."""

import re
import time
from datetime import timedelta

from odoo.tools import SQL

from . import fill
from .harness import environment

UNITS, EXPIRING, ACTIVE = 1000000, 1000, 5000
PAGE = 80
RUNS = 3

#: The first page of a list, in seconds; None: what is asked about all cards.
LIMITS = {"expiring": 0.5, "active": None, "not_started": 0.5, "none": None, "expired": None}


def prepare(env):
    """Many cards whose warranty has ended, few that run, fewer that end soon."""
    policy, product = fill.policy(env)
    first, today = fill.customers(env), env.company._hau_mai_today()
    fill.units(env, first, policy, product, UNITS, None)
    fill.units(env, first, policy, product, EXPIRING, today + timedelta(days=10))
    fill.units(env, first, policy, product, ACTIVE, today + timedelta(days=300))
    env.cr.commit()
    env.cr.execute("ANALYZE hau_mai_unit, hau_mai_coverage, res_partner")


def read_list(env, status):
    """The first page of the cards of a status, and how many there are, as a list asks."""
    env.invalidate_all()
    model = env["hau_mai.unit"]
    domain = [("warranty_status", "=", status)]
    before, start = env.cr.sql_log_count, time.perf_counter()
    model.search(domain, limit=PAGE)
    model.search_count(domain, limit=10001)
    return env.cr.sql_log_count - before, time.perf_counter() - start


def indexes(env, status):
    """The indexes by which PostgreSQL finds them, and whether it reads all cards."""
    query = env["hau_mai.unit"]._search([("warranty_status", "=", status)]).select()
    plan = "\n".join(row for (row,) in env.execute_query(SQL("EXPLAIN %s", query)))
    scans = re.findall(r"Index (?:Only )?Scan.*? (?:using|on) (hau_mai_\w+)", plan)
    return sorted(set(scans)), "Seq Scan on hau_mai_unit" in plan


def run():
    rows = []
    with environment() as env:
        prepare(env)
    with environment() as env:
        for status, limit in LIMITS.items():
            figures = sorted(read_list(env, status) for _run in range(RUNS))
            queries, seconds = figures[RUNS // 2]
            used, scanned = indexes(env, status)
            rows.append(
                (
                    f"cards that are “{status}” among {UNITS:,}: first page and count",
                    f"{queries} queries, {1000 * seconds:.0f} ms, by {', '.join(used) or 'none'}"
                    + (", reads all cards" if scanned else ""),
                    f"by an index, {limit} s" if limit else "",
                    not limit or seconds <= limit and not scanned,
                )
            )
    return rows
