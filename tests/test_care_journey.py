"""Journeys: from a template to follow-ups, on and off together; guidance for what was bought."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .care_common import CareCase


class TestCareJourney(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("hau_mai.care_journey_air_conditioner")
        cls.Journey = cls.env["hau_mai.care.journey"]

    def start(self, **vals):
        action = self.template.action_start_from_template()
        journey = self.Journey.browse(action["res_id"])
        journey.write({"product_categ_ids": [Command.set(self.categ.ids)], **vals})
        return journey

    def delivered(self, days_ago=0):
        """An order of an air conditioner that was delivered some days ago."""
        order = self.make_order()
        self.deliver(order.order_line, 1)
        order.date_delivered = self.days(-days_ago)
        return order

    def test_a_template_becomes_a_journey_of_ones_own(self):
        journey = self.start()
        self.assertFalse(journey.is_template)
        self.assertEqual(journey.name, self.template.name)
        self.assertEqual(journey.template_id, self.template)
        self.assertEqual(journey.step_ids.mapped("step_day"), [10, 30, 50])
        self.assertEqual(journey.days_in_words, "Day 10 · 30 · 50")
        self.assertFalse(any(journey.step_ids.mapped("active")))
        self.assertEqual(journey.step_ids.product_categ_ids, self.categ)
        self.assertEqual(len(self.template.step_ids), 3)

    def test_activated_it_plans_and_paused_it_stops(self):
        journey = self.start()
        journey.action_activate()
        order = self.delivered()
        self.company.hau_mai_planning_horizon = 60
        self.plan(journey.step_ids)
        rows = self.Touchpoint.search([("rule_id", "in", journey.step_ids.ids)])
        self.assertEqual(set(rows.mapped("res_id")), {order.id})
        self.assertEqual(
            sorted((row.date_anchor + timedelta(days=row.rule_id.step_day)) for row in rows),
            [self.days(10), self.days(30), self.days(50)],
        )
        journey.action_pause()
        self.assertEqual(set(rows.mapped("state")), {"cancelled"})
        self.assertEqual(journey.state, "paused")
        journey.action_activate()
        self.plan(journey.step_ids)
        self.assertEqual(set(rows.mapped("state")), {"planned"})

    def test_only_for_its_products(self):
        other = self.env["product.category"].create({"name": "Phones"})
        journey = self.start(product_categ_ids=[Command.set(other.ids)])
        journey.action_activate()
        self.delivered()
        self.company.hau_mai_planning_horizon = 60
        self.plan(journey.step_ids)
        self.assertFalse(journey.step_ids.touchpoint_ids)

    def test_the_timeline_counts_each_step(self):
        journey = self.start()
        journey.step_ids.write({"working_days_only": False})
        journey.action_activate()
        journey.step_ids.write({"date_activated": self.now() - timedelta(days=60)})
        self.delivered(days_ago=10)
        self.plan(journey.step_ids)
        first = journey.step_ids[0].touchpoint_ids
        self.assertEqual(first.date_planned, self.days(0))
        self.carry_out()
        first._record_outcome("reached")
        journey.invalidate_recordset()
        text = " ".join(journey.timeline.striptags().split())
        self.assertTrue(text.startswith("Day 10 Is it cooling?"), text)
        self.assertIn("1 contacted", text)
        self.assertIn("1 answered", text)
        self.assertEqual(text.count("0 contacted"), 2)

    def test_a_copy_keeps_the_order_of_a_sequence(self):
        journey = self.start()
        first = journey.step_ids[0]
        later = self.make_rule(
            name="Once more",
            trigger="after_step",
            after_rule_id=first.id,
            delay=2,
            journey_id=journey.id,
        )
        self.assertFalse(later.active)
        self.assertEqual(later.step_day, 12)
        copy = journey.copy()
        self.assertEqual(len(copy.step_ids), 4)
        again = copy.step_ids.filtered(lambda step: step.trigger == "after_step")
        self.assertIn(again.after_rule_id, copy.step_ids)
        self.assertEqual(again.step_day, 12)

    def test_a_template_never_runs(self):
        with self.assertRaisesRegex(UserError, "is a template"):
            self.template.action_activate()
        with self.assertRaisesRegex(ValidationError, "never runs"):
            self.template.step_ids[0].active = True

    def test_a_journey_without_steps_cannot_run(self):
        journey = self.Journey.create({"name": "Nothing yet"})
        with self.assertRaisesRegex(UserError, "add the first one"):
            journey.action_activate()
        self.assertIn("Add the first step", journey.timeline)

    def test_a_used_journey_is_kept_an_unused_one_goes_with_its_steps(self):
        unused = self.start()
        steps = unused.step_ids
        unused.unlink()
        self.assertFalse(steps.exists())
        journey = self.start()
        journey.action_activate()
        self.delivered()
        self.company.hau_mai_planning_horizon = 60
        self.plan(journey.step_ids)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            journey.unlink()
        journey.active = False
        self.assertEqual(journey.state, "paused")


class TestGuidance(CareCase):
    def guide(self, name, **vals):
        return self.env["hau_mai.guidance"].create(
            {"name": name, "url": f"https://example.com/{name}", **vals}
        )

    def links(self, rule=None):
        rule = rule or self.make_rule(trigger="order_confirmed", delay=0)
        self.make_order()
        self.plan(rule)
        return (self.touchpoints(rule)[-1:].guidance_links or "").splitlines()

    def test_what_fits_the_product_the_category_and_the_language(self):
        child = self.env["product.category"].create({"name": "Split", "parent_id": self.categ.id})
        self.product.categ_id = child
        self.env["res.lang"]._activate_lang("vi_VN")
        of_product = [Command.set(self.product.product_tmpl_id.ids)]
        of_parent = [Command.set(self.categ.ids)]
        self.guide("filter", product_tmpl_ids=of_product)
        self.guide("remote", categ_ids=of_parent, lang="en_US")
        self.guide("dieu-khien", categ_ids=of_parent, lang="vi_VN")
        self.guide("old", categ_ids=of_parent, active=False)
        self.guide(
            "compressor", product_tmpl_ids=[Command.set(self.compressor.product_tmpl_id.ids)]
        )
        self.assertEqual(
            self.links(),
            ["filter: https://example.com/filter", "remote: https://example.com/remote"],
        )
        self.partner.lang = "vi_VN"
        self.assertIn("dieu-khien: https://example.com/dieu-khien", self.links())

    def test_a_file_has_a_link_that_customers_can_open(self):
        file = self.env["ir.attachment"].create({"name": "Manual.pdf", "raw": b"%PDF-1.4"})
        self.guide(
            "manual",
            url=False,
            attachment_ids=[Command.set(file.ids)],
            categ_ids=[Command.set(self.categ.ids)],
        )
        self.assertTrue(file.access_token)
        [line] = self.links()
        self.assertIn(f"/web/content/{file.id}?access_token={file.access_token}", line)

    def test_nothing_to_show_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "add a link or a file"):
            self.guide("empty", url=False)
        with self.assertRaisesRegex(ValidationError, "is no link"):
            self.guide("odd", url="javascript:alert(1)")

    def test_queries_do_not_grow_with_the_follow_ups(self):
        self.guide("filter", categ_ids=[Command.set(self.categ.ids)])
        rule = self.make_rule(delay=0)
        counts = []
        for number in (3, 20):
            self.make_orders(self.make_customers(number))
            self.plan(rule)
            rows = self.touchpoints(rule)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.mapped("guidance_links")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
