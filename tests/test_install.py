"""Installed on a business with a past; updated again and again: nothing floods, nothing is lost."""

import unittest

from .process import clone_database, install, run_python, sql, template_without

# Orders of the last year, some delivered a few days ago: what a new rule would jump at.
A_PAST = """
from datetime import datetime, timedelta
from odoo.fields import Command
partner = env["res.partner"].create({"name": "Lan", "phone": "+84 903 000 456"})
products = env["product.product"].create(
    [{"name": name, "type": "consu", "list_price": 10} for name in ("Fan", "Lamp")]
)
orders = env["sale.order"].create([
    {"partner_id": partner.id, "client_order_ref": f"past {days}",
     "order_line": [Command.create({"product_id": product.id}) for product in products]}
    for days in (400, 200, 60, 20, 3, 0)
])
orders.action_confirm()
if "picking_ids" in orders:
    for move in orders.picking_ids.move_ids:
        move.quantity, move.picked = 1, True
    orders.picking_ids.button_validate()
else:
    orders.order_line.qty_delivered = 1
for order in orders:
    days = int(order.client_order_ref.split()[1])
    order.date_order = datetime.now() - timedelta(days=days)
env["sale.order"].create({"partner_id": partner.id, "client_order_ref": "quotation",
    "order_line": [Command.create({"product_id": products[0].id})]})
under_way = orders[0].copy({"client_order_ref": "under way"})
under_way.action_confirm()
orders[1].copy({"client_order_ref": "cancelled"})._action_cancel()
env.cr.commit()
"""

JOBS = """
env["hau_mai.care.rule"]._cron_plan_touchpoints()
env["hau_mai.touchpoint"]._cron_carry_out_touchpoints()
env["hau_mai.sla.status"]._cron_escalate()
env["hau_mai.sla.status"]._cron_recompute_deadlines()
env["hau_mai.complaint"]._cron_close_complaints()
env["hau_mai.complaint.month"]._cron_send_months()
env.cr.commit()
"""

# What people do with orders from before: a note, an invoice, a cancellation.
GO_ON = """
from odoo.fields import Command
past = env["sale.order"].search([("client_order_ref", "=like", "past %")])
note = Command.create({"display_type": "line_note", "name": "A note"})
for order in past[1:]:
    order.write({"order_line": [note]})
env["sale.order.line"].create(
    {"order_id": past[0].id, "display_type": "line_note", "name": "A note"}
)
past._create_invoices().action_post()
past[0].message_post(body="Thanks")
past[1]._action_cancel()
for order in past:
    order.read(["unit_count", "date_delivered", "name"])
    order.order_line.read(["warranty_policy_id", "warranty_sentence"])
past.partner_id.get_after_sales_page()
env["hau_mai.overview"].get_overview()
env.cr.commit()
"""

SELL = """
from odoo.fields import Command
policy = env["hau_mai.warranty.policy"].create(
    {"name": "P", "start_trigger": "order", "term_ids": [Command.create({"name": "Whole unit"})]}
)
fan = env["product.product"].search([("name", "=", "Fan")])
fan.warranty_policy_id = policy
past = env["sale.order"].search([("client_order_ref", "=", "past 20")])
assert not past.order_line.warranty_policy_id
order = past.copy({"client_order_ref": "new"})
order.action_confirm()
assert len(order.unit_ids) == 1 and order.unit_ids.date_start, order.unit_ids
quotation = env["sale.order"].search([("client_order_ref", "=", "quotation")])
quotation.action_refresh_warranties()
quotation.action_confirm()
assert len(quotation.unit_ids) == 1
past.order_line[0].product_uom_qty = 2
assert not past.unit_ids
env.cr.commit()
"""

EDIT_RULES = """
env.ref("hau_mai.care_rule_thank_you").write({"delay": 5, "name": "Our own words"})
env.ref("hau_mai.care_rule_usage_check").unlink()
env.ref("hau_mai.care_rule_birthday").active = True
env.ref("hau_mai.ir_cron_carry_out_touchpoints").interval_number = 7
env.ref("hau_mai.sequence_unit").prefix = "OWN"
env.ref("hau_mai.group_user_own").name = "Our users"
env.company.hau_mai_planning_horizon = 11
env.ref("hau_mai.sla_policy_solution").write({"days": 2, "name": "Our own promise"})
env.ref("hau_mai.sla_step_late").unlink()
env.ref("hau_mai.complaint_category_payment_promotion").unlink()
env.ref("hau_mai.complaint_cause_maker_design").name = "Our own cause"
env["hau_mai.complaint.stage"].search([("kind", "=", "waiting")]).name = "Our own stage"
env["hau_mai.complaint"].create({"subject": "It hums", "partner_id": env.user.partner_id.id})
env.cr.commit()
"""

COUNTED = [
    *("hau_mai_care_rule", "hau_mai_touchpoint", "hau_mai_unit", "hau_mai_coverage"),
    *("hau_mai_warranty_policy", "hau_mai_warranty_edition", "mail_activity", "sale_order"),
    *("ir_cron", "ir_sequence", "ir_rule", "ir_model_access", "ir_ui_view", "ir_ui_menu"),
    *("hau_mai_complaint", "hau_mai_complaint_stage", "hau_mai_complaint_team"),
    *("hau_mai_complaint_category", "hau_mai_complaint_cause", "hau_mai_sla_policy"),
    *("hau_mai_sla_step", "hau_mai_sla_status", "hau_mai_complaint_notice", "mail_template"),
    *("mail_canned_response", "ir_act_window", "res_groups", "ir_model_fields"),
]


def count(database):
    return {table: sql(database, f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}


class TestInstall(unittest.TestCase):
    def test_on_a_business_with_a_past(self):
        with clone_database(template_without()) as db:
            run_python(db, A_PAST)
            install(db)
            columns = sql(
                db,
                """SELECT count(*) FROM information_schema.columns
                WHERE (table_name, column_name) IN (('sale_order', 'date_delivered'),
                    ('sale_order_line', 'warranty_policy_id'),
                    ('rating_rating', 'hau_mai_company_id'))""",
            )
            self.assertEqual(columns, [(3,)])
            filled = "SELECT count(date_delivered) FROM sale_order"
            self.assertEqual(sql(db, filled), [(0,)], "computed for old orders")
            run_python(db, JOBS)
            self.nothing_was_planned(db)
            run_python(db, GO_ON + JOBS)
            self.nothing_was_planned(db)
            run_python(db, SELL)

    def nothing_was_planned(self, db):
        for table in ("hau_mai_unit", "hau_mai_touchpoint", "hau_mai_complaint"):
            self.assertEqual(sql(db, f"SELECT count(*) FROM {table}"), [(0,)], table)

    def test_updated_twice(self):
        with clone_database(template_without()) as db:
            run_python(db, A_PAST)
            install(db)
            run_python(db, SELL + JOBS + EDIT_RULES)
            before = count(db)
            for time in ("first", "second"):
                with self.subTest(update=time):
                    install(db, update=True)
                    self.assertEqual(count(db), before)
                    self.edited_is_kept(db)
            run_python(db, JOBS)

    def edited_is_kept(self, db):
        rules = sql(db, "SELECT name->>'en_US', delay, active FROM hau_mai_care_rule ORDER BY id")
        self.assertIn(("Our own words", 5, True), rules)
        self.assertNotIn("Usage check", [name for name, *_rest in rules])
        self.assertIn("Birthday", [name for name, _delay, active in rules if active])
        for query, expected in [
            ("SELECT hau_mai_planning_horizon FROM res_company", 11),
            ("SELECT prefix FROM ir_sequence WHERE code = 'hau_mai.unit'", "OWN"),
            (
                """SELECT (name->>'en_US') || days FROM hau_mai_sla_policy
                WHERE name->>'en_US' LIKE 'Our own%%'""",
                "Our own promise2",
            ),
            ("SELECT count(*) FROM hau_mai_sla_step", 2),
            (
                """SELECT count(*) FROM (
                    SELECT name FROM hau_mai_complaint_cause UNION ALL
                    SELECT name FROM hau_mai_complaint_stage
                ) AS all_ WHERE name->>'en_US' LIKE 'Our own%%'""",
                2,
            ),
            (
                """SELECT interval_number FROM ir_cron WHERE id = (SELECT res_id FROM ir_model_data
                WHERE module = 'hau_mai' AND name = 'ir_cron_carry_out_touchpoints')""",
                7,
            ),
        ]:
            self.assertEqual(sql(db, query)[0][0], expected)
