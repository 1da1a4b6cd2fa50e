"""Warnings of late cases in real processes: two at once, killed midway, run again."""

from ..process import clone_database, kill, run_at_once, run_python, sql, start_python, wait_for

CASES = 40

# People work day and night, so that the moment of the test is a working one.
PREPARE = f"""
from datetime import timedelta
from odoo import fields
calendar = env.company.resource_calendar_id
calendar.attendance_ids.unlink()
env["resource.calendar.attendance"].create([
    {{"name": day, "calendar_id": calendar.id, "dayofweek": day, "hour_from": 0, "hour_to": 24}}
    for day in "0123456"
])
policies = env["hau_mai.sla.policy"].search([])
policies.active = False
env["hau_mai.sla.policy"].create({{"name": "Solve", "target": "solution", "hours": 4}})
partner = env["res.partner"].create({{"name": "An"}})
team = env["hau_mai.complaint.team"].search([], limit=1)
team.user_id = env.ref("base.user_admin")
env["hau_mai.complaint"].create([
    {{
        "subject": f"Case {{n}}", "partner_id": partner.id, "team_id": team.id,
        "date_open": fields.Datetime.now() - timedelta(hours=5),
    }}
    for n in range({CASES})
])
env.cr.commit()
"""

ESCALATE = "env['hau_mai.sla.status']._cron_escalate()\n"

# In batches of ten, so that two workers do meet.
SMALL = """
import functools, os, time
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=10)
"""

AT_ONCE = (
    SMALL
    + """
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
"""
    + ESCALATE
    + "print('finished', flush=True)\n"
)

# Stops for ever in the third batch, with its warnings made but not committed.
STOP_MIDWAY = (
    SMALL
    + """
clocks = type(env["hau_mai.sla.status"])
escalate, batches = clocks._escalate, []
def stop_in_the_third(self, now):
    escalate(self, now)
    batches.append(self)
    if len(batches) == 3:
        env.flush_all()
        print("half way", flush=True)
        time.sleep(600)
clocks._escalate = stop_in_the_third
"""
    + ESCALATE
)

EXPECTED = {"told": CASES, "passed": CASES, "activities": CASES, "misses": CASES, "untold": 0}


def state_of(database):
    """What the job left behind, in numbers."""
    [(told, passed, untold)] = sql(
        database,
        """SELECT count(user_id), count(*) FILTER (WHERE user_id IS NULL),
            count(*) FILTER (WHERE user_id IS NOT NULL AND date_told IS NULL)
        FROM hau_mai_sla_alert""",
    )
    [(activities,)] = sql(
        database, "SELECT count(*) FROM mail_activity WHERE res_model = 'hau_mai.complaint'"
    )
    [(misses,)] = sql(database, "SELECT count(*) FROM hau_mai_sla_miss")
    return {
        "told": told,
        "passed": passed,
        "activities": activities,
        "misses": misses,
        "untold": untold,
    }


def digests_in(database):
    [(count,)] = sql(
        database, "SELECT count(*) FROM mail_message WHERE subject LIKE 'Cases that need you%%'"
    )
    return count


def test_two_workers_at_once_tell_once(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path)
        run_python(database, ESCALATE)  # what one left to the other, if anything
        assert state_of(database) == EXPECTED


def test_killed_midway_and_run_again():
    with clone_database() as database:
        run_python(database, PREPARE)
        worker = start_python(database, STOP_MIDWAY)
        wait_for(worker, "half way")
        kill(worker)
        left = state_of(database)
        assert left["told"] == left["activities"] == 20, "whole batches only"
        assert left["misses"] == CASES, "written when the cases came in late"
        assert (left["untold"], digests_in(database)) == (20, 0)
        run_python(database, ESCALATE)
        assert state_of(database) == EXPECTED
        assert digests_in(database) == 1, "of all of it, also of what was killed"
        run_python(database, ESCALATE)
        assert (state_of(database), digests_in(database)) == (EXPECTED, 1)
