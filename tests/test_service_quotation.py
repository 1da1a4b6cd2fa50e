"""What is not covered is quoted; the customer agrees or declines, at the desk or in the portal."""

import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import html2plaintext

from .service_common import WorkCase

#: A picture of one dot.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class TestQuotation(WorkCase):
    def test_what_is_not_covered_is_quoted_and_agreed(self):
        job = self.job((self.board, "parts"), (self.work, "labour"))
        self.assertEqual(job.quote_state, "to_quote")
        job.with_user(self.desk).action_quote()
        order = job.quotation_ids
        self.assertEqual((order.state, order.amount_untaxed), ("draft", 160))
        self.assertEqual(order.order_line.service_line_id, job.line_ids)
        self.assertEqual(order.partner_id, self.partner)
        job.with_user(self.desk).action_send_quotation()
        self.assertEqual((order.state, job.state, job.waiting_for), ("sent", "waiting", "customer"))
        self.assertEqual(job.notice_ids.mapped("event"), ["quoted"], "told once of one thing")
        job.with_user(self.desk).action_customer_agrees()
        self.assertEqual(
            (order.state, job.state, job.quote_state), ("sale", "in_progress", "agreed")
        )

    def test_quoting_again_changes_the_open_quotation(self):
        job = self.job((self.board, "parts"), (self.work, "labour"))
        job.action_quote()
        job.action_send_quotation()
        part, labour = job.line_ids
        part.quantity = 2
        labour.action_goodwill("Slow")
        self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": self.fee.id, "kind": "fee"}
        )
        job.action_quote()
        order = job.quotation_ids
        self.assertEqual(len(order), 1)
        self.assertEqual(order.state, "draft", "it has to be sent again")
        self.assertEqual(order.amount_untaxed, 255)
        job.action_customer_agrees()
        self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": self.work.id, "kind": "labour"}
        )
        job.action_quote()
        self.assertEqual(sorted(job.quotation_ids.mapped("amount_untaxed")), [40, 255])
        with self.refused("was agreed with the customer"):
            part.unlink()
        with self.refused("agreed to pay"):
            part.action_goodwill("Too late")

    def test_a_line_without_a_product_cannot_be_quoted(self):
        job = self.job()
        line = self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "name": "Ferry", "kind": "transport", "price_unit": 9}
        )
        self.assertEqual(line.subtotal, 9)
        with self.refused("Choose the product to be charged for: Ferry"):
            job.action_quote()

    def test_declined_what_is_covered_goes_on(self):
        unit = self.make_unit()
        job = self.make_service(unit_id=unit.id)
        free, extra = self.env["hau_mai.service.line"].create(
            [{"service_id": job.id, "product_id": self.board.id}] * 2
        )
        extra.action_charge("A better one than was built in")
        job.action_quote()
        job.action_send_quotation()
        job.action_customer_declines("covered")
        self.assertEqual((job.state, job.quotation_ids.state), ("in_progress", "cancel"))
        self.assertEqual((free.declined, extra.declined, extra.subtotal), (False, True, 0))
        self.assertFalse(job.quote_state)

    def test_declined_the_job_ends_with_the_check_fee(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.action_customer_declines("fee")
        self.assertEqual((job.state, job.amount_customer), ("done", 15))
        self.assertEqual(job.result, "declined")
        self.assertNotIn("quotation", job.passed_over or "")
        fee = job.quotation_ids.filtered(lambda order: order.state == "sale")
        self.assertEqual(fee.amount_untaxed, 15)
        self.company.hau_mai_check_fee_product_id = False
        other = self.job((self.board, "parts"))
        other.action_quote()
        with self.refused("Which product is the check fee"):
            other.action_customer_declines("fee")
        self.assertEqual(other.quotation_ids.state, "draft", "nothing half done")

    def test_a_deposit_is_asked_for(self):
        self.company.hau_mai_deposit_percent = 30
        job = self.job((self.board, "parts"))
        job.action_quote()
        order = job.quotation_ids
        self.assertTrue(order.require_payment)
        self.assertEqual(order.prepayment_percent, 0.3)

    def test_a_repair_sells_no_new_warranty_card_and_asks_for_no_follow_up(self):
        spare = self.make_product("Compressor kit", warranty_policy_id=self.policy.id)
        rule = self.env["hau_mai.care.rule"].create(
            {"name": "Thanks", "trigger": "order_confirmed", "purpose": "service"}
        )
        rule.date_activated -= timedelta(days=1)
        job = self.job((spare, "parts"))
        job.action_quote()
        job.action_customer_agrees()
        self.assertFalse(job.quotation_ids.unit_ids)
        self.assertFalse(job.quotation_ids.order_line.warranty_sentence)
        sold = self.make_order()
        rule._plan(self.moment())
        planned = self.env["hau_mai.touchpoint"].search([("rule_id", "=", rule.id)])
        self.assertEqual(planned.mapped("res_id"), sold.ids)

    def test_done_with_a_quotation_nobody_answered_says_so_and_leaves_it(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.action_done()
        order = job.quotation_ids
        self.assertEqual(order.state, "draft", "what was done may still be paid for")
        self.assertIn(f"Answer to the quotation {order.name}", job.passed_over)
        job.action_customer_agrees()
        self.assertEqual((order.state, job.quote_state, job.state), ("sale", "agreed", "done"))

    def test_a_deleted_quotation_leaves_the_job_and_the_answer(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        order = job.quotation_ids
        name = order.name
        job.action_customer_declines("covered")
        order.unlink()
        self.assertTrue(job.line_ids.declined)
        self.assertFalse(job.quotation_ids)
        notes = " ".join(job.message_ids.mapped(lambda m: html2plaintext(m.body)))
        self.assertIn(f"Quotation {name} was declined", notes)

    def test_a_cancelled_quotation_that_comes_back_is_not_charged_twice(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        first = job.quotation_ids
        first._action_cancel()
        job.action_quote()
        second = job.quotation_ids - first
        first.action_draft()
        job.action_customer_agrees()
        self.assertEqual((first.state, second.state), ("draft", "sale"))
        job.action_customer_declines("covered")
        self.assertEqual((first.state, second.state), ("cancel", "sale"))

    def test_a_cancelled_job_cancels_its_quotation(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.state = "cancelled"
        self.assertEqual(job.quotation_ids.state, "cancel")

    def test_who_may_quote(self):
        job = self.job((self.board, "parts"), user_id=self.manager.id)
        job.responsible_id = self.manager
        with self.assertRaises(AccessError):
            job.with_user(self.technician).action_quote()
        self.assertFalse(job.quotation_ids)


class TestPortalQuotation(WorkCase, HttpCase):
    def quoted(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.action_send_quotation()
        order = job.quotation_ids
        order.write({"require_signature": True, "require_payment": False})
        order._portal_ensure_token()
        self.env.flush_all()
        return job, order

    def test_the_customer_signs_in_the_portal(self):
        job, order = self.quoted()
        answer = self.url_open(
            f"/my/orders/{order.id}/accept?access_token={order.access_token}",
            data=json.dumps({"params": {"name": "An", "signature": SIGNATURE}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("error", answer.json())
        self.assertEqual(order.state, "sale")
        self.assertEqual((job.state, job.quote_state), ("in_progress", "agreed"))

    def test_the_customer_declines_in_the_portal(self):
        job, order = self.quoted()
        user = new_test_user(
            self.env, login="an", groups="base.group_portal", partner_id=self.partner.id
        )
        self.authenticate("an", "an")
        page = self.url_open(f"/my/orders/{order.id}?access_token={order.access_token}")
        token = page.text.split('csrf_token" value="')[1].split('"')[0]
        self.url_open(
            f"/my/orders/{order.id}/decline?access_token={order.access_token}",
            data={"decline_message": "Too dear", "csrf_token": token},
        )
        self.assertTrue(user.share)
        self.assertEqual(
            (order.state, job.quote_state, job.state), ("cancel", "declined", "waiting")
        )
        self.assertIn("check fee", job.activity_ids.summary)
        job.action_customer_declines("covered")
        self.assertEqual((job.state, job.quote_state), ("in_progress", False))
        self.assertFalse(job.activity_ids)
