"""Contacts: the gate, planning for a date of the trade, and e-mails put into the queue."""

import time

from odoo import Command, fields
from odoo.tools import SQL, split_every

from . import fill
from .harness import Figure, environment, measure

CUSTOMERS = 50000
CARRIED_OUT = 10000
ASKED = 10000
#: Follow-ups of the customer whose data are copied out.
HELD = 1000
#: E-mails created at once: follow-ups are carried out in such batches.
BATCH = 500
RUNS = 3


def prepare(env):
    """Customers with an address, an order and a yes each, and a rule for a day of the trade.

    :return: ids of the rule and of the first customer
    """
    first = fill.customers(env, CUSTOMERS)
    env.cr.execute(
        """UPDATE res_partner SET email = 'c' || id || '@example.com',
            email_normalized = 'c' || id || '@example.com' WHERE id >= %s""",
        [first],
    )
    fill.orders(env, first, CUSTOMERS, CUSTOMERS, amount="100", days=300)
    env.cr.execute(
        """INSERT INTO hau_mai_consent (partner_id, purpose, channel, state, date, address, user_id)
        SELECT id, 'marketing', 'email', 'granted', '2020-01-01', email_normalized, 1
        FROM res_partner WHERE id >= %s""",
        [first],
    )
    env["hau_mai.care.rule"].search([]).active = False
    today = env.company._hau_mai_today()
    day = env["hau_mai.care.date"].create(
        {"name": "Day of the shop", "month": str(today.month), "day": today.day}
    )
    rule = env["hau_mai.care.rule"].create(
        {
            "name": "Bench",
            "trigger": "trade_date",
            "care_date_id": day.id,
            "delay": 0,
            "working_days_only": False,
            "purpose": "marketing",
            "channel": "email",
            "responsible": "user",
            "user_id": 2,
            "mail_template_id": env.ref("hau_mai.mail_template_touchpoint_miss_you").id,
        }
    )
    env.cr.commit()
    env.cr.execute("ANALYZE res_partner; ANALYZE sale_order; ANALYZE hau_mai_consent")
    return rule.id, first


def timed(work):
    """Run this and keep it; returns its result, queries and seconds."""
    with environment() as env:
        before, start = env.cr.sql_log_count, time.perf_counter()
        result = work(env)
        env.flush_all()
        return result, env.cr.sql_log_count - before, time.perf_counter() - start


def median(work):
    """Queries and seconds of this, after a warm-up; nothing of it is kept."""
    found = Figure()
    measure(Figure(), work)
    for _run in range(RUNS):
        measure(found, work)
    return found


# ------------------------------------------------------------------ planning


def planning(rule_id):
    def dry_run(env):
        run = env["hau_mai.care.dry.run"].create({"rule_ids": [Command.set([rule_id])]})
        counts.append(run._find_lines())

    def plan(env):
        env["hau_mai.care.rule"]._cron_plan_touchpoints()
        return env["hau_mai.touchpoint"].search_count([("rule_id", "=", rule_id)])

    counts = []
    foretold = median(dry_run)
    planned, queries, seconds = timed(plan)
    _again, _queries, idle = timed(plan)
    return [
        (
            f"dry run of a rule that reaches {counts[-1]:,} customers",
            f"{foretold.query_count:.0f} queries, {foretold.time:.1f} s",
            "",
            counts[-1] == CUSTOMERS,
        ),
        (
            f"plan {planned:,} follow-ups on a date of the trade",
            f"{queries} queries, {1000 * seconds / planned:.2f} ms each; again {idle:.1f} s",
            "1 ms each",
            planned == CUSTOMERS and seconds <= planned / 1000,
        ),
    ]


# ------------------------------------------------------------------ the gate


def asking(first):
    def partners(env):
        return env["res.partner"].browse(range(first, first + ASKED))

    def ask(env):
        partners(env)._contact_verdicts("email", "marketing", fields.Datetime.now())

    def take(env):
        partners(env)._contact_take("email", "marketing", fields.Datetime.now())

    rows = []
    for name, work, limit in (("_contact_verdicts", ask, 0.1), ("_contact_take", take, None)):
        found = median(work)
        each = 1000 * found.time / ASKED
        rows.append(
            (
                f"`{name}` for {ASKED:,} customers",
                f"{found.query_count:.0f} queries, {each:.3f} ms each",
                f"{limit} ms each" if limit else "",
                not limit or each <= limit,
            )
        )
    return rows


# ------------------------------------------------------------------ e-mails


def carry_out(env):
    """The scheduler's own loop: until nothing is left; returns how many are queued."""
    while env["hau_mai.touchpoint"]._cron_carry_out_touchpoints():
        pass
    return env["hau_mai.touchpoint"].search_count([("state", "=", "done")])


def bulk_mails(first):
    """Odoo's own bulk creation of as many e-mails with the same text, as many at once as we do."""

    def work(env):
        author = env.company.partner_id.id
        planned = env["hau_mai.touchpoint"].search([("state", "=", "planned")])
        rows = [
            {
                "subject": "Hello",
                "body": "<p>Hello</p>",
                "body_html": "<p>Hello</p>",
                "email_from": "shop@example.com",
                "author_id": author,
                "recipient_ids": [Command.link(first + n)],
                "model": "hau_mai.touchpoint",
                "res_id": touchpoint_id,
                "auto_delete": False,
            }
            for n, touchpoint_id in enumerate(planned.ids)
        ]
        for batch in split_every(BATCH, rows, list):
            env["mail.mail"].create(batch)
            env.flush_all()

    return work


def sending(first):
    with environment() as env:
        env.execute_query(
            SQL(
                """UPDATE hau_mai_touchpoint SET state = 'cancelled', reason_code = 'bench'
                WHERE partner_id >= %s RETURNING id""",
                first + CARRIED_OUT,
            )
        )
    core = median(bulk_mails(first))
    left, queries, seconds = timed(carry_out)
    return [
        (
            f"carry out {left:,} follow-ups by e-mail: gate, slots, text, queue",
            f"{queries / left:.3f} queries, {1000 * seconds / left:.2f} ms each, "
            f"{seconds / core.time:.2f} × Odoo's bulk creation of e-mails "
            f"({1000 * core.time / left:.2f} ms)",
            "3 ×",
            left == CARRIED_OUT and seconds <= 3 * core.time,
        )
    ]


# ------------------------------------------------------------------ privacy


def export(first):
    """Copy out all that is held about one customer, with few follow-ups and with many."""

    def held(count):
        def work(env):
            env.execute_query(
                SQL(
                    """UPDATE hau_mai_touchpoint SET partner_id = %(first)s WHERE id IN (
                        SELECT id FROM hau_mai_touchpoint WHERE partner_id > %(first)s
                        ORDER BY id LIMIT %(count)s) RETURNING id""",
                    first=first,
                    count=count,
                )
            )
            partner = env["res.partner"].browse(first)
            list(env["hau_mai.privacy.register"]._export_json(partner, env.company))

        return work

    few, many = median(held(HELD // 10)), median(held(HELD))
    return [
        (
            f"export of what is held about a customer with {HELD:,} follow-ups, against "
            f"{HELD // 10}",
            f"{many.query_count:.0f} / {few.query_count:.0f} queries, "
            f"{many.time:.2f} / {few.time:.2f} s",
            "a few queries more",
            many.query_count <= few.query_count + 10,
        )
    ]


def run():
    with environment() as env:
        rule_id, first = prepare(env)
    return [*planning(rule_id), *asking(first), *sending(first), *export(first)]
