"""Two people, or a person and a job, on one case at the same moment: nothing twice, none lost."""

import pytest

from ..process import clone_database, run_at_once, run_python, sql

PREPARE = """
from datetime import timedelta
from odoo import fields

env.company.write({
    "hau_mai_tell_customers": True, "hau_mai_tell_by": "email", "hau_mai_autoclose_days": 1,
    "hau_mai_autoclose_notice_days": 1, "hau_mai_rate_complaints": False,
    "hau_mai_reopen_days": 60,
})
calendar = env.company.resource_calendar_id
calendar.attendance_ids.unlink()
env["resource.calendar.attendance"].create([
    {"name": day, "calendar_id": calendar.id, "dayofweek": day, "hour_from": 0, "hour_to": 24}
    for day in "0123456"
])
partner = env["res.partner"].create({"name": "An", "email": "an@example.com"})
cause = env["hau_mai.complaint.cause"].create({"name": "Material"})
cases = env["hau_mai.complaint"].create([
    {"subject": subject, "partner_id": partner.id}
    for subject in ("refuse or solve", "merge into", "merge or write", "reply or close")
])
silent = cases[3]
silent.write({"cause_id": cause.id, "resolution": "repair"})
silent.action_solve()
silent.date_solved -= timedelta(days=20)
silent._give_notice(env.company._hau_mai_today())
silent.notice_ids.filtered(lambda n: n.event == "closing_soon").date -= timedelta(days=15)
silent.date_silence_checked = False
env.cr.commit()
"""

# Who comes first takes the even parts, the other the odd ones: the file says who is who.
AT_ONCE = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying

everything = env["hau_mai.complaint"].search([], order="id")
cases = everything.filtered(lambda c: c.partner_id.name == "An")
decide, target, source, silent = cases
try:
    os.mkdir(os.environ["START"] + ".first")
    first = True
except FileExistsError:
    first = False
env.cr.commit()
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)

def at_once(work):
    def done():
        env.invalidate_all()
        work()
        env.flush_all()
        time.sleep(0.2)
    try:
        retrying(done, env)
        env.cr.commit()
        return "done"
    except UserError as error:
        env.cr.rollback()
        return f"refused: {error}"

def solve():
    if decide.state != "new":
        raise UserError(f"it is {decide.state}")
    cause = env["hau_mai.complaint.cause"].search([], limit=1)
    env["hau_mai.complaint.solve"].create({
        "complaint_id": decide.id, "cause_id": cause.id, "resolution": "guidance",
        "told": "Turn it on",
    }).action_apply()

def say(case, words):
    case.message_post(
        body=words, author_id=case.partner_id.id, message_type="comment",
        subtype_xmlid="mail.mt_comment",
    )

pairs = [
    (solve, lambda: decide.action_refuse("The seal is broken", "Art. 5")),
    (lambda: source._merge_into(target), lambda: say(source._merge_target(), "And it smells")),
    (
        lambda: silent._cron_close_complaints(),
        lambda: say(silent._reopen_or_new("It drips"), "It drips"),
    ),
]
for one, other in pairs:
    print(at_once(one if first else other), flush=True)
print("finished", flush=True)
"""


@pytest.fixture(scope="module")
def raced(tmp_path_factory):
    """The database after both; one clone and two shells for all the pairs."""
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path_factory.mktemp("race"))
        yield database


def test_a_case_is_solved_or_refused_and_the_customer_hears_one_of_both(raced):
    [(state, events)] = sql(
        raced,
        """SELECT s.kind, (SELECT array_agg(event ORDER BY id) FROM hau_mai_complaint_notice n
            WHERE n.complaint_id = c.id)
        FROM hau_mai_complaint c JOIN hau_mai_complaint_stage s ON s.id = c.stage_id
        WHERE subject = 'refuse or solve'""",
    )
    assert (state, events) in [
        ("solved", ["received", "solved"]),
        ("refused", ["received", "refused"]),
    ]


def test_words_written_while_cases_are_merged_stand_where_the_case_goes_on(raced):
    [(merged, words)] = sql(
        raced,
        """SELECT (SELECT count(*) FROM hau_mai_complaint_merge),
            (SELECT array_agg(c.subject) FROM mail_message m JOIN hau_mai_complaint c
                ON c.id = m.res_id AND m.model = 'hau_mai.complaint'
                WHERE m.body LIKE '%%And it smells%%')""",
    )
    assert (merged, words) == (1, ["merge into"])


def test_who_writes_while_the_case_is_closed_has_an_open_case(raced):
    rows = sql(
        raced,
        """SELECT s.kind, c.date_last_customer IS NOT NULL
        FROM hau_mai_complaint c JOIN hau_mai_complaint_stage s ON s.id = c.stage_id
        WHERE subject = 'reply or close'""",
    )
    assert rows == [("in_progress", True)]
    [(closing,)] = sql(
        raced,
        """SELECT count(*) FROM hau_mai_complaint_notice WHERE event = 'closing_soon'""",
    )
    assert closing == 1
