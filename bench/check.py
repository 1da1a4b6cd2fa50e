"""A question to the public page "Check a Warranty", among a million cards."""

import re
import statistics
import time

from odoo import sql_db
from odoo.tools import SQL

from . import fill
from .harness import environment

UNITS = 1000000
RUNS = 30

#: The most queries, counter of questions and answer together, and seconds.
QUERIES, LIMIT = 6, 0.1


def prepare(env):
    """The cards, of a company that publishes the page; the first id."""
    policy, product = fill.policy(env)
    today = env.company._hau_mai_today()
    ends = today.replace(year=today.year + 1, day=1)
    units = fill.units(env, fill.customers(env), policy, product, UNITS, ends)
    env.company.hau_mai_warranty_check = True
    env.flush_all()
    env.cr.commit()
    env.cr.execute("ANALYZE hau_mai_unit, hau_mai_coverage, res_partner")
    return units[0]


def ask(env, run, number, digits):
    """What the page does with a question, from an address and about a number of its own."""
    units = env["hau_mai.unit"]
    key = units._normalize_key(number)
    if env["hau_mai.rate.limit"]._seconds_to_wait("check", f"10.0.0.{run}", key):
        raise AssertionError("The bench asks more often than anybody may.")
    unit = units._check_warranty(key, digits)
    return unit and unit._check_facts()


def question(env, unit_id, kind):
    """The serial number and the end of the phone of a card's owner."""
    unit = env["hau_mai.unit"].browse(unit_id)
    number, digits = unit.serial_number, unit.partner_id.phone[-4:]
    return {
        "serial number": (number, digits),
        "card number": (unit.name, digits),
        "wrong phone": (number, "0000" if digits != "0000" else "0001"),
        "wrong number": (f"{number}X", digits),
    }[kind]


def measure(first, kind):
    """The median queries (those of the counter's own cursor too) and seconds, and answers."""
    queries, seconds, answers = [], [], 0
    for run in range(RUNS + 1):
        with environment() as env:
            number, digits = question(env, first + UNITS // (RUNS + 1) * run, kind)
            env.invalidate_all()
            user = env.ref("base.public_user")
            public = env(user=user, su=False)
            public.user.has_group("base.group_public")
            before, start = sql_db.sql_counter, time.perf_counter()
            answers += bool(ask(public, run, number, digits))
            seconds.append(time.perf_counter() - start)
            queries.append(sql_db.sql_counter - before)
            env.cr.rollback()
    return statistics.median(queries[1:]), statistics.median(seconds[1:]), answers


def indexes(first):
    """The indexes by which PostgreSQL finds a number, and whether it reads all cards."""
    with environment() as env:
        number, _digits = question(env, first, "serial number")
        query = env["hau_mai.unit"]._newest_sql(number)
        plan = "\n".join(row for (row,) in env.execute_query(SQL("EXPLAIN %s", query)))
    scans = re.findall(r"Index (?:Only )?Scan.*? (?:using|on) (hau_mai_unit_\w+)", plan)
    return sorted(set(scans) - {"hau_mai_unit_pkey"}), "Seq Scan on hau_mai_unit" in plan


def run():
    with environment() as env:
        first = prepare(env)
    used, scanned = indexes(first)
    rows = []
    for kind, told in (
        ("serial number", RUNS + 1),
        ("card number", RUNS + 1),
        ("wrong phone", 0),
        ("wrong number", 0),
    ):
        with environment() as env:
            env.cr.execute("DELETE FROM hau_mai_rate_limit")
        queries, seconds, answers = measure(first, kind)
        rows.append(
            (
                f"“Check a Warranty” among {UNITS:,}: {kind}",
                f"{queries:.0f} queries, {1000 * seconds:.1f} ms, by {', '.join(used)}",
                f"{QUERIES} queries, by an index",
                queries <= QUERIES
                and seconds <= LIMIT
                and answers == told
                and len(used) == 2
                and not scanned,
            )
        )
    return rows
