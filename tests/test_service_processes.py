"""Two desks at the same moment: one thing is lent once, one occasion is told once."""

from .common import HauMaiCase
from .process import clone_database, run_python, sql

# Both transactions begin before either has done anything, so neither sees the other.
TWO_DESKS = """
partner = env["res.partner"].create({"name": "An", "email": "an@example.com"})
product = env["product.product"].create({"name": "Spare AC"})
job = env["hau_mai.service"].create({"partner_id": partner.id, "state": "waiting"})
env.cr.commit()

def lend(env):
    env["hau_mai.service.loaner"].create(
        {"service_id": job.id, "product_id": product.id, "serial_number": "TWICE"}
    )

def tell(env):
    env["hau_mai.service"].browse(job.id)._tell_customer("waiting")

for name, work in (("lent", lend), ("told", tell)):
    with env.registry.cursor() as second:
        other = env(cr=second)
        env.cr.execute("SELECT 1"), second.execute("SELECT 1")
        work(env)
        env.cr.commit()
        try:
            work(other)
            other.flush_all()
            print(name, "by both")
        except Exception as error:
            print(name, "second refused:", type(error).__name__)
            second.rollback()
        work(other) if name == "told" else None  # as Odoo tries again
"""


class TestTwoDesks(HauMaiCase):
    def test_two_desks_at_the_same_moment(self):
        with clone_database() as database:
            said = run_python(database, TWO_DESKS)
            self.assertIn("lent second refused: UniqueViolation", said)
            self.assertNotIn("lent by both", said)
            counts = sql(
                database,
                """SELECT
                    (SELECT count(*) FROM hau_mai_service_loaner WHERE date_back IS NULL),
                    (SELECT count(*) FROM hau_mai_service_notice WHERE event = 'waiting'),
                    (SELECT count(*) FROM mail_mail mail JOIN mail_message message
                        ON message.id = mail.mail_message_id
                        WHERE message.model = 'hau_mai.service')""",
            )
            self.assertEqual(counts, [(1, 1, 1)], said)
