"""Two people at once, in real processes: one gets it, the other is told so."""

from .process import clone_database, run_python, sql, start_python, wait_for

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
from odoo.exceptions import UserError
from odoo.service.model import retrying

user = env["res.users"].search([("login", "=", os.environ["LOGIN"])])
jobs = env["hau_mai.service"].sudo().with_user(user).sudo().search([], order="id")
center = jobs.center_id
slots = center._free_slots(
    center.company_id._hau_mai_today(),
    fields.Date.add(center.company_id._hau_mai_today(), days=14),
    "repair",
)
jobs.mapped("center_state")
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)

def work():
    WORK
    env.flush_all()
    time.sleep(0.5)

try:
    retrying(work, env)
    print("finished: got it", flush=True)
except UserError as error:
    env.cr.rollback()
    print("finished:", error, flush=True)
"""
AT_ONCE = "from odoo import fields\n" + AT_ONCE


def race(tmp_path, database, work):
    """What two users are told who do the same at the same moment."""
    start = tmp_path / "start"
    workers = [
        start_python(database, AT_ONCE.replace("WORK", work), LOGIN=login, START=str(start))
        for login in ("one", "two")
    ]
    for worker in workers:
        wait_for(worker, "ready")
    start.touch()
    told = [wait_for(worker, "finished") for worker in workers]
    for worker in workers:
        worker.wait()
    return sorted(text.rsplit("finished: ", 1)[1].strip() for text in told)


def test_two_people_accept_the_same_job(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        told = race(tmp_path, database, "jobs[0]._accept_job()")
        assert "got it" in told
        [refused] = [text for text in told if text != "got it"]
        assert "is not offered any more. Accepted:" in refused
        rows = sql(
            database,
            """SELECT s.center_state, o.outcome, p.name FROM hau_mai_service s
            JOIN hau_mai_service_center_offer o ON o.service_id = s.id
            JOIN res_users u ON u.id = o.user_id JOIN res_partner p ON p.id = u.partner_id""",
        )
        assert len(rows) == 1
        assert tuple(rows[0][:2]) == ("accepted", "accepted")
        assert rows[0][2] in refused


def test_two_people_take_the_last_appointment(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        mine = "jobs[['one', 'two'].index(os.environ['LOGIN'])]"
        told = race(tmp_path, database, f"center._take_slot({mine}, slots[-1][0])")
        assert "got it" in told
        [refused] = [text for text in told if text != "got it"]
        assert "has no place left on" in refused
        assert "Choose another time" in refused
        rows = sql(database, "SELECT count(*) FROM hau_mai_service WHERE date_start IS NOT NULL")
        assert rows[0][0] == 1
