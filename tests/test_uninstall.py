"""Taken away again, it leaves a database that works."""

from odoo.tests import BaseCase

from .process import clone_database, run_python, sql

SELL = """
from odoo.fields import Command
policy = env["hau_mai.warranty.policy"].create(
    {"name": "P", "start_trigger": "order", "term_ids": [Command.create({"name": "Whole unit"})]}
)
plan = env["hau_mai.maintenance.plan"].create(
    {"name": "Plan", "line_ids": [Command.create({"name": "Cleaning", "interval": 1})]}
)
product = env["product.product"].create(
    {"name": "Fan", "list_price": 10, "warranty_policy_id": policy.id,
     "maintenance_plan_id": plan.id}
)
partner = env["res.partner"].create({"name": "Lan", "phone": "+84 903 000 456"})
order = env["sale.order"].create(
    {"partner_id": partner.id, "order_line": [Command.create({"product_id": product.id})]}
)
order.action_confirm()
assert order.unit_ids.date_start
done, waiting = (
    order.unit_ids.activity_schedule("mail.mail_activity_data_call", user_id=2) for _ in "12"
)
done.action_feedback(feedback="Reached")
order.activity_schedule("mail.mail_activity_data_call", user_id=2)
env["hau_mai.care.rule"].search([])._plan(env.cr.now())
partner.email = "lan@example.com"
env.company.hau_mai_rate_services = True
service = env["hau_mai.service"].create({"unit_id": order.unit_ids.id, "date_start": env.cr.now()})
service.activity_schedule("mail.mail_activity_data_call", user_id=2)
service.line_ids = [Command.create({"product_id": product.id, "covered": False, "reason": "x"})]
service.action_quote()
service.action_customer_agrees()
assert order.unit_ids.schedule_ids and service.quotation_ids.state == "sale"
service.action_done()
service.action_hand_over()
service.rating_apply(1, token=service.rating_ids.access_token, feedback="Late")
[case] = env["hau_mai.complaint"].search([("service_id", "=", service.id)])
case.team_id.alias_name = "care"
file = env["ir.attachment"].create({"name": "card.png", "raw": b"x"})
partner.hau_mai_vulnerable_evidence_ids = file
env["hau_mai.complaint.solve"].create(
    {"complaint_id": case.id, "cause_id": env["hau_mai.complaint.cause"].search([], limit=1).id,
     "resolution": "voucher", "with_voucher": True, "voucher_amount": 5}
).action_apply()
assert case.action_ids.card_id and case.sla_status_ids and case.state == "solved"
env.cr.commit()
print("sold", len(order.unit_ids))
"""

UNINSTALL = """
env["ir.module.module"].search([("name", "=", "hau_mai")]).button_immediate_uninstall()
"""

AFTER = """
from odoo.fields import Command
assert "hau_mai.unit" not in env
order, repair = env["sale.order"].search([("partner_id.name", "=", "Lan")], order="id")
assert repair.state == "sale"
assert order.state == "sale" and order.activity_ids
order._action_cancel()
again = order.copy()
again.action_confirm()
for model in (
    "sale.order", "res.partner", "product.template", "mail.activity", "rating.rating",
    "mail.template", "mail.alias", "loyalty.program", "loyalty.card", "resource.calendar",
    "res.company", "ir.attachment", "ir.cron",
):
    env[model].get_views([(False, "form"), (False, "list")])
    env[model].with_context(active_test=False).search([], limit=20).read()
env["mail.activity"].with_context(active_test=False).search([]).mapped("res_name")
env.cr.commit()
assert not env["rating.rating"].search([("res_model", "=like", "hau_mai.%")])
assert not env["mail.template"].search([("model", "=like", "hau_mai.%")])
assert not env["mail.alias"].search([("alias_model_id.model", "=like", "hau_mai.%")])
assert env["loyalty.card"].search([("points", "=", 5)])
assert not env["ir.cron"].with_context(active_test=False).search([("code", "like", "hau_mai")])
print("works", again.state)
"""


class TestUninstall(BaseCase):
    def test_what_was_sold_can_be_left_behind(self):
        with clone_database() as db:
            self.assertIn("sold 1", run_python(db, SELL))
            run_python(db, UNINSTALL)
            left = sql(
                db,
                "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'hau_mai%%'",
            )
            self.assertEqual(left[0][0], 0)
            self.assertIn("works sale", run_python(db, AFTER))
