"""Maintenance jobs out of due visits, against Odoo's own requests; what is opened first."""

import time
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command

from . import fill
from .harness import Figure, environment, measure

DUE = 10000
SIZES = (10000, 100000, 1000000)
RUNS = 3

#: Core's requests are made one by one, as its own code does.
CORE_REQUESTS = 500

#: What a schedule made by SQL does not take from the pattern.
OWN = ("id", "unit_id", "partner_id", "date_anchor", "date_next", "date_following", "date_generate")


def due_day(env):
    """A day within the lead time that every month has, so that six months before it is exact."""
    today = env.company._hau_mai_today()
    days = (today + timedelta(days=n) for n in range(7, 0, -1))
    return next(day for day in days if day.day <= 28)


def pattern(env):
    """A unit with a plan of three checks; its schedule is the pattern of all others.

    :return: (policy id, product id, schedule id)
    """
    policy, product = fill.policy(env)
    checks = ("Filter clean", "No leaks", "Cools")
    plan = env["hau_mai.maintenance.plan"].create(
        {
            "name": "Bench",
            "line_ids": [
                Command.create(
                    {
                        "name": "Cleaning",
                        "interval": 6,
                        "interval_unit": "month",
                        "check_ids": [Command.create({"name": name}) for name in checks],
                    }
                )
            ],
        }
    )
    unit = env["hau_mai.unit"].create(
        {
            "partner_id": env.ref("base.partner_admin").id,
            "product_id": product.id,
            "policy_id": policy.id,
            "maintenance_plan_id": plan.id,
        }
    )
    return policy.id, product.id, unit.schedule_ids.id


def schedules(env, units, like, due):
    """Give each of these units a schedule: due on a day, or, when None, some day later on."""
    today = env.company._hau_mai_today()
    names = [
        name
        for name, field in env["hau_mai.maintenance.schedule"]._fields.items()
        if field.column_type and field.store and name not in OWN
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    day = "%(due)s::date" if due else "%(today)s::date + 100 + (unit.id %% 1000)"
    env.cr.execute(
        f"""
        INSERT INTO hau_mai_maintenance_schedule
               (unit_id, partner_id, date_anchor, date_next, date_following, date_generate,
                {columns})
        SELECT unit.id, unit.partner_id, unit.date_start, {day}, {day}, {day} - 14,
               {", ".join(f'pattern."{name}"' for name in names)}
          FROM hau_mai_unit unit, hau_mai_maintenance_schedule pattern
         WHERE unit.id BETWEEN %(first)s AND %(last)s AND pattern.id = %(like)s
        """,
        {"due": due, "today": today, "first": units[0], "last": units[-1], "like": like},
    )


def grow(first, made, count, due):
    """Add units with a schedule each, in a transaction of its own."""
    policy_id, product_id, like = made
    with environment() as env:
        policy = env["hau_mai.warranty.policy"].browse(policy_id)
        product = env["product.product"].browse(product_id)
        # six months before it is due, and the warranty's 24 months on
        ends = due and due + relativedelta(months=18)
        units = fill.units(env, first, policy, product, count, ends)
        schedules(env, units, like, due)
        env.cr.commit()
        env.cr.execute("ANALYZE hau_mai_unit, hau_mai_coverage, hau_mai_maintenance_schedule")


def nightly():
    """The scheduled action until nothing is left; returns jobs, queries and seconds."""
    with environment() as env:
        jobs = env["hau_mai.service"]
        made = jobs.search_count([])
        before, start = env.cr.sql_log_count, time.perf_counter()
        env["hau_mai.maintenance.schedule"]._cron_generate_services()
        queries, seconds = env.cr.sql_log_count - before, time.perf_counter() - start
        return jobs.search_count([]) - made, queries, seconds


def nights(first, made, due):
    """The scheduled action with 1,000 due, some times; the run of medium length."""
    runs = []
    for _run in range(RUNS):
        grow(first, made, 1000, due)
        runs.append(nightly())
    return sorted(runs, key=lambda run: run[2])[RUNS // 2]


def core_requests():
    """Seconds a request of Odoo's own maintenance takes, made one by one."""
    with environment() as env:
        requests = env["maintenance.request"]
        team = env["maintenance.team"].search([], limit=1)
        equipment = env["maintenance.equipment"].create({"name": "Bench"})
        start = time.perf_counter()
        for number in range(CORE_REQUESTS):
            requests.create(
                {
                    "name": f"Cleaning {number}",
                    "maintenance_type": "preventive",
                    "equipment_id": equipment.id,
                    "maintenance_team_id": team.id,
                }
            )
            env.flush_all()
        seconds = time.perf_counter() - start
        env.cr.rollback()
        return seconds / CORE_REQUESTS


def many_jobs(env, like, count):
    """Jobs done long ago, by SQL, and fifty open ones of the technician."""
    names = [
        name
        for name, field in env["hau_mai.service"]._fields.items()
        if field.column_type and field.store and name not in ("id", "name", "state", "date_start")
        and name != "access_token"
    ]  # fmt: skip
    columns = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"""
        INSERT INTO hau_mai_service (name, state, date_start, {columns})
        SELECT 'B' || n, 'closed', now() - (n %% 3000 + 1) * interval '1 day',
               {", ".join(f'pattern."{name}"' for name in names)}
          FROM generate_series(1, %(count)s) n, hau_mai_service pattern
         WHERE pattern.id = %(like)s
        """,
        {"count": count, "like": like},
    )
    env.cr.execute("ANALYZE hau_mai_service")


def open_day(env):
    """What the browser asks for when a technician opens the day: groups with their cards."""
    jobs = env["hau_mai.service"].with_user(2)
    domain = [("user_id", "=", 2), ("state", "not in", ("done", "closed", "cancelled"))]
    names = ("name", "kind", "state", "partner_id", "phone", "date_start", "map_url")
    jobs.web_read_group(
        domain,
        ["day_bucket"],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification={name: {} for name in names},
        unfold_read_default_limit=40,
    )


def open_overview(env):
    """The first screen, as an administrator of After-Sales sees it."""
    env["hau_mai.overview"].with_user(2).get_overview()


def among_many(made):
    """Opening the technician's day and the Overview, with few and with a million jobs.

    :return: a list of two figures for each
    """
    with environment() as env:
        jobs = env["hau_mai.service"].create(
            [
                {
                    "partner_id": env.ref("base.partner_admin").id,
                    "product_id": made[1],
                    "user_id": 2,
                }
                for _number in range(50)
            ]
        )
        like = jobs[0].id
    works = (open_day, open_overview)
    figures = [[] for _work in works]
    for count in (0, 1000000):
        with environment() as env:
            if count:
                many_jobs(env, like, count)
        for work, row in zip(works, figures, strict=True):
            figure = Figure()
            for _run in range(9):
                measure(figure, work)
            row.append(figure)
    return figures


def run():
    with environment() as env:
        made = pattern(env)
        first = fill.customers(env)
        due = due_day(env)
    nightly()  # warm up
    figures, total = {}, 0
    for size in SIZES:
        grow(first, made, size - total - RUNS * 1000, None)
        total, figures[size] = size, nights(first, made, due)
    base = figures[SIZES[0]][2]
    rows = [
        (
            f"maintenance jobs, 1,000 due among {size:,} schedules",
            f"{seconds:.2f} s, {queries} queries, {seconds / base:.2f} ×",
            "1.3 × that among 10,000",
            jobs == 1000 and seconds <= 1.3 * base,
        )
        for size, (jobs, queries, seconds) in figures.items()
    ]
    grow(first, made, DUE, due)
    jobs, queries, seconds = nightly()
    core = core_requests()
    rows.append(
        (
            f"maintenance jobs with three checks each, {jobs:,} due among a million",
            f"{queries / jobs:.3f} queries, {1000 * seconds / jobs:.2f} ms a job; "
            f"{core * jobs / seconds:.1f} × faster than Odoo's maintenance requests one by one "
            f"({1000 * core:.2f} ms)",
            "2 queries, 6 ms, 2 × faster",
            jobs == DUE
            and queries <= 2 * jobs
            and seconds <= 0.006 * jobs
            and 2 * seconds <= core * jobs,
        )
    )
    names = ("the technician's day", "the Overview on 1,000,000 units")
    for name, (few, many) in zip(names, among_many(made), strict=True):
        rows.append(
            (
                f"{name}, among 1,000,000 jobs against {DUE:,}",
                f"{many.query_count:.0f} / {few.query_count:.0f} queries, "
                f"{1000 * many.time:.0f} / {1000 * few.time:.0f} ms",
                "the same queries",
                many.query_count <= few.query_count,
            )
        )
    return rows
