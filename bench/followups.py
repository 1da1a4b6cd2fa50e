"""Planning and carrying out follow-ups: 10,000 due, and 1,000 among a million units."""

import time
from datetime import timedelta

from . import fill
from .harness import environment

DUE = 10000
SIZES = (10000, 100000, 1000000)


def only_rule(env):
    """The delivered rule for warranties that end, alone."""
    rule = env.ref("hau_mai.care_rule_warranty_ends")
    (env["hau_mai.care.rule"].search([]) - rule).active = False
    rule.write({"working_days_only": False, "responsible": "user", "user_id": 2})
    return rule


def nightly():
    """Both jobs, as the scheduler runs them; returns their queries and seconds."""
    with environment() as env:
        # the scheduler's own loop: until nothing is left
        before, start = env.cr.sql_log_count, time.perf_counter()
        env["hau_mai.care.rule"]._cron_plan_touchpoints()
        while env["hau_mai.touchpoint"]._cron_carry_out_touchpoints():
            pass
        return env.cr.sql_log_count - before, time.perf_counter() - start


def bulk_activities(unit_ids):
    """Odoo's own bulk creation of as many activities on the same records."""
    with environment() as env:
        model_id = env["ir.model"]._get_id("hau_mai.unit")
        activity_type = env.ref("mail.mail_activity_data_call").id
        today = env.company._hau_mai_today()
        activities = env["mail.activity"].with_context(mail_activity_quick_update=True)
        start = time.perf_counter()
        activities.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": unit_id,
                    "activity_type_id": activity_type,
                    "summary": "Warranty ends soon",
                    "note": "The warranty ends soon.",
                    "user_id": 2,
                    "date_deadline": today,
                }
                for unit_id in unit_ids
            ]
        )
        env.flush_all()
        seconds = time.perf_counter() - start
        env.cr.rollback()
        return seconds


def open_count():
    with environment() as env:
        return env["hau_mai.touchpoint"].search_count([("state", "=", "open")])


def grow(first, policy_id, product_id, count, ends):
    """Add units in a transaction of its own; return their ids."""
    with environment() as env:
        policy = env["hau_mai.warranty.policy"].browse(policy_id)
        product = env["product.product"].browse(product_id)
        ids = fill.units(env, first, policy, product, count, ends)
        env.cr.commit()
        env.cr.execute("ANALYZE hau_mai_unit; ANALYZE hau_mai_coverage")
        return ids


def run():
    with environment() as env:
        only_rule(env)
        sold = [record.id for record in fill.policy(env)]
        first = fill.customers(env)
        due = env.company._hau_mai_today() + timedelta(days=30)
    nightly()  # warm up
    figures, total, opened = {}, 0, 0
    for size in SIZES:
        grow(first, *sold, size - total - 1000, None)
        grow(first, *sold, 1000, due)
        queries, seconds = nightly()
        total, made, opened = size, open_count() - opened, open_count()
        figures[size] = (seconds, queries, made)
    base = figures[SIZES[0]][0]
    rows = [
        (
            f"nightly jobs, {made:,} due among {size:,} units",
            f"{seconds:.2f} s, {queries} queries, {seconds / base:.2f} ×",
            "1.3 × that among 10,000",
            made == 1000 and seconds <= 1.3 * base,
        )
        for size, (seconds, queries, made) in figures.items()
    ]
    units = grow(first, *sold, DUE, due)
    queries, seconds = nightly()
    made = open_count() - opened
    core = min(bulk_activities(units) for _run in range(3))
    rows.append(
        (
            f"plan and carry out, per activity, {made:,} due",
            f"{queries / made:.3f} queries, {1000 * seconds / made:.2f} ms, {seconds / core:.2f} × "
            f"Odoo's bulk creation ({1000 * core / made:.2f} ms)",
            "0.2 queries, 1.0 ms, 3 ×",
            made == DUE
            and queries <= 0.2 * made
            and seconds <= 0.001 * made
            and seconds <= 3 * core,
        )
    )
    return rows
