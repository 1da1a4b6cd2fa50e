"""Caps with real processes: two workers at once, one slot left."""

from ..process import clone_database, run_at_once, run_python, sql

CUSTOMERS = 12

#: Two rules of advertising by phone for the same customers; one call a day is allowed.
PREPARE = f"""
env["hau_mai.care.rule"].search([]).active = False
env.company.write({{"hau_mai_vietnam_rules": True}})
rules = env["hau_mai.care.rule"].create([
    {{"name": name, "trigger": "order_confirmed", "delay": 0, "working_days_only": False,
      "purpose": "marketing"}}
    for name in ("First", "Second")
])
partners = env["res.partner"].create(
    [{{"name": f"Customer {{n}}", "phone": f"+84 91 {{n:07d}}"}} for n in range({CUSTOMERS})]
)
env["hau_mai.consent"].create([
    {{"partner_id": p.id, "purpose": "marketing", "channel": "phone", "state": "granted"}}
    for p in partners
])
env["sale.order"].create([{{"partner_id": p.id, "state": "sale"}} for p in partners])
env["hau_mai.care.rule"]._cron_plan_touchpoints()
env.cr.commit()
"""

# Each worker takes one rule, so that no lock on rows of follow-ups keeps them apart.
AT_ONCE = """
import functools, os, time
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=4)
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
env["hau_mai.touchpoint"]._cron_carry_out_touchpoints()
print("finished", flush=True)
"""


def test_two_workers_with_one_slot_left_contact_once(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path)
        run_python(database, AT_ONCE.replace('os.environ["START"]', "'/'"))
        rows = sql(
            database,
            """SELECT partner_id, count(*) FILTER (WHERE state = 'open'),
                count(*) FILTER (WHERE state = 'planned' AND not_before > date_anchor)
            FROM hau_mai_touchpoint GROUP BY partner_id""",
        )
        assert len(rows) == CUSTOMERS
        assert {row[1:] for row in rows} == {(1, 1)}


def test_a_slot_taken_by_another_transaction_is_not_taken_again():
    """The second of two that see one slot left gets a serialization error, not the slot."""
    script = """
import psycopg2
from odoo.modules.registry import Registry
from odoo import api, fields
now = fields.Datetime.now()
partner = env["res.partner"].search([("name", "=", "Customer 0")])
with Registry(env.cr.dbname).cursor() as other:
    theirs = partner.with_env(api.Environment(other, env.uid, {}))
    theirs.read(["name"])  # its snapshot is from before the first one's contact
    assert partner._contact_take("activity", "marketing", now)[partner.id][0]
    env.cr.commit()
    try:
        theirs._contact_take("activity", "marketing", now)
    except psycopg2.errors.SerializationFailure:
        print("stopped")
"""
    with clone_database() as database:
        run_python(database, PREPARE)
        assert "stopped" in run_python(database, script)
