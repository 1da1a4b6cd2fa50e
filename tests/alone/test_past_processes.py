"""Warranties for past orders in real processes: started twice, killed three times, run again."""

from ..process import clone_database, kill, run_at_once, run_python, sql, start_python, wait_for

LINES = 60

# Sold before the add-on came: confirmed, without a policy and without cards.
PREPARE = f"""
from odoo.fields import Command
policy = env["hau_mai.warranty.policy"].create({{
    "name": "Then", "term_ids": [
        Command.create({{"name": "Whole unit", "duration": 24}}),
        Command.create({{"name": "Motor", "duration": 0}}),
    ],
}})
product = env["product.product"].create({{"name": "Fan", "list_price": 5}})
order = env["sale.order"].create({{
    "partner_id": env.ref("base.partner_admin").id,
    "order_line": [Command.create({{"product_id": product.id, "product_uom_qty": 2}})
                   for _number in range({LINES})],
}})
order.action_confirm()
if "picking_ids" in order:
    order.picking_ids.action_cancel()
order.date_order = "2025-01-10 03:00:00"
product.warranty_policy_id = policy
env.flush_all()
forget = "UPDATE sale_order_line SET warranty_policy_id = NULL WHERE order_id = %s"
env.cr.execute(forget, [order.id])
run = env["hau_mai.past.orders"].create({{}})
run.action_count()
row = run.line_ids.filtered(lambda row: row.policy_id == policy)
(run.line_ids - row).policy_id = False
run.action_count()
assert row.unit_count == 2 * {LINES}, row.unit_count
env.cr.commit()
"""

START = """
from odoo.service.model import retrying
run = env["hau_mai.past.orders"].search([], limit=1)
retrying(run.action_start, env)
env.cr.commit()
"""

# In batches of five, so that two workers do meet.
WORK = """
import functools
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=5)
env["hau_mai.past.orders"]._cron_make_past_warranties()
env.cr.commit()
print("finished", flush=True)
"""

WAIT = """
import os, time
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
"""

# Stops for ever in the third batch, with its cards written but not committed.
STOP_MIDWAY = (
    """
import time
items = type(env["hau_mai.past.orders.item"])
make, batches = items._make_cards, []
def stop_in_the_third(self):
    make(self)
    batches.append(self)
    if len(batches) == 3:
        env.flush_all()
        print("half way", flush=True)
        time.sleep(600)
items._make_cards = stop_in_the_third
"""
    + WORK
)

CHANGE = """
policy = env["hau_mai.warranty.policy"].search([("name", "=", "Then")])
policy.term_ids[0].duration += 1
policy.exclusions = "<p>%s</p>" % policy.term_ids[0].duration
env.cr.commit()
"""


def cards(database):
    """All that a run leaves behind, without names and ids."""
    return sql(
        database,
        """SELECT unit.past_number, unit.quantity, unit.state, unit.date_start, unit.is_estimated,
            unit.edition_id, coverage.name, coverage.duration, coverage.date_end, count(*),
            count(DISTINCT unit.name), count(DISTINCT unit.sale_line_id)
        FROM hau_mai_unit unit JOIN hau_mai_coverage coverage ON coverage.unit_id = unit.id
        WHERE unit.past_orders_id IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 7""",
    )


def state(database):
    [row] = sql(
        database,
        """SELECT state, (SELECT count(*) FROM hau_mai_past_orders_item)
        FROM hau_mai_past_orders""",
    )
    return row


def assert_made_once(database):
    rows = cards(database)
    assert len(rows) == 4, "two cards a line, two periods each, all alike"
    assert all(row[-3:] == (LINES, LINES, LINES) for row in rows)
    assert state(database) == ("done", 0)
    open_lines = sql(
        database,
        """SELECT count(*) FROM sale_order_line line JOIN hau_mai_unit unit
            ON unit.sale_line_id = line.id AND unit.past_orders_id IS NOT NULL
        WHERE line.warranty_policy_id IS DISTINCT FROM unit.policy_id""",
    )
    assert open_lines == [(0,)]
    return rows


def test_killed_three_times_with_the_policy_changed_meanwhile():
    with clone_database() as database:
        run_python(database, PREPARE + START)
        made = 0
        for _time in range(3):
            worker = start_python(database, CHANGE + STOP_MIDWAY)
            wait_for(worker, "half way")
            kill(worker)
            before, made = made, sum(row[-3] for row in cards(database))
            assert made == before + 2 * 5 * 2 * 2, "two batches of five lines were kept"
        assert state(database) == ("running", LINES - 3 * 10)
        run_python(database, WORK)
        rows = assert_made_once(database)
        assert {row[7] for row in rows} == {24, 0}, "as it was when it started"
        run_python(database, START + WORK)
        assert assert_made_once(database) == rows


def test_two_browsers_press_start_and_two_workers_run(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, WAIT + START + WORK, tmp_path)
        run_python(database, WORK)  # what one left to the other, if anything
        assert_made_once(database)


def test_two_workers_run_at_once(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE + START)
        run_at_once(database, WAIT + WORK, tmp_path)
        run_python(database, WORK)
        assert_made_once(database)
