"""Tiers of 100,000 customers with 1,000,000 orders."""

import time

from odoo.tools import SQL

from . import fill
from .harness import environment

CUSTOMERS = 100000
ORDERS = 1000000
#: Customers of whom something changed since the last review.
CHANGED = CUSTOMERS // 100
RUNS = 3
#: Orders of so many days are there; a year of them counts.
DAYS = 730


def prepare(env):
    """Four tiers that all have somebody, and what customers bought.

    :return: id of the first customer
    """
    env.company.hau_mai_tier_basis = "confirmed"
    tiers = env["hau_mai.loyalty.tier"].search([("company_id", "=", env.company.id)])
    for tier, amount in zip(tiers, (0, 2000, 4000, 6000), strict=True):
        tier.amount_min = amount
    first = fill.customers(env, CUSTOMERS)
    buy(env, first, ORDERS, "1 + mod(n * 7, 1000) + mod(n, 100) * 5")
    return first


def buy(env, first, count, amount, days=DAYS):
    fill.orders(env, first, CUSTOMERS, count, amount=amount, days=days)
    env.cr.commit()
    env.cr.execute("ANALYZE sale_order; ANALYZE res_partner")


def review():
    """The nightly job; returns moves, customers reviewed, queries and seconds."""
    with environment() as env:
        moves = env["hau_mai.loyalty.tier.move"]
        members = env["hau_mai.loyalty.membership"]
        told = moves.search_count([])
        began = env.cr.now()
        before, start = env.cr.sql_log_count, time.perf_counter()
        members._cron_review_tiers()
        queries, seconds = env.cr.sql_log_count - before, time.perf_counter() - start
        reviewed = members.search_count([("write_date", ">=", began)])
        return moves.search_count([]) - told, reviewed, queries, seconds


def aggregate():
    """What all customers bought within a year, in plain SQL; returns seconds."""
    with environment() as env:
        start = time.perf_counter()
        env.execute_query(
            SQL(
                """SELECT partner.commercial_partner_id, SUM(orders.amount_untaxed), COUNT(*)
                FROM sale_order orders JOIN res_partner partner ON partner.id = orders.partner_id
                WHERE orders.state = 'sale' AND orders.company_id = %s
                    AND orders.date_order >= now() - interval '1 year'
                GROUP BY partner.commercial_partner_id""",
                env.company.id,
            )
        )
        return time.perf_counter() - start


def middle(runs, key=lambda run: run):
    return sorted(runs, key=key)[len(runs) // 2]


def run():
    with environment() as env:
        first = prepare(env)
    rows = []
    moved, reviewed, queries, seconds = review()
    rows.append(
        (
            f"first review of {reviewed:,} customers with {ORDERS:,} orders",
            f"{seconds:.1f} s, {queries / reviewed:.3f} queries, "
            f"{1000 * seconds / reviewed:.2f} ms each",
            "0.05 queries each",
            moved >= reviewed >= CUSTOMERS and queries <= 0.05 * reviewed,
        )
    )
    runs = []
    for _run in range(RUNS):
        with environment() as env:
            buy(env, first, CHANGED, "3000", days=1)
        runs.append((*review(), aggregate()))
    moved, reviewed, queries, seconds, plain = middle(runs, lambda run: run[3] / run[4])
    rows.append(
        (
            f"review in which {reviewed:,} of {CUSTOMERS:,} customers change, {moved:,} of tier",
            f"{queries} queries, {seconds:.2f} s, {seconds / plain:.2f} × the plain SQL aggregate "
            f"({plain:.2f} s)",
            "3 ×",
            reviewed == CHANGED and seconds <= 3 * plain,
        )
    )
    runs = [(*review(), aggregate()) for _run in range(RUNS)]
    moved, reviewed, queries, seconds, plain = middle(runs, lambda run: run[3] / run[4])
    rows.append(
        (
            "review in which nothing changes",
            f"{queries} queries, {seconds:.2f} s, {seconds / plain:.2f} ×",
            "3 ×",
            reviewed == 0 and seconds <= 3 * plain,
        )
    )
    return rows
