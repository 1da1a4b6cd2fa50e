"""Warranties for 100,000 order lines of the past, and counting a million of them."""

import time

from odoo.fields import Command
from odoo.tools import SQL

from . import fill
from .harness import environment

CUSTOMERS = 20000
ORDERS = 50000
LINES = 100000
MANY = 1000000
DAYS = 700
RUNS = 3


def prepare(env):
    """Two categories with policies of two periods; returns a line to be copied and customers."""
    terms = [{"name": "Whole unit", "duration": 24}, {"name": "Motor", "duration": 60}]
    policy = env["hau_mai.warranty.policy"].create(
        {"name": "Past", "term_ids": [Command.create(term) for term in terms]}
    )
    category = env["product.category"].create({"name": "Past", "warranty_policy_id": policy.id})
    product = env["product.product"].create(
        {"name": "Fan", "categ_id": category.id, "list_price": 100}
    )
    order = env["sale.order"].create(
        {
            "partner_id": env.ref("base.partner_admin").id,
            "order_line": [Command.create({"product_id": product.id, "customer_lead": 3})],
        }
    )
    env.flush_all()
    return order.order_line, fill.customers(env, CUSTOMERS)


def sell(env, like, first_customer, orders, count):
    """Confirmed orders with this many lines in all, one piece each."""
    env.cr.execute("SELECT COALESCE(max(id), 0) FROM sale_order")
    [(before,)] = env.cr.fetchall()
    fill.orders(env, first_customer, CUSTOMERS, orders, amount="100", days=DAYS)
    env.cr.execute("SELECT min(id) FROM sale_order WHERE id > %s", [before])
    [(first,)] = env.cr.fetchall()
    own = {"id", "order_id", "order_partner_id", "state", "warranty_policy_id"}
    columns = [
        SQL.identifier(name)
        for name, field in like._fields.items()
        if field.store and field.column_type and name not in own
    ]
    env.cr.execute(
        SQL(
            """INSERT INTO sale_order_line (order_id, order_partner_id, state, %s)
            SELECT orders.id, orders.partner_id, 'sale', %s
              FROM generate_series(0, %s) n
              JOIN sale_order orders ON orders.id = %s + mod(n, %s)
              JOIN sale_order_line pattern ON pattern.id = %s""",
            SQL(", ").join(columns),
            SQL(", ").join(SQL("pattern.%s", column) for column in columns),
            count - 1,
            first,
            orders,
            like.id,
        )
    )
    env.cr.commit()
    env.cr.execute("ANALYZE sale_order; ANALYZE sale_order_line")


def count(env):
    """A run counted: the run, queries and seconds."""
    run = env["hau_mai.past.orders"].create({"date_until": env.company._hau_mai_today()})
    before, start = env.cr.sql_log_count, time.perf_counter()
    run.action_count()
    env.flush_all()
    return run, env.cr.sql_log_count - before, time.perf_counter() - start


def make(run):
    """The job until all is made: queries and seconds."""
    env = run.env
    before, start = env.cr.sql_log_count, time.perf_counter()
    run.action_start()
    while run.state == "running":
        run._cron_make_past_warranties()
    return env.cr.sql_log_count - before, time.perf_counter() - start


def plain(run):
    """The rows this run made, copied with one INSERT for the cards and one for the periods."""
    env = run.env
    env.cr.execute("SELECT max(id) FROM hau_mai_unit")
    [(offset,)] = env.cr.fetchall()
    other = {"id": "id + %s", "name": "name || 'x'", "past_number": "past_number + 1000"}
    start = time.perf_counter()
    for model, own, condition in (
        ("hau_mai.unit", other, "past_orders_id = %s"),
        (
            "hau_mai.coverage",
            {"unit_id": "unit_id + %s"},
            "unit_id IN (SELECT id FROM hau_mai_unit WHERE past_orders_id = %s AND id <= %s)",
        ),
    ):
        fields = [
            name
            for name, field in env[model]._fields.items()
            if field.store and field.column_type and (name != "id" or name in own)
        ]
        values = [own.get(name, f'"{name}"') for name in fields]
        parameters = [offset] + ([run.id] if model == "hau_mai.unit" else [run.id, offset])
        env.cr.execute(
            f"""INSERT INTO {env[model]._table} ({", ".join(f'"{n}"' for n in fields)})
            SELECT {", ".join(values)} FROM {env[model]._table} WHERE {condition}""",
            parameters,
        )
    seconds = time.perf_counter() - start
    env.cr.rollback()
    return seconds


def run():
    with environment() as env:
        like, first = prepare(env)
        env.cr.commit()
        sell(env, like, first, ORDERS, LINES)
        past, _queries, _seconds = count(env)
        env.cr.commit()
        queries, seconds = make(past)
        made = past.made_count
        env.cr.execute("ANALYZE hau_mai_unit; ANALYZE hau_mai_coverage")
        env.cr.commit()
        insert = sorted(plain(past) for _run in range(RUNS))[RUNS // 2]
        sell(env, like, first, MANY // 2, MANY)
        many, count_queries, count_seconds = count(env)
        found = many.order_line_count
    return [
        (
            f"warranties for {made:,} past order lines, policies of 2 terms",
            f"{seconds:.0f} s, {queries / made:.2f} queries each, {seconds / insert:.1f} × "
            f"a plain INSERT … SELECT of the same rows ({insert:.1f} s)",
            "15 ×",
            made == LINES and seconds <= 15 * insert,
        ),
        (
            f"counting {found:,} past order lines",
            f"{count_queries} queries, {count_seconds:.1f} s",
            "60 s",
            found == MANY and count_seconds <= 60,
        ),
    ]
