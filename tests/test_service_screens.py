"""Jobs where people look for them: buttons, the first screen, the customer's page, the digest."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .service_common import ServiceCase


class ScreenCase(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # jobs of others, if the database has any, are not counted
        cls.Service.search([]).write({"user_id": cls.desk.id, "center_id": cls.make_center().id})


class TestServiceCounts(ScreenCase):
    def test_every_button_opens_just_what_it_counts(self):
        order = self.make_order((self.product, 2))
        first, second = order.unit_ids
        jobs = self.make_service(unit_id=first.id) | self.make_service(unit_id=second.id)
        jobs |= self.make_service()
        template = self.product.product_tmpl_id
        for record, fname, expected in [
            (first, "service_count", jobs[0]),
            (order, "service_count", jobs[:2]),
            (self.product, "variant_service_count", jobs),
            (template, "service_count", jobs),
            (self.partner, "service_count", jobs),
        ]:
            record = record.with_user(self.desk)
            with self.subTest(model=record._name):
                action = record.action_view_services()
                self.assertEqual(self.Service.search(action["domain"]), expected)
                self.assertEqual(record[fname], len(expected))

    def test_who_only_sells_counts_none(self):
        self.make_service()
        seller = self.make_user("sales_all")
        for record in (self.partner, self.product.product_tmpl_id):
            self.assertEqual(record.with_user(seller).service_count, 0)

    def test_a_new_job_knows_where_it_comes_from(self):
        unit = self.unit.with_user(self.desk)
        context = unit.action_new_service()["context"]
        service = self.Service.with_user(self.desk).with_context(**context).create({})
        self.assertEqual((service.unit_id, service.partner_id), (self.unit, self.partner))
        context = self.partner.action_new_service()["context"]
        self.assertEqual(context, {"default_partner_id": self.partner.id})


class TestServiceOverview(ScreenCase):
    def overview(self):
        return self.env["hau_mai.overview"].with_user(self.desk).get_overview()

    def values(self, overview):
        return {
            figure["key"]: figure["value"]
            for tile in overview["tiles"]
            if tile["key"] in ("services", "waiting")
            for figure in tile["figures"]
        }

    def test_every_figure_opens_just_what_it_counts(self):
        before = self.values(self.overview())
        center = self.make_center()
        placed = {"user_id": self.technician.id, "center_id": center.id}
        noon = self.company_noon()
        self.make_service(date_promised=self.moment(hours=-1), **placed)
        self.make_service(date_received=self.moment(), **placed)
        self.make_service(date_start=noon, state="scheduled", **placed)
        self.make_service(date_start=noon + timedelta(days=1), state="scheduled", **placed)
        for whom in ("parts", "customer", "maker", "center"):
            self.make_service(state="waiting", waiting_for=whom, **placed)
        self.make_service(date_received=self.moment(days=-3), **placed).action_done()
        self.make_service(user_id=self.technician.id, state="in_progress")
        self.make_service(center_id=center.id, state="in_progress")
        overview = self.overview()
        after = self.values(overview)
        new = {key: after[key] - before[key] for key in after if key != "promised_today"}
        self.assertEqual(
            new,
            {
                "past_promise": 1,
                "today": 1,
                "to_receive": 1,
                "not_collected": 1,
                "parts": 1,
                "customer": 1,
                "maker": 1,
                "technician": 1,
                "center": 1,
            },
        )
        for tile in overview["tiles"]:
            for figure in tile["figures"]:
                action = figure["action"]
                model = self.env[action["res_model"]].with_user(self.desk)
                self.assertEqual(model.search_count(action["domain"]), figure["value"], figure)

    def company_noon(self):
        """Noon of today in Ho Chi Minh City, in UTC."""
        return datetime.combine(self.today, datetime.min.time()) + timedelta(hours=5)

    def test_the_graph_counts_jobs_in_the_weeks_of_the_company(self):
        # Monday, 0:30 in Ho Chi Minh City, is Sunday in UTC
        with freeze_time("2026-03-08 17:30:00"):
            self.make_service().action_done()
        with freeze_time("2026-03-11 03:00:00"):
            chart = self.overview()["chart"]
            series = next(line for line in chart["series"] if line["key"] == "services")
            self.assertEqual(series["values"][-2:], [0, 1])
            for value, action in zip(series["values"], series["actions"], strict=True):
                self.assertEqual(self.Service.search_count(action["domain"]), value)

    def test_queries_do_not_grow_with_jobs(self):
        self.overview()
        few = self.queries(self.overview)
        for _number in range(20):
            self.make_service(date_promised=self.moment(days=-1))
        self.assertLessEqual(self.queries(self.overview), few)


class TestServicesOnCustomerPage(ScreenCase):
    def page(self, partner=None):
        return (partner or self.partner).with_user(self.desk).get_after_sales_page()

    def summary(self):
        return {part["key"]: part for part in self.page()["summary"]}

    def titles(self, entries):
        return [entry["title"] for entry in entries]

    def happened(self):
        return [entry for month in self.page()["months"] for entry in month["entries"]]

    def test_open_jobs_and_their_next_promise_stand_on_top(self):
        self.assertNotIn("services", self.summary())
        self.make_service()
        self.assertEqual(self.summary()["services"]["text"], "open jobs: 1")
        service = self.make_service(date_promised=self.moment(days=2))
        part = self.summary()["services"]
        self.assertIn("open jobs: 2, next promised for", part["text"])
        self.assertEqual(part["color"], "primary")
        service.date_promised = self.moment(days=-2)
        part = self.summary()["services"]
        self.assertIn("late", part["text"])
        self.assertEqual(part["color"], "danger")

    def test_what_can_be_collected_stands_on_top(self):
        service = self.make_service(date_received=self.moment(days=-1))
        service.action_done()
        summary = self.summary()
        self.assertEqual(summary["ready"]["text"], "ready to be collected: 1")
        self.assertNotIn("services", summary)
        service.write({"state": "closed", "date_returned": self.moment()})
        self.assertNotIn("ready", self.summary())

    def test_what_happened_with_jobs_and_what_comes(self):
        self.make_service(
            date_received=self.moment(days=-5),
            date_start=self.moment(days=-4),
            date_returned=self.moment(days=-2),
        ).action_done()
        coming = self.make_service(
            date_start=self.moment(days=2), date_promised=self.moment(days=3)
        )
        self.env["hau_mai.maintenance.schedule"].create(
            {
                "unit_id": self.unit.id,
                "name": "Cleaning",
                "interval": 2,
                "date_next": self.today + timedelta(days=9),
            }
        )
        happened = self.titles(self.happened())
        for title in ("Received", "Appointment", "Job done", "Handed back"):
            self.assertEqual(happened.count(title), 1, title)
        planned = self.page()["planned"]
        self.assertEqual(self.titles(planned)[:3], ["Appointment", "Promised", "Maintenance"])
        self.assertEqual(planned[0]["action"]["res_id"], coming.id)
        self.assertIn("Cleaning", planned[2]["text"])

    def test_who_uses_something_sees_it_and_whose_it_is(self):
        user = self.env["res.partner"].create({"name": "Lê Bảo"})
        self.env["hau_mai.unit.contact"].create({"unit_id": self.unit.id, "partner_id": user.id})
        page = self.page(user)
        self.assertEqual(
            [(unit["id"], unit["owner"]) for unit in page["units"]],
            [(self.unit.id, self.partner.name)],
        )
        self.assertEqual(page["unit_count"], 0)
        self.assertEqual([unit["owner"] for unit in self.page()["units"]], [""])

    def test_queries_do_not_grow_with_jobs(self):
        self.make_service(date_promised=self.moment(days=1), date_received=self.moment())
        self.page()
        few = self.queries(self.page)
        for _number in range(20):
            self.make_service(date_promised=self.moment(days=1), date_received=self.moment())
        self.assertLessEqual(self.queries(self.page), few)


class TestServiceDigest(ScreenCase):
    def figures(self, user):
        """The figures of last week, as the digest of a user has them."""
        digest = self.env["digest.digest"].create({"name": "A test"}).with_user(user)
        digest = digest.with_context(
            start_datetime=self.moment(days=-7), end_datetime=self.moment(days=1)
        )
        return {
            kpi: digest[f"kpi_hau_mai_{kpi}_value"]
            for kpi in ("received", "done", "days", "past_promise")
        }

    def test_figures_of_the_week(self):
        before = self.figures(self.desk)
        old = self.make_service(date_received=self.moment(days=-20))
        for days, promised in ((2, 1), (4, -1)):
            service = self.make_service(
                date_received=self.moment(days=-days), date_promised=self.moment(days=promised)
            )
            service.action_done()
            service.date_returned = self.moment()
        old.action_done()
        old.date_returned = self.moment(days=-9)
        after = self.figures(self.desk)
        self.assertEqual(after["received"] - before["received"], 2)
        self.assertEqual(after["done"] - before["done"], 3)
        self.assertEqual(after["past_promise"] - before["past_promise"], 1)
        self.assertAlmostEqual(after["days"], 3, places=1)

    def test_who_has_nothing_to_do_with_it_gets_no_figures(self):
        with self.assertRaises(AccessError):
            self.figures(self.make_user("sales_all"))

    def test_the_digest_is_sent_with_what_its_reader_may_see(self):
        digest = self.env["digest.digest"].create(
            {"name": "A test", "kpi_hau_mai_done": True, "kpi_hau_mai_days": True}
        )
        for user, names in (
            (self.desk, {"kpi_hau_mai_done", "kpi_hau_mai_days"}),
            (self.make_user("sales_all"), set()),
        ):
            kpis = digest._compute_kpis(self.company, user)
            self.assertEqual({kpi["kpi_name"] for kpi in kpis}, names)
