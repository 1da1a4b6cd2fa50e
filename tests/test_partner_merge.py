"""Merging contacts keeps everything, and joins what would meet."""

from .care_common import CareCase


class TestPartnerMerge(CareCase):
    def merge(self, *partners):
        """Into the last of them."""
        ids = [partner.id for partner in partners]
        self.env["base.partner.merge.automatic.wizard"]._merge(ids, partners[-1])
        self.env.invalidate_all()

    def consent(self, partner, **vals):
        values = {
            "partner_id": partner.id,
            "purpose": "marketing",
            "channel": "phone",
            "state": "granted",
        }
        return self.env["hau_mai.consent"].create(values | vals)

    def test_everything_goes_to_who_stays(self):
        first, second = self.make_customers(2, email="same@example.com")
        order = self.make_order(partner_id=first.id)
        rule = self.make_rule(delay=0)
        self.make_orders(first | second)
        self.plan()
        self.carry_out()
        consents = self.consent(first) | self.consent(second)
        units, touchpoints = order.unit_ids, self.touchpoints(rule)
        activities = touchpoints.activity_id
        self.merge(first, second)
        self.assertFalse(first.exists())
        self.assertEqual(units.partner_id, second)
        self.assertEqual(touchpoints.exists(), touchpoints)
        self.assertEqual(touchpoints.partner_id, second)
        self.assertEqual(consents.exists().partner_id, second)
        self.assertEqual(len(consents.exists()), 2)
        self.assertEqual(activities.exists(), activities)

    def test_jobs_go_to_who_stays_in_every_part(self):
        first, second = self.make_customers(2)
        make = lambda model, **vals: self.env[model].create(vals)  # noqa: E731
        product = self.product.id
        center = make("hau_mai.service.center", name="Partner", kind="partner", partner_id=first.id)
        job = make(
            "hau_mai.service",
            partner_id=first.id,
            contact_id=first.id,
            brought_by_id=first.id,
            product_id=product,
        )
        theirs = make("hau_mai.service", partner_id=second.id)
        leg = make("hau_mai.service.leg", service_id=job.id, partner_id=first.id)
        claim = make("hau_mai.service.claim", service_id=job.id, partner_id=first.id)
        loaner = make("hau_mai.service.loaner", service_id=job.id, product_id=product)
        job._portal_ensure_token()
        job.message_subscribe(first.ids)
        self.merge(first, second)
        for fname in ("partner_id", "contact_id", "brought_by_id", "address_id"):
            self.assertEqual(job[fname], second, fname)
        for record in (center, leg, claim, loaner, theirs):
            self.assertEqual(record.partner_id, second, record._name)
        self.assertEqual(job.message_partner_ids & second, second)

    def test_same_birthday_follow_up_of_both(self):
        first, second = self.make_customers(2, birthdate=self.days(5).replace(year=1990))
        for partner in first | second:
            self.consent(partner, purpose="birthday")
        rule = self.make_rule(trigger="birthday", purpose="birthday", delay=0)
        self.plan()
        done = self.touchpoints(rule, partner_id=first.id)
        done.action_reached()
        planned = self.touchpoints(rule, partner_id=second.id)
        self.merge(first, second)
        self.assertEqual(done.exists().state, "done")
        self.assertEqual((done.res_id, done.partner_id), (second.id, second))
        self.assertEqual(planned.exists().state, "cancelled")
        self.assertIn("Merged", planned.reason)
        self.assertEqual(planned.partner_id, second)
        self.plan()
        self.assertEqual(len(self.touchpoints(rule)), 2)
        self.assertFalse(self.touchpoints(rule, state="planned"))

    def test_three_at_once_with_different_rules(self):
        partners = self.make_customers(3, birthdate=self.days(5).replace(year=1990))
        rules = [self.make_rule(trigger="birthday", delay=delay) for delay in (0, 1)]
        self.plan()
        self.merge(*partners)
        for rule in rules:
            self.assertEqual(len(self.touchpoints(rule)), 3)
            self.assertEqual(self.touchpoints(rule).partner_id, partners[2])
            self.assertEqual(len(self.touchpoints(rule, state="planned")), 1)

    def test_activity_on_the_contact_follows(self):
        first, second = self.make_customers(2)
        first.birthdate = self.days(0).replace(year=1990)
        self.consent(first, purpose="birthday")
        rule = self.make_rule(trigger="birthday", purpose="birthday", delay=0)
        self.plan()
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        self.merge(first, second)
        self.assertEqual(touchpoint.activity_id.res_id, second.id)
        touchpoint.action_reached()
        self.assertEqual(touchpoint.state, "done")

    def test_the_stricter_word_and_the_known_birthday_survive(self):
        first, second = self.make_customers(2)
        first.write({"do_not_contact": True, "birthdate": "1990-01-02"})
        self.merge(first, second)
        self.assertTrue(second.do_not_contact)
        self.assertEqual(str(second.birthdate), "1990-01-02")

    def test_refusal_of_one_holds_for_both(self):
        first, second = self.make_customers(2)
        self.consent(second, date="2026-01-01 00:00:00")
        self.consent(first, state="withdrawn", date="2026-02-01 00:00:00")
        self.merge(first, second)
        self.assertFalse(second._contact_verdict("activity", "marketing", self.now())[0])

    def test_the_same_contact_of_a_card_once(self):
        first, second, third = self.make_customers(3)
        unit, other = (self.make_order((self.product, 2)).unit_ids for _n in range(2))
        units = unit | other
        contacts = self.env["hau_mai.unit.contact"]
        rows = contacts.create(
            [
                {"unit_id": card.id, "partner_id": partner.id, "role": role}
                for card, partner, role in [
                    (units[0], first, "user"),
                    (units[0], second, "user"),
                    (units[0], third, "user"),
                    (units[0], second, "bringer"),
                    (units[1], first, "user"),
                ]
            ]
        )
        self.merge(first, second, third)
        kept = rows.exists()
        self.assertEqual(kept, rows[0] | rows[3] | rows[4])
        self.assertEqual(kept.partner_id, third)
