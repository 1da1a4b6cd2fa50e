"""Cases: creating, escalating, and what is opened first among 200,000 of them."""

import re
import time
from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.tools import SQL

from . import cases, fill
from .harness import Figure, environment, measure

CREATED = 2000
CORE_CREATED = 300
DUE = 1000
OPEN = (10000, 100000)
ALL = 200000
RUNS = 3
PEOPLE = 10

#: The user who looks: an administrator of After-Sales.
ADMIN = 2


# ------------------------------------------------------------------ creating


def figure(work, runs=5):
    """Queries and seconds of a piece of work, after a warm-up; nothing of it is kept."""
    found = Figure()
    measure(Figure(), work)
    for _run in range(runs):
        measure(found, work)
    return found


def prepare(env):
    """A team that works round the clock, its people, who have an e-mail address as customers do.

    :return: (id of the team, ids of its people, first id of the customers)
    """
    calendar = env.company.resource_calendar_id
    days = [
        Command.create({"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24})
        for day in "0123456"
    ]
    calendar.attendance_ids = [Command.clear(), *days]
    users = env["res.users"].create(
        [
            {"name": f"Agent {n}", "login": f"agent_{n}", "email": f"agent{n}@example.com"}
            for n in range(PEOPLE)
        ]
    )
    team = env["hau_mai.complaint.team"].create(
        {"name": "Bench", "user_id": users[0].id, "member_ids": [Command.set(users.ids)]}
    )
    customers = fill.customers(env)
    env.cr.execute("UPDATE res_partner SET email = 'c' || id || '@example.com' WHERE email IS NULL")
    return team.id, users.ids, customers


def create_cases(made, *, assigned=False, told=False):
    """Cases of a team with two promises each; given to its people, and confirmed by e-mail."""
    team_id, user_ids, customers = made

    def work(env):
        env.company.hau_mai_tell_customers = told
        vals_list = [
            {"subject": f"Case {n}", "partner_id": customers + n, "team_id": team_id}
            for n in range(CREATED)
        ]
        if assigned:
            for n, vals in enumerate(vals_list):
                vals["user_id"] = user_ids[n % PEOPLE]
        env["hau_mai.complaint"].create(vals_list)

    return work


def create_requests(made, *, assigned=False):
    """Odoo's own maintenance requests, in batch too."""

    def work(env):
        team = env["maintenance.team"].search([], limit=1)
        vals_list = [
            {"name": f"Request {n}", "maintenance_team_id": team.id} for n in range(CORE_CREATED)
        ]
        if assigned:
            for n, vals in enumerate(vals_list):
                vals["user_id"] = made[1][n % PEOPLE]
        env["maintenance.request"].create(vals_list)

    return work


def creating(made):
    plain, given = figure_of_requests(made), figure_of_requests(made, assigned=True)
    works = {
        "": (create_cases(made), plain),
        ", given to ten people": (create_cases(made, assigned=True), given),
        ", given to them and confirmed by e-mail": (
            create_cases(made, assigned=True, told=True),
            given,
        ),
    }
    rows = []
    for words, (work, (core_queries, core_seconds)) in works.items():
        found = figure(work, RUNS)
        queries, seconds = found.query_count / CREATED, found.time / CREATED
        # an e-mail each is Odoo's own rendering
        limit = None if "e-mail" in words else 0.003
        rows.append(
            (
                f"create {CREATED:,} cases with a team and two promises{words}",
                f"{queries:.2f} queries, {1000 * seconds:.1f} ms each; "
                f"{seconds / core_seconds:.2f} × Odoo's maintenance requests "
                f"({core_queries:.2f} queries, {1000 * core_seconds:.1f} ms)",
                "3 queries, 3 ms" if limit else "3 queries",
                queries <= 3 and (not limit or seconds <= limit),
            )
        )
    return rows


def figure_of_requests(made, assigned=False):
    """Queries and seconds of one of Odoo's maintenance requests, created in batch."""
    found = figure(create_requests(made, assigned=assigned), RUNS)
    return found.query_count / CORE_CREATED, found.time / CORE_CREATED


# ------------------------------------------------------------------ escalating


def patterns(env, made):
    """Cases that are copied: in time, overdue and not told of, solved and closed.

    :return: {name: id}
    """
    team_id, user_ids, customers = made
    now = fields.Datetime.now()
    env.company.hau_mai_tell_customers = False
    opened = {"open": now, "due": now - timedelta(days=8), "closed": now - timedelta(days=3)}
    found = env["hau_mai.complaint"].create(
        [
            {
                "subject": "It does not cool",
                "partner_id": customers,
                "team_id": team_id,
                "user_id": user_ids[0],
                "date_open": date,
                "date_acknowledged": date,
            }
            for date in opened.values()
        ]
    )
    cause = env["hau_mai.complaint.cause"].search([], limit=1)
    found[2].write({"cause_id": cause.id, "resolution": "repair"})
    found[2].action_solve()
    found[2].action_close()
    return dict(zip(opened, found.ids, strict=True))


def grow(made, like_id, count, days=1):
    """Add copies of a case, in a transaction of their own."""
    _team_id, user_ids, customers = made
    with environment() as env:
        like = env["hau_mai.complaint"].browse(like_id)
        users = env["res.users"].browse(user_ids)
        cases.copy_case(env, like, count, customers, users, days)
        cases.analyze(env)


def fall_due():
    """What is late and was not noticed yet is to be looked at: the copies, not their pattern."""
    with environment() as env:
        env.cr.execute(
            """UPDATE hau_mai_sla_status clock SET date_next_step = deadline
                WHERE deadline < %s AND date_reached IS NULL AND NOT EXISTS (
                      SELECT FROM hau_mai_sla_miss miss WHERE miss.status_id = clock.id)""",
            [fields.Datetime.now()],
        )


def escalate():
    """The scheduled action; returns warnings, queries and seconds."""
    with environment() as env:
        alerts = env["hau_mai.sla.alert"]
        told = alerts.search_count([("user_id", "!=", False)])
        before, start = env.cr.sql_log_count, time.perf_counter()
        env["hau_mai.sla.status"]._cron_escalate()
        queries, seconds = env.cr.sql_log_count - before, time.perf_counter() - start
        return alerts.search_count([("user_id", "!=", False)]) - told, queries, seconds


def escalations(made, like_id):
    """Some runs with as many due; the one of medium length."""
    runs = []
    for _run in range(RUNS):
        grow(made, like_id, DUE)
        fall_due()
        runs.append(escalate())
    return sorted(runs, key=lambda run: run[2])[RUNS // 2]


def escalating(made, like):
    escalate()  # warm up
    figures, total = {}, 0
    for size in OPEN:
        grow(made, like["open"], size - total - RUNS * DUE)
        total, figures[size] = size, escalations(made, like["due"])
    base = figures[OPEN[0]][2]
    return [
        (
            f"escalation, {DUE:,} due among {size:,} open cases",
            f"{queries / DUE:.2f} queries, {1000 * seconds / DUE:.2f} ms a due case, "
            f"{seconds / base:.2f} ×",
            "1 ms, 1.3 × that among 10,000",
            told == DUE and seconds <= DUE / 1000 and seconds <= 1.3 * base,
        )
        for size, (told, queries, seconds) in figures.items()
    ]


# ------------------------------------------------------------------ looking


def specification(env, model, view, view_type):
    """What the browser asks for of a view: its fields, of what they point to the name."""
    arch = env[model].get_view(env.ref(view).id, view_type)["arch"]
    names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
    known = env[model]._fields
    named = {"fields": {"display_name": {}}}
    return {
        name: named if known[name].type == "many2one" else {}
        for name in sorted(names & known.keys())
    }


def read_list(domain, limit=80):
    """A page of the list, with the clocks."""

    def work(env):
        model = env["hau_mai.complaint"].with_user(ADMIN)
        columns = specification(
            model.env, model._name, "hau_mai.hau_mai_complaint_view_list", "list"
        )
        model.web_search_read(domain, columns, limit=limit, count_limit=10001)

    return work


def read_kanban(env):
    """The cases that are open, by stage, with their cards."""
    model = env["hau_mai.complaint"].with_user(ADMIN)
    model.web_read_group(
        [("state", "in", ("new", "in_progress", "waiting"))],
        ["stage_id"],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification=specification(
            model.env, model._name, "hau_mai.hau_mai_complaint_view_kanban", "kanban"
        ),
        unfold_read_default_limit=40,
    )


def read_dashboard(env):
    """The cards of the teams."""
    model = env["hau_mai.complaint.team"].with_user(ADMIN)
    view = "hau_mai.hau_mai_complaint_team_view_kanban_dashboard"
    model.web_search_read([], specification(model.env, model._name, view, "kanban"))


def read_analysis(group, *aggregates):
    def work(env):
        env["hau_mai.complaint.report"].with_user(ADMIN).formatted_read_group(
            [], [group], ["__count", *aggregates]
        )

    return work


def read_promises(env):
    """Promises kept, by what was promised."""
    env["hau_mai.sla.report"].with_user(ADMIN).formatted_read_group(
        [], ["target"], ["__count", "met_percent:avg", "hours_used:avg"]
    )


def customer_list(login):
    """A customer's own list in the portal, as the page reads it."""

    def work(env):
        user = env["res.users"].search([("login", "=", login)])
        model = env["hau_mai.complaint"].with_user(user)
        domain = [("commercial_partner_id", "=", user.partner_id.commercial_partner_id.id)]
        model.search_count(domain)
        found = model.search(domain, order="date_open desc, id desc", limit=20).sudo()
        for case in found:
            case.stage_id.name, case._portal_sentence(), case._portal_until()

    return work


def indexes(domain):
    """The indexes by which PostgreSQL finds the cases of a domain."""
    with environment() as env:
        model = env["hau_mai.complaint"].with_user(ADMIN)
        query = model._search(domain, limit=80, order="date_open").select()
        lines = [line for (line,) in env.execute_query(SQL("EXPLAIN %s", query))]
        scan = re.compile(r"Index (?:Only )?Scan.*? (?:using|on) (hau_mai_\w+)")
        return sorted(set(scan.findall("\n".join(lines))))


def looking():
    is_open = [("state", "in", ("new", "in_progress", "waiting"))]
    rows = []
    few, many = figure(read_list(is_open, 20)), figure(read_list(is_open))
    rows.append(
        (
            f"list of 80 cases with their clocks among {ALL:,}, against 20",
            f"{many.query_count:.0f} / {few.query_count:.0f} queries, "
            f"{1000 * many.time:.0f} / {1000 * few.time:.0f} ms",
            "the same queries",
            many.query_count <= few.query_count,
        )
    )
    for words, state in (("overdue", "overdue"), ("at risk", "at_risk")):
        domain = [*is_open, ("sla_state", "=", state)]
        found, used = figure(read_list(domain)), indexes(domain)
        rows.append(
            (
                f"… those that are {words}",
                f"{found.query_count:.0f} queries, {1000 * found.time:.0f} ms, "
                f"by {', '.join(used)}",
                "by an index",
                bool(used),
            )
        )
    works = {
        "kanban of the open ones": read_kanban,
        "dashboard of the teams": read_dashboard,
        "analysis of cases by month": read_analysis("date_open:month"),
        "analysis of cases by cause, with promises kept, repeated and costs": read_analysis(
            "cause_id", "kept_percent:avg", "repeated:sum", "cost:sum", "solution_median:median"
        ),
        "analysis of promises": read_promises,
        "a customer's own list in the portal": customer_list("customer"),
    }
    for words, work in works.items():
        found = figure(work)
        rows.append(
            (
                f"{words} among {ALL:,}",
                f"{found.query_count:.0f} queries, {1000 * found.time:.0f} ms",
                "",
                True,
            )
        )
    return rows


def run():
    with environment() as env:
        made = prepare(env)
    rows = creating(made)
    with environment() as env:
        like = patterns(env, made)
        env["res.users"].create(
            {
                "name": "Customer",
                "login": "customer",
                "partner_id": made[2] + 1,
                "group_ids": [Command.set(env.ref("base.group_portal").ids)],
            }
        )
    rows += escalating(made, like)
    grow(made, like["closed"], ALL - OPEN[-1], days=700)
    return rows + looking()
