"""Two people at once, in real processes: one gets it, the other is told so."""

from ..process import clone_database, run_python, sql, start_python, wait_for

PREPARE = """
from datetime import timedelta
from odoo import fields
from odoo.tests import new_test_user

shop = env["res.partner"].create({"name": "Hoàng Mai", "is_company": True})
for login in ("one", "two"):
    contact = env["res.partner"].create({"name": login.title(), "parent_id": shop.id})
    new_test_user(env, login=login, groups="base.group_portal", partner_id=contact.id)
center = env["hau_mai.service.center"].create({
    "name": "Hoàng Mai", "kind": "partner", "partner_id": shop.id, "capacity_per_day": 1,
})
customer = env["res.partner"].create({"name": "Customer"})
env["hau_mai.service"].create(
    [{"kind": "repair", "partner_id": customer.id, "center_id": center.id} for _n in range(2)]
)
env.cr.commit()
"""

# Both have looked at everything before either begins, as two who have the same page open.
AT_ONCE = """
import os, time
from odoo import fields
from odoo.exceptions import UserError
from odoo.service.model import retrying

login = os.environ["LOGIN"]
user = env["res.users"].search([("login", "=", login)])

def look():
    jobs = env["hau_mai.service"].sudo().with_user(user).sudo().search([], order="id")
    center = jobs.center_id
    today = center.company_id._hau_mai_today()
    slots = center._free_slots(today, fields.Date.add(today, days=14), "repair")
    return jobs, center, slots

def accept(jobs, center, slots):
    jobs[0]._accept_job()

def take(jobs, center, slots):
    center._take_slot(jobs[login == "two"], slots[-1][0])

for number, work in enumerate((accept, take)):
    seen = look()
    print("ready", number, flush=True)
    while not os.path.exists(os.environ["START"] + str(number)):
        time.sleep(0.01)

    def both(work=work, seen=seen):
        work(*seen)
        env.flush_all()
        time.sleep(0.3)

    try:
        retrying(both, env)
        print("told: got it", flush=True)
    except UserError as error:
        env.cr.rollback()
        print("told:", error, flush=True)
"""


def race(workers, number, start):
    """What two users are told who do the same at the same moment: the loser's sentence."""
    for worker in workers:
        wait_for(worker, f"ready {number}")
    start.with_name(f"start{number}").touch()
    told = [wait_for(worker, "told:").rsplit("told: ", 1)[1].strip() for worker in workers]
    assert told.count("got it") == 1, told
    return next(text for text in told if text != "got it")


def test_of_two_at_once_one_gets_it(tmp_path):
    start = tmp_path / "start"
    with clone_database() as database:
        run_python(database, PREPARE)
        workers = [
            start_python(database, AT_ONCE, LOGIN=login, START=str(start))
            for login in ("one", "two")
        ]
        # the same job is accepted by one of them, who is named to the other
        refused = race(workers, 0, start)
        assert "is not offered any more. Accepted:" in refused
        rows = sql(
            database,
            """SELECT o.outcome, p.name FROM hau_mai_service_center_offer o
            JOIN res_users u ON u.id = o.user_id JOIN res_partner p ON p.id = u.partner_id""",
        )
        assert len(rows) == 1
        assert rows[0][0] == "accepted"
        assert rows[0][1] in refused
        # the last place of the day is taken by one of them
        refused = race(workers, 1, start)
        assert "has no place left on" in refused
        assert "Choose another time" in refused
        [(taken,)] = sql(
            database, "SELECT count(*) FROM hau_mai_service WHERE date_start IS NOT NULL"
        )
        assert taken == 1
        for worker in workers:
            worker.wait()
