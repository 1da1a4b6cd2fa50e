"""Maintenance in real processes: two workers at once, killed midway, run again."""

from ..process import clone_database, kill, run_at_once, run_python, sql, start_python, wait_for

UNITS = 60

PREPARE = f"""
from odoo.fields import Command
env.company.resource_calendar_id.tz = "Asia/Ho_Chi_Minh"
plan = env["hau_mai.maintenance.plan"].create(
    {{"name": "Twice a year", "line_ids": [
        Command.create({{"name": name, "check_ids": [Command.create({{"name": "Leaks?"}})]}})
        for name in ("Cleaning", "Filter")
    ]}}
)
product = env["product.product"].create({{"name": "AC"}})
partners = env["res.partner"].create([{{"name": f"Customer {{n}}"}} for n in range({UNITS})])
units = env["hau_mai.unit"].create(
    [
        {{"partner_id": p.id, "product_id": product.id, "maintenance_plan_id": plan.id,
         "date_start_manual": "2020-01-31"}}
        for p in partners
    ]
)
env.cr.commit()
"""

RUN = "env['hau_mai.maintenance.schedule']._cron_generate_services()\n"

SMALL_BATCHES = """
import functools, os, time
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=7)
"""

AT_ONCE = (
    SMALL_BATCHES
    + """
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
"""
    + RUN
    + "print('finished', flush=True)\n"
)

# Stops for ever in the middle of the third batch, with its jobs made but not committed.
STOP_MIDWAY = (
    SMALL_BATCHES
    + """
planner = type(env["hau_mai.maintenance.planner"])
book, batches = planner._book, []
def stop_in_the_third(self, visits):
    book(self, visits)
    batches.append(visits)
    if len(batches) == 3:
        env.flush_all()
        print("half way", flush=True)
        time.sleep(600)
planner._book = stop_in_the_third
"""
    + RUN
)


#: What the job left behind: jobs, checks, visits booked, still to be done, jobs too many.
STATE = """SELECT (SELECT count(*) FROM hau_mai_service),
    (SELECT count(*) FROM hau_mai_service_check),
    (SELECT count(*) FROM hau_mai_maintenance_occurrence WHERE state = 'booked'),
    (SELECT count(*) FROM hau_mai_maintenance_occurrence
        WHERE state NOT IN ('booked', 'missed')),
    (SELECT count(*) FROM (SELECT unit_id FROM hau_mai_service
        GROUP BY unit_id HAVING count(*) > 1) AS twice)"""


def state_of(database):
    [row] = sql(database, STATE)
    return row


EXPECTED = (UNITS, 2 * UNITS, 2 * UNITS, 0, 0)


def test_two_workers_at_once_leave_the_same_rows(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path)
        run_python(database, RUN)  # what one left to the other, if anything
        assert state_of(database) == EXPECTED


def test_killed_midway_and_run_again():
    with clone_database() as database:
        run_python(database, PREPARE)
        worker = start_python(database, STOP_MIDWAY)
        wait_for(worker, "half way")
        kill(worker)
        jobs, checks, booked, _due, _twice = state_of(database)
        assert (jobs, checks, booked) == (8, 16, 16), "whole batches only"
        look = f"env.cr.execute({STATE!r})\nprint('state', env.cr.fetchone())\n"
        said = run_python(database, RUN + look + RUN)
        assert f"state {EXPECTED}" in said
        assert state_of(database) == EXPECTED
