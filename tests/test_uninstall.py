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
# cases, with all that points at them from elsewhere: mailbox, papers, vouchers, credit, ratings
domain = env["mail.alias.domain"].create({"name": "shop.example"})
env.company.write({"alias_domain_id": domain.id, "hau_mai_voucher_limit_user": 100,
                   "hau_mai_rate_complaints": True, "email": "info@shop.example"})
team = env["hau_mai.complaint.team"].create({"name": "Care", "alias_name": "care"})
order.order_line.qty_delivered = 1
order._create_invoices().action_post()
cause = env["hau_mai.complaint.cause"].create({"name": "Material"})
values = {"partner_id": partner.id, "team_id": team.id, "order_id": order.id,
          "unit_id": order.unit_ids.id, "user_id": 2}
solved, refused, double, late = env["hau_mai.complaint"].create(
    [{**values, "subject": subject} for subject in ("solved", "refused", "double", "late")]
)
mail = (b"From: lan@example.com\\r\\nTo: care@shop.example\\r\\nSubject: Fan\\r\\n"
        b"Message-Id: <1@example.com>\\r\\n\\r\\nIt hums")
env["mail.thread"].message_process(False, mail)
assert env["hau_mai.complaint"].search([("subject", "=", "Fan")]).team_id == team
solved.message_post(body="Look", attachments=[("fan.txt", b"photo")])
solved.activity_schedule("mail.mail_activity_data_call", user_id=2)
double._merge_into(solved)
env["hau_mai.complaint.solve"].create({
    "complaint_id": solved.id, "cause_id": cause.id, "resolution": "exchange",
    "with_service": True, "with_credit": True, "with_voucher": True, "voucher_amount": 5,
}).action_apply()
solved.action_close()
solved.rating_apply(1, token=solved._rating_get_access_token(), feedback="Late")
refused.action_refuse("The seal is broken", "Art. 5")
file = env["ir.attachment"].create({"name": "card.png", "raw": b"x"})
partner.hau_mai_vulnerable_evidence_ids = file
env["hau_mai.complaint.minutes"].create({"complaint_id": refused.id, "content": "It hums"})
late.sudo().sla_status_ids.deadline = "2026-01-01 00:00:00"
late.sudo().sla_status_ids.date_next_step = "2026-01-01 00:00:00"
env["hau_mai.sla.status"].search([])._escalate(env.cr.now())
assert env["account.move"].search([("move_type", "=", "out_refund")]).state == "draft"
assert env["hau_mai.sla.miss"].search_count([]) and env["loyalty.card"].search_count([])
env.cr.commit()
print("sold", len(order.unit_ids))
"""

UNINSTALL = """
env["ir.module.module"].search([("name", "=", "hau_mai")]).button_immediate_uninstall()
"""

AFTER = """
from odoo.fields import Command
assert "hau_mai.unit" not in env
order, repair = env["sale.order"].search([("partner_id.name", "=", "Lan")], order="id")[:2]
assert repair.state == "sale"
assert order.state == "sale" and order.activity_ids
refund = env["account.move"].search([("move_type", "=", "out_refund")])
refund.action_post()
order._action_cancel()
again = order.copy()
again.action_confirm()
for model in (
    "sale.order", "res.partner", "product.template", "mail.activity", "rating.rating",
    "mail.template", "loyalty.card", "loyalty.program", "account.move", "mail.message",
    "ir.attachment", "mail.alias", "resource.calendar", "res.company", "res.users", "digest.digest",
):
    env[model].get_views([(False, "form"), (False, "list")])
    env[model].with_context(active_test=False).search([], limit=20).read()
env["mail.activity"].with_context(active_test=False).search([]).mapped("res_name")
env.cr.commit()
assert not env["rating.rating"].search([("res_model", "=like", "hau_mai.%")])
assert not env["mail.template"].search([("model", "=like", "hau_mai.%")])
for model, field in (
    ("mail.message", "model"), ("mail.followers", "res_model"), ("ir.attachment", "res_model"),
    ("mail.activity", "res_model"), ("mail.alias", "alias_model_id.model"),
    ("ir.cron", "model_id.model"), ("ir.rule", "model_id.model"),
):
    left = env[model].with_context(active_test=False).search([(field, "=like", "hau_mai.%")])
    assert not left, (model, left.read())
card = env["loyalty.card"].search([])
fresh = order.copy()
assert "error" not in fresh._try_apply_code(card.code)
env["resource.calendar"].search([], limit=1).tz = "Asia/Tokyo"
env["resource.calendar.leaves"].create(
    {"name": "Holiday", "date_from": "2026-12-25 00:00:00", "date_to": "2026-12-26 00:00:00"}
)
try:
    env["mail.thread"].message_process(False, (
        b"From: lan@example.com\\r\\nTo: care@shop.example\\r\\nSubject: Fan\\r\\n"
        b"Message-Id: <2@example.com>\\r\\n\\r\\nIt hums"
    ))
except ValueError as error:
    assert "No possible route" in str(error), error
env["ir.cron"].search([]).mapped("name")
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
