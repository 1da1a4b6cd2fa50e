"""The demo shows every status, and everybody of it can open every screen of theirs."""

from datetime import timedelta

from lxml import etree

from odoo.tests import HttpCase, TransactionCase
from odoo.tools.safe_eval import safe_eval

STATUSES = ["none", "not_started", "active", "expiring", "expired", "void", "returned", "replaced"]
EMPLOYEES = [
    "demo_user_sales",
    "demo_user_manager",
    "demo_user_technician",
    "demo_user_mobile",
]
LIMIT = 80


class TestDemo(TransactionCase):
    def setUp(self):
        super().setUp()
        self.company = self.env.ref("base.main_company")
        self.today = self.company._hau_mai_today()

    # === WHAT THE DEMO HOLDS === #

    def test_every_status_is_there_and_search_agrees_with_reading(self):
        units = self.env["hau_mai.unit"].search([])
        self.assertEqual(set(units.mapped("warranty_status")), set(STATUSES))
        for status in STATUSES:
            found = units.search([("warranty_status", "=", status)])
            self.assertEqual(set(found.mapped("warranty_status")), {status})

    def test_the_customers_and_their_orders(self):
        orders = self.env["sale.order"].search([("partner_id.country_id", "=", "VN")])
        xmlids = orders.get_external_id()
        ours = orders.filtered(lambda order: xmlids[order.id].startswith("hau_mai."))
        self.assertGreaterEqual(len(ours), 30)
        self.assertEqual(set(ours.mapped("state")), {"draft", "sent", "sale", "cancel"})
        customers = ours.partner_id.commercial_partner_id
        self.assertGreaterEqual(len(customers), 12)
        self.assertEqual(set(customers.mapped("is_company")), {True, False})
        quotation = self.env.ref("hau_mai.demo_order_hai_quotation")
        self.assertTrue(all(quotation.order_line.mapped("warranty_sentence")))
        self.assertFalse(quotation.unit_ids)

    def test_history_is_in_the_past(self):
        order = self.env.ref("hau_mai.demo_order_hotel_ac")
        self.assertEqual(len(order.unit_ids), 20)
        [delivered] = set(order.unit_ids.mapped("date_delivered"))
        self.assertEqual(delivered, order.date_delivered)
        self.assertLess(order.date_order.date(), delivered)
        self.assertEqual(set(order.unit_ids.mapped("warranty_status")), {"expiring"})

    def test_deliveries_in_parts_split_a_quantity(self):
        bulbs = self.env.ref("hau_mai.demo_order_school_bulbs").unit_ids
        self.assertEqual(sorted(bulbs.mapped("quantity")), [80, 120])
        self.assertEqual(len(set(bulbs.mapped("date_start"))), 2)
        cable = self.env.ref("hau_mai.demo_order_restaurant_cable").unit_ids
        self.assertEqual(
            {(unit.quantity, unit.warranty_status) for unit in cable},
            {(60, "active"), (40, "not_started")},
        )

    def test_a_vietnamese_customer_reads_vietnamese(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env["ir.module.module"]._load_module_terms(["hau_mai"], ["vi_VN"])
        vi = self.env(context={**self.env.context, "lang": "vi_VN"})
        for model in ("hau_mai.warranty.policy", "hau_mai.warranty.term", "product.template"):
            data = self.env["ir.model.data"].search(
                [("module", "=", "hau_mai"), ("model", "=", model), ("name", "like", "demo_")]
            )
            ours = self.env[model].browse(data.mapped("res_id"))
            self.assertTrue(ours)
            for record in ours:
                self.assertNotEqual(record.with_env(vi).name, record.name)
        order = self.env.ref("hau_mai.demo_order_hai_quotation")
        order.partner_id.lang = "vi_VN"
        for sentence in order.order_line.mapped("warranty_sentence"):
            self.assertRegex(sentence, "Toàn bộ|Không bảo hành|Công lắp đặt")
            self.assertNotRegex(sentence, "(?i)whole|months|housing|starts")

    def test_gift_and_combo_have_cards_and_the_case_has_none(self):
        for name, products in {
            "duc_washing": {"washing_machine", "rice_cooker"},
            "khanh_kitchen": {"refrigerator", "rice_cooker"},
            "cuong_phone": {"phone_pro"},
        }.items():
            units = self.env.ref(f"hau_mai.demo_order_{name}").unit_ids
            expected = {self.env.ref(f"hau_mai.demo_product_{product}") for product in products}
            self.assertEqual(set(units.product_id), expected, name)

    def test_follow_ups_of_every_kind(self):
        touchpoints = self.env["hau_mai.touchpoint"].search([])
        live = touchpoints.filtered(lambda row: row.state in ("planned", "open"))
        for kind, rows in {
            "overdue": live.filtered(lambda row: row.date_planned < self.today),
            "today": live.filtered(lambda row: row.date_planned == self.today),
            "later": live.filtered(lambda row: row.date_planned > self.today),
            "done": touchpoints.filtered(lambda row: row.state == "done" and row.feedback),
            "cancelled": touchpoints.filtered(lambda row: row.state == "cancelled" and row.reason),
        }.items():
            self.assertTrue(rows, kind)
        outcomes = {"reached", "no_answer", "call_again", "wrong_number", "refused", "problem"}
        self.assertLessEqual(outcomes, set(touchpoints.mapped("outcome")))

    def test_jobs_find_nothing_more_to_do(self):
        """The demo is what the jobs would have made: running them now changes nothing."""
        model = self.env["hau_mai.touchpoint"]
        before = model.search([]).read(["state", "date_planned", "user_id", "activity_id"])
        self.env["hau_mai.care.rule"].search([])._plan(self.env.cr.now())
        after = model.search([]).read(["state", "date_planned", "user_id", "activity_id"])
        self.assertEqual(before, after)

    def test_centers_of_every_kind(self):
        centers = self.our("hau_mai.service.center")
        kinds = [key for key, _label in centers._fields["kind"].selection]
        self.assertEqual(sorted(centers.mapped("kind")), sorted(kinds))
        self.assertTrue(all(center.service_ids for center in centers))
        offers = self.env["hau_mai.service.center.offer"].search([])
        self.assertLessEqual({"open", "accepted", "declined"}, set(offers.mapped("outcome")))

    def test_jobs_of_every_state_and_kind(self):
        jobs = self.env["hau_mai.service"].search([])
        self.assertGreaterEqual(len(jobs), 25)
        for fname in ("state", "kind", "waiting_for"):
            values = {key for key, _label in jobs._fields[fname].selection}
            self.assertLessEqual(values, set(jobs.mapped(fname)), fname)
        self.assertTrue(jobs.search([("remedy_due", "=", True)]))
        self.assertIn("sent", jobs.mapped("quote_state"))
        self.assertIn("overdue", jobs.loaner_ids.mapped("state"))
        self.assertLessEqual(
            {"to_claim", "claimed", "credited"}, set(jobs.claim_ids.mapped("state"))
        )
        for job in jobs.filtered("date_done"):
            moments = [job.date_received, job.date_begun, job.date_done, job.date_returned]
            past = [moment for moment in moments if moment]
            self.assertEqual(past, sorted(past), job.name)

    def test_every_plan_runs_and_what_is_due_has_a_job(self):
        plans = self.our("hau_mai.maintenance.plan")
        schedules = self.env["hau_mai.maintenance.schedule"].search([("state", "=", "running")])
        for line in plans.line_ids:
            self.assertTrue(line.check_ids or line.part_ids, line.name)
            self.assertIn(line.name, schedules.mapped("name"))
        visits = schedules.occurrence_ids
        self.assertLessEqual({"done", "booked", "carried_over"}, set(visits.mapped("state")))
        live = visits.filtered(lambda visit: visit.state in ("due", "booked", "carried_over"))
        self.assertFalse(live.filtered(lambda visit: not visit.service_id))
        self.assertFalse(schedules.search(schedules._due_domain(self.env.cr.now())))

    def test_the_hotel_has_services_and_maintenance_to_see(self):
        user = self.env.ref("hau_mai.demo_user_portal")
        jobs = self.env["hau_mai.service"].with_user(user).search([])
        self.assertTrue(jobs.filtered(lambda job: job.state == "scheduled" and job.date_start))
        self.assertTrue(jobs.filtered(lambda job: job.state == "closed"))
        schedules = jobs.unit_id.sudo().schedule_ids
        self.assertIn("running", schedules.mapped("state"))

    def test_cases_of_every_kind(self):
        cases = self.env["hau_mai.complaint"].search([])
        self.assertGreaterEqual(len(cases), 25)
        for fname in ("type", "channel", "state", "phase"):
            values = {key for key, _label in cases._fields[fname].selection}
            self.assertLessEqual(values, set(cases.mapped(fname)), fname)
        self.assertLessEqual(
            {"ok", "at_risk", "overdue", "paused", "met", "missed"}, set(cases.mapped("sla_state"))
        )
        self.assertTrue(cases.filtered("merged_into_id"))
        self.assertTrue(cases.filtered("parent_id"))
        self.assertTrue(cases.filtered("is_asleep"))
        self.assertTrue(cases.filtered("is_recovery"))
        self.assertTrue(cases.filtered("is_vulnerable"))
        self.assertTrue(cases.filtered(lambda case: case.source == "authority"))
        self.assertTrue(cases.minutes_ids)
        self.assertLessEqual({"to_approve", "done"}, set(cases.action_ids.mapped("state")))
        reasons = self.env["hau_mai.sla.miss"].search([]).mapped("reason")
        self.assertTrue(any(reasons) and not all(reasons))

    def test_the_history_of_cases_is_in_the_past(self):
        now = self.env.cr.now()
        for case in self.our("hau_mai.complaint"):
            moves = case.move_ids.sorted("id").mapped("date")
            self.assertEqual(moves, sorted(moves), case.name)
            self.assertEqual(moves[0], case.date_open, case.name)
            for moment in [*case.message_ids.mapped("date"), *moves]:
                self.assertLessEqual(moment, now, case.name)
                self.assertGreaterEqual(moment, case.date_open, case.name)

    def test_no_clock_is_left_to_be_looked_at(self):
        clocks = self.env["hau_mai.sla.status"].search([])
        self.assertFalse(clocks.filtered("is_stale"))
        missed = clocks.filtered(lambda clock: clock.status == "missed")
        noted = self.env["hau_mai.sla.miss"].search([]).status_id
        self.assertFalse(missed.filtered(lambda c: c.deadline < c.complaint_id.create_date) - noted)

    def test_the_hotel_has_cases_to_see(self):
        user = self.env.ref("hau_mai.demo_user_portal")
        cases = self.env["hau_mai.complaint"].with_user(user).search([])
        self.assertIn("in_progress", cases.mapped("state"))
        self.assertIn("closed", cases.mapped("state"))
        center = self.env.ref("hau_mai.demo_user_center")
        self.assertTrue(self.env["hau_mai.complaint"].with_user(center).search([]))

    def test_members_of_every_tier_and_how_they_came_there(self):
        members = self.env["hau_mai.loyalty.membership"].search([])
        tiers = self.env["hau_mai.loyalty.tier"].search([])
        self.assertEqual(members.tier_id, tiers)
        self.assertTrue(members.filtered("locked_until"), "one by hand")
        in_grace = members.filtered(lambda row: row.date_until and row.date_until < self.today)
        self.assertTrue(in_grace.filtered(lambda row: row.date_drop >= self.today))
        soon = self.today + timedelta(days=30)
        self.assertTrue(
            members.filtered(
                lambda row: row.date_until and self.today < row.date_until <= soon and not row.keeps
            )
        )
        moves = self.env["hau_mai.loyalty.tier.move"].search([])
        self.assertLessEqual(
            {"first", "upgrade", "downgrade", "by_hand"}, set(moves.mapped("kind"))
        )
        self.assertTrue(moves.card_id, "vouchers for reaching a tier")
        for tier in tiers:
            self.assertTrue(tier._benefits(), tier.name)

    def test_a_review_finds_nothing_new(self):
        now = self.env.cr.now()
        members = self.env["hau_mai.loyalty.membership"]
        due = members._due_memberships(self.company, self.company._hau_mai_day(now))
        self.assertFalse(due._review(now).mapped("reason"))

    def test_referrals_of_every_kind(self):
        referrals = self.our("hau_mai.referral")
        self.assertEqual(set(referrals.mapped("state")), {"pending", "review", "rewarded"})
        held = referrals.filtered(lambda referral: referral.state == "review")
        self.assertTrue(held.reason)
        rewarded = referrals.filtered(lambda referral: referral.state == "rewarded")
        self.assertTrue(rewarded.referrer_card_id and rewarded.referee_card_id)

    def test_messages_and_what_became_of_them(self):
        touchpoints = self.env["hau_mai.touchpoint"].search([])
        self.assertLessEqual(
            {"queued", "sent", "opened", "answered", "bounced", "logged"},
            set(touchpoints.mapped("delivery")),
        )
        self.assertLessEqual({"email", "sms", "messenger"}, set(touchpoints.mapped("sent_by")))
        rule = self.env.ref("hau_mai.demo_care_rule_shop_day")
        self.assertTrue(rule.contacted_count and rule.holdout_count and rule.bought_percent)
        self.assertTrue(touchpoints.card_id, "a voucher with its code")
        journey = self.env.ref("hau_mai.demo_journey_cooling")
        self.assertEqual(journey.state, "running")
        self.assertTrue(any(journey.step_ids.mapped("contacted_count")))
        gifts = self.env["hau_mai.gift"].search([])
        self.assertEqual(set(gifts.mapped("state")), {"to_pack", "sent", "returned"})
        self.assertEqual(
            set(self.our("hau_mai.messenger.template").mapped("state")), {"approved", "submitted"}
        )

    def test_consents_and_numbers_not_to_call(self):
        consents = self.env["hau_mai.consent"].search([])
        self.assertEqual(set(consents.mapped("state")), {"granted", "withdrawn"})
        self.assertTrue(consents.wording_id)
        self.assertGreaterEqual(len(self.our("hau_mai.do.not.call")), 3)

    def test_what_customers_think(self):
        answers = self.our("hau_mai.nps")
        self.assertEqual(set(answers.mapped("category")), {"promoter", "passive", "detractor"})
        self.assertTrue(answers.complaint_id)
        reviews = self.env["hau_mai.review"].search([])
        bad = reviews.filtered(lambda review: review.kind == "rating" and review.mark <= 2)
        self.assertTrue(bad and all(bad.mapped("reply")))
        self.assertEqual(set(reviews.mapped("state")), {"published"})

    def test_privacy_requests_and_a_time_of_keeping(self):
        requests = self.our("hau_mai.privacy.request")
        self.assertTrue(requests.filtered("is_late"))
        self.assertIn("done", requests.mapped("state"))
        rule = self.env.ref("hau_mai.retention_rule_consent")
        self.assertTrue(rule.active and rule.would_erase and rule.due_count)

    def test_nothing_leaves_for_the_demo_customers(self):
        partners = self.env.ref("hau_mai.demo_order_hotel_ac").partner_id.search(
            [("country_id", "=", "VN")]
        )
        self.assertFalse(self.env["sms.sms"].search([("partner_id", "in", partners.ids)]))
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", partners.ids)]))

    # === EVERY SCREEN, AS EVERYBODY === #

    def test_every_menu_opens_for_the_employees(self):
        for xmlid in EMPLOYEES:
            user = self.env.ref(f"hau_mai.{xmlid}")
            menus = self.our("ir.ui.menu").with_user(user)
            visible_ids = menus._visible_menu_ids() & set(menus.ids)
            for menu in menus.browse(sorted(visible_ids)).filtered("action"):
                with self.subTest(user=user.login, menu=menu.complete_name):
                    self.open_action(menu.sudo().action, user)

    def test_every_window_action_opens_for_the_administrator(self):
        user = self.env.ref("base.user_admin")
        for action in self.our("ir.actions.act_window"):
            with self.subTest(action=action.xml_id):
                self.open_action(action, user)

    def test_the_portal_user_sees_what_their_company_bought(self):
        user = self.env.ref("hau_mai.demo_user_portal")
        units = self.env["hau_mai.unit"].with_user(user).search([])
        hotel = self.env.ref("hau_mai.demo_partner_hotel")
        self.assertEqual(units.partner_id.commercial_partner_id.ids, hotel.ids)
        self.assertGreater(len(units.partner_id), 1, "a colleague's, too")
        self.assertTrue(all(units.mapped("status_sentence")))

    def our(self, model):
        """The records of a model that our add-ons bring."""
        data = self.env["ir.model.data"].search(
            [("model", "=", model), ("module", "=like", "hau_mai%")]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def open_action(self, action, user):
        """What the browser asks for when an action is opened."""
        if action._name != "ir.actions.act_window":
            return
        scope = self.env["ir.actions.actions"]._get_eval_context()
        scope |= {
            "active_id": False,
            "active_ids": [],
            "allowed_company_ids": user.company_ids.ids,
        }
        context = {
            key: value
            for key, value in safe_eval(action.context or "{}", scope).items()
            if value is not False
        }
        model = self.env[action.res_model].with_user(user).with_context(**context)
        views = [*action.sudo().views, (action.sudo().search_view_id.id or False, "search")]
        info = model.get_views(views, {"toolbar": True, "action_id": action.id})
        if action.target == "new":
            model.default_get(list(model._fields))
            return
        domain = safe_eval(action.domain or "[]", scope)
        for kind in set(info["views"]) & {"list", "kanban", "calendar"}:
            names = self.field_names(info["views"][kind]["arch"], model)
            model.web_search_read(domain, self.specification(model, names), limit=LIMIT)
        if "form" in info["views"]:
            names = self.field_names(info["views"]["form"]["arch"], model)
            model.search(domain, limit=LIMIT).web_read(self.specification(model, names))

    def field_names(self, arch, model):
        """The fields of a view's own model, not those of views within it."""
        fields = etree.fromstring(arch).xpath("//field[not(ancestor::field)]")
        return {field.get("name") for field in fields} & model._fields.keys()

    def specification(self, model, names):
        return {
            name: {"fields": {"display_name": {}}} if model._fields[name].relational else {}
            for name in names
        }


class TestDemoLogins(HttpCase):
    def test_the_people_can_log_in(self):
        for xmlid, page in [
            ("demo_user_sales", "/odoo"),
            ("demo_user_manager", "/odoo"),
            ("demo_user_technician", "/odoo/my-jobs"),
            ("demo_user_mobile", "/odoo/my-jobs"),
            ("demo_user_portal", "/my/services"),
            ("demo_user_portal", "/my/loyalty"),
            ("demo_user_portal", "/my/contact-preferences"),
            ("demo_user_portal", "/my/reviews"),
            ("demo_user_portal", "/my/privacy"),
            ("demo_user_center", "/my/loyalty"),
            ("demo_user_center", "/my/jobs"),
        ]:
            login = self.env.ref(f"hau_mai.{xmlid}").login
            session = self.authenticate(login, login)
            self.assertEqual(session.uid, self.env.ref(f"hau_mai.{xmlid}").id)
            self.assertEqual(self.url_open(page).status_code, 200)
