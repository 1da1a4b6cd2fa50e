"""Two people on one case at the same moment: one gets it, the other is told so."""

from ..common import HauMaiCase
from ..process import clone_database, run_python, sql

# Both transactions begin before either has done anything, so neither sees the other.
TWO_AGENTS = """
from odoo.exceptions import UserError
from odoo.tests import new_test_user

users = [new_test_user(env, login=login, name=login, groups="hau_mai.group_user_own")
         for login in ("Lan", "Hoa")]
partner = env["res.partner"].create({"name": "An"})
cases = env["hau_mai.complaint"].create(
    [{"subject": "It drips", "partner_id": partner.id} for _number in range(4)]
)
cases[3].action_close()
env.cr.commit()

def take(env, second):
    env["hau_mai.complaint"].with_user(users[second].id).browse(cases[0].id).action_take()

def merge(env, second):
    one, other = env["hau_mai.complaint"].browse(cases[1:3].ids)
    (other._merge_into(one) if second else one._merge_into(other))

def reopen(env, second):
    env["hau_mai.complaint"].browse(cases[3].id)._reopen_or_new("It drips again")

for name, work in (("taken", take), ("merged", merge), ("reopened", reopen)):
    with env.registry.cursor() as cursor:
        other = env(cr=cursor)
        env.cr.execute("SELECT 1"), cursor.execute("SELECT 1")
        work(env, False)
        env.cr.commit()
        try:
            work(other, True)
            other.flush_all()
            print(name, "by both")
        except Exception as error:
            print(name, "second refused:", type(error).__name__)
            cursor.rollback()
        other.invalidate_all()
        try:
            work(other, True)  # as Odoo tries again
            cursor.commit()
        except UserError as error:
            print(name, "again:", error)
            cursor.rollback()
"""


class TestTwoAgents(HauMaiCase):
    def test_two_agents_at_the_same_moment(self):
        with clone_database() as database:
            said = run_python(database, TWO_AGENTS)
            self.assertNotIn("by both", said)
            self.assertIn("taken again: Lan has case", said)
            self.assertRegex(said, "merged again: Case .* is merged into .* already")
            counts = sql(
                database,
                """SELECT
                    (SELECT count(*) FROM hau_mai_complaint WHERE user_id IS NOT NULL),
                    (SELECT count(*) FROM hau_mai_complaint_merge),
                    (SELECT max(reopen_count) FROM hau_mai_complaint),
                    (SELECT count(*) FROM hau_mai_complaint)""",
            )
            self.assertEqual(counts, [(1, 1, 1, 4)], said)
