"""Two desks at the same moment: one thing is lent, exchanged and quoted once, told of once."""

from ..common import HauMaiCase
from ..process import clone_database, run_python, sql

# Both transactions begin before either has done anything, so neither sees the other.
TWO_DESKS = """
from odoo.exceptions import UserError

partner = env["res.partner"].create({"name": "An", "email": "an@example.com"})
product = env["product.product"].create({"name": "Spare AC"})
job = env["hau_mai.service"].create({
    "partner_id": partner.id, "state": "waiting",
    "line_ids": [(0, 0, {"product_id": product.id, "price_unit": 9})],
})
unit = env["hau_mai.unit"].create({"partner_id": partner.id, "product_id": product.id})
unit.action_start("2026-01-01", "A test")
env.cr.commit()

def lend(env):
    env["hau_mai.service.loaner"].create(
        {"service_id": job.id, "product_id": product.id, "serial_number": "TWICE"}
    )

def tell(env):
    env["hau_mai.service"].browse(job.id)._tell_customer("waiting")

def exchange(env):
    env["hau_mai.unit"].browse(unit.id).action_exchange("NEW", "Broken")

def quote(env):
    env["hau_mai.service"].browse(job.id).action_quote()

def ask(env):
    services, company = env["hau_mai.service"], env.company
    author, card = env["res.partner"].browse(partner.id), env["hau_mai.unit"].browse(unit.id)
    services._request_service("repair", author, company, request="It drips")
    services._request_service("repair", author, company, card.replaced_by_id)

works = lend, tell, exchange, quote, ask
for name, work in zip(("lent", "told", "exchanged", "quoted", "asked"), works, strict=True):
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
        try:
            work(other) if name != "lent" else None  # as Odoo tries again
            second.commit()
        except UserError as error:
            print(name, "again:", error)
            second.rollback()
"""


class TestTwoDesks(HauMaiCase):
    def test_two_desks_at_the_same_moment(self):
        with clone_database() as database:
            said = run_python(database, TWO_DESKS)
            self.assertIn("lent second refused: UniqueViolation", said)
            self.assertNotIn("lent by both", said)
            self.assertIn("is not valid, so it cannot be exchanged", said)
            counts = sql(
                database,
                """SELECT
                    (SELECT count(*) FROM hau_mai_service_loaner WHERE date_back IS NULL),
                    (SELECT count(*) FROM hau_mai_service_notice WHERE event = 'waiting'),
                    (SELECT count(*) FROM mail_mail mail JOIN mail_message message
                        ON message.id = mail.mail_message_id
                        WHERE message.model = 'hau_mai.service'),
                    (SELECT count(*) FROM hau_mai_unit WHERE replaces_id IS NOT NULL),
                    (SELECT count(*) FROM sale_order WHERE service_id IS NOT NULL),
                    (SELECT count(*) FROM hau_mai_service WHERE state = 'new')""",
            )
            self.assertEqual(counts, [(1, 1, 1, 1, 1, 2)], said)
