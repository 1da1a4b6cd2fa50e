"""The jobs in real processes: two at once, killed midway, run again."""

import json

from ..process import clone_database, kill, run_at_once, run_python, sql, start_python, wait_for

CUSTOMERS, ORDERS_EACH = 40, 3

PREPARE = f"""
env["hau_mai.care.rule"].search([]).active = False
rules = env["hau_mai.care.rule"].create([
    {{"name": name, "trigger": "order_confirmed", "delay": 0, "working_days_only": False}}
    for name in ("First", "Second")
])
partners = env["res.partner"].create(
    [{{"name": f"Customer {{n}}", "phone": f"+84 91 {{n:07d}}"}} for n in range({CUSTOMERS})]
)
env["sale.order"].create(
    [{{"partner_id": p.id, "state": "sale"}} for p in partners for _ in range({ORDERS_EACH})]
)
env.cr.commit()
"""

PLAN = "env['hau_mai.care.rule']._cron_plan_touchpoints()\n"
CARRY_OUT = "env['hau_mai.touchpoint']._cron_carry_out_touchpoints()\n"

# Both workers begin at the same moment; in batches of ten, so that they do meet.
AT_ONCE = (
    """
import functools, os, time
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=10)
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
"""
    + PLAN
    + CARRY_OUT
    + "print('finished', flush=True)\n"
)

# Stops for ever in the middle of the third batch, with its activities made but not committed.
STOP_MIDWAY = (
    """
import time, functools
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=10)
runner = type(env["hau_mai.care.runner"])
carry_out, batches = runner._carry_out, []
def stop_in_the_third(self, touchpoints, now):
    carry_out(self, touchpoints, now)
    batches.append(touchpoints)
    if len(batches) == 3:
        env.flush_all()
        print("half way", flush=True)
        time.sleep(600)
runner._carry_out = stop_in_the_third
"""
    + CARRY_OUT
)


def state_of(database):
    """What the jobs left behind, in numbers."""
    [(rows, orders, activities, states)] = sql(
        database,
        """SELECT count(*), count(DISTINCT (rule_id, res_id)), count(DISTINCT activity_id),
            string_agg(DISTINCT state, ',') FROM hau_mai_touchpoint""",
    )
    [(made,)] = sql(database, "SELECT count(*) FROM mail_activity WHERE automated")
    return {
        "rows": rows,
        "orders": orders,
        "activities": activities,
        "made": made,
        "states": states,
    }


EXPECTED = {
    "rows": 2 * CUSTOMERS * ORDERS_EACH,
    "orders": 2 * CUSTOMERS * ORDERS_EACH,
    "activities": 2 * CUSTOMERS,
    "made": 2 * CUSTOMERS,
    "states": "open",
}


def test_two_workers_at_once_leave_the_same_rows(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path)
        run_python(database, PLAN + CARRY_OUT)  # what one left to the other, if anything
        assert state_of(database) == EXPECTED


def test_killed_midway_and_run_again():
    with clone_database() as database:
        run_python(database, PREPARE + PLAN)
        worker = start_python(database, STOP_MIDWAY)
        wait_for(worker, "half way")
        kill(worker)
        left = state_of(database)
        assert left["states"] == "open,planned"
        assert 0 < left["made"] == left["activities"] < EXPECTED["made"], "whole batches only"
        run_python(database, CARRY_OUT)
        assert state_of(database) == EXPECTED
        before = json.dumps(sql(database, "SELECT id, state FROM hau_mai_touchpoint ORDER BY id"))
        run_python(database, PLAN + CARRY_OUT)
        after = json.dumps(sql(database, "SELECT id, state FROM hau_mai_touchpoint ORDER BY id"))
        assert before == after
