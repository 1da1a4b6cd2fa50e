"""Confirming orders: with policies against without, with hau_mai against without it."""

from odoo.fields import Command

from .harness import OURS, WITHOUT, environment, pair


def make_products(env, count, policy=None, plan=None):
    vals = [{"name": f"Product {n}", "list_price": 100, "type": "consu"} for n in range(count)]
    if policy:
        for row in vals:
            row["warranty_policy_id"] = policy.id
            row["maintenance_plan_id"] = plan and plan.id
    return env["product.product"].create(vals)


def make_order(env, products):
    return env["sale.order"].create(
        {
            "partner_id": env.ref("base.partner_admin").id,
            "order_line": [Command.create({"product_id": p.id}) for p in products],
        }
    )


def confirm(order_id):
    return lambda env: env["sale.order"].browse(order_id).action_confirm()


def make_plan(env):
    lines = [
        {"name": "Cleaning", "interval": 6, "interval_unit": "month"},
        {"name": "Filter", "interval": 1, "interval_unit": "year"},
    ]
    return env["hau_mai.maintenance.plan"].create(
        {"name": "Bench", "line_ids": [Command.create(line) for line in lines]}
    )


def prepare(database, lines, with_policy=False, with_plan=False):
    """A committed quotation with this many lines; returns its id."""
    with environment(database) as env:
        policy = with_policy and env["hau_mai.warranty.policy"].create(
            {
                "name": "Bench",
                "start_trigger": "delivery",
                "term_ids": [
                    Command.create({"name": "Whole unit", "duration": 24}),
                    Command.create({"name": "Exchange", "duration": 1, "covers_exchange": True}),
                ],
            }
        )
        plan = with_plan and make_plan(env)
        return make_order(env, make_products(env, lines, policy, plan)).id


def run():
    rows = []
    for lines in (1, 10, 100):
        promised = prepare(OURS, lines, with_policy=True)
        plain = prepare(OURS, lines)
        a, b, ratio = pair(confirm(promised), confirm(plain), runs=15 if lines < 100 else 7)
        more = a.query_count - b.query_count
        rows.append(
            (
                f"confirm {lines} lines, policies of 2 terms against none",
                f"{more:+.0f} queries ({a.query_count:.0f} / {b.query_count:.0f}), "
                f"{ratio:.2f} × ({a.time * 1000:.0f} / {b.time * 1000:.0f} ms)",
                "+8 queries, 1.5 ×" if lines <= 10 else "+8 queries",
                more <= 8 and (ratio <= 1.5 or lines > 10),
            )
        )
    promised, plain = prepare(OURS, 10, True, with_plan=True), prepare(OURS, 10)
    a, b, ratio = pair(confirm(promised), confirm(plain), runs=15)
    more = a.query_count - b.query_count
    rows.append(
        (
            "confirm 10 lines, policies and maintenance plans of 2 lines against none",
            f"{more:+.0f} queries ({a.query_count:.0f} / {b.query_count:.0f}), "
            f"{ratio:.2f} × ({a.time * 1000:.0f} / {b.time * 1000:.0f} ms)",
            "+8 queries",
            more <= 8,
        )
    )
    ours, without = prepare(OURS, 10), prepare(WITHOUT, 10)
    a, b, ratio = pair(confirm(ours), confirm(without), runs=31, database_b=WITHOUT)
    more = a.query_count - b.query_count
    rows.append(
        (
            "confirm 10 lines without policies, with hau_mai against without it",
            f"{more:+.0f} queries ({a.query_count:.0f} / {b.query_count:.0f}), "
            f"{ratio:.2f} × ({a.time * 1000:.1f} / {b.time * 1000:.1f} ms)",
            "+1 query, 1.05 ×",
            more <= 1 and ratio <= 1.05,
        )
    )
    return rows
