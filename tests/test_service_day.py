"""A technician's day: what comes first, opening it among many, scanning, and the tour."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import SQL

from odoo.addons.hau_mai.tools.service import day_bounds, day_bucket

from .service_common import ServiceCase

DOMAIN = [("state", "not in", ("done", "closed", "cancelled"))]


class TestDay(ServiceCase):
    def mine(self, **vals):
        return self.make_service(user_id=self.technician.id, **vals)

    def test_a_day_is_the_companys(self):
        """Half past midnight in Ho Chi Minh City is yesterday evening in UTC."""
        bounds = day_bounds(self.day("2026-03-02"), "Asia/Ho_Chi_Minh")
        self.assertEqual(bounds[0], datetime(2026, 3, 1, 17, 0))
        for start, expected in [
            ("2026-03-01 16:59:59", "2_overdue"),
            ("2026-03-01 17:00:00", "1_today"),
            ("2026-03-02 16:59:59", "1_today"),
            ("2026-03-02 17:00:00", "3_tomorrow"),
            ("2026-03-03 17:00:00", "4_later"),
            (False, "5_no_date"),
        ]:
            with self.subTest(start=start):
                moment = fields.Datetime.to_datetime(start)
                self.assertEqual(day_bucket("scheduled", moment, bounds), expected)
        self.assertEqual(day_bucket("in_progress", False, bounds), "1_today")

    def test_computed_searched_and_grouped_agree(self):
        with freeze_time("2026-03-02 05:00:00"):
            now = fields.Datetime.now()
            jobs = self.Service.union(
                *(
                    self.mine(date_start=days is not None and now + timedelta(days=days))
                    for days in (-3, 0, 1, 2, 9, None)
                )
            )
            jobs[0].action_on_the_way()
            jobs += self.mine(date_start=now - timedelta(days=1))
            over = self.mine(date_start=now)
            over.action_done()
            self.assertFalse(over.day_bucket)
            computed = jobs.grouped("day_bucket")
            self.assertEqual(len(computed), 5)
            for bucket, those in computed.items():
                found = self.Service.search(
                    [("day_bucket", "=", bucket), ("id", "in", (jobs + over).ids)]
                )
                self.assertEqual(set(found.ids), set(those.ids), bucket)
            grouped = self.Service._read_group(
                [("id", "in", (jobs + over).ids)], ["day_bucket"], ["id:recordset"]
            )
            self.assertEqual(
                {bucket: set(those.ids) for bucket, those in grouped if bucket},
                {bucket: set(those.ids) for bucket, those in computed.items()},
            )
            order = [bucket for bucket, _those in grouped if bucket]
            self.assertEqual(order, sorted(order))
            self.assertEqual(order[0], "1_today")

    def test_directions_and_who_signs(self):
        self.partner.write({"street": "12 Lê Lợi", "city": "Huế"})
        service = self.mine()
        self.assertEqual(service.address_sentence, "12 Lê Lợi, Huế")
        self.assertIn("destination=12+L%C3%AA", service.map_url)
        bare = self.make_service(address_id=self.env["res.partner"].create({"name": "X"}).id)
        self.assertFalse(bare.map_url)

    def test_a_scan_opens_the_job_else_the_card(self):
        self.unit.serial_number = "SN-77"
        scan = self.Service.with_user(self.technician).action_scan
        self.assertEqual(scan("sn 77")["res_model"], "hau_mai.unit")
        other = self.make_service()
        self.assertEqual(scan("SN77")["res_id"], other.id)
        mine = self.mine()
        self.assertEqual(scan("sn77")["res_id"], mine.id)
        (mine + other).action_done()
        self.assertEqual(scan("SN77")["res_id"], self.unit.id)
        self.assertEqual(scan(mine.name)["res_id"], mine.id)
        self.assertFalse(scan("nothing of ours") or scan(" "))


class TestDayAmongMany(ServiceCase):
    """Opening the page costs the same, however many jobs others have and one has behind oneself."""

    MANY = 20000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        service = cls.make_service(user_id=cls.desk.id)
        cls.env.flush_all()
        columns = [
            name
            for name, field in cls.Service._fields.items()
            if field.store and field.column_type and name not in ("id", "name", "user_id", "state")
        ]
        cls.env.cr.execute(
            SQL(
                """INSERT INTO hau_mai_service (name, user_id, state, %(columns)s)
                SELECT 'X' || n, (ARRAY[%(mine)s, %(other)s, NULL, %(other)s])[1 + n %% 4],
                       (ARRAY['closed', 'done', 'new', 'scheduled'])[1 + n %% 4], %(columns)s
                  FROM hau_mai_service, generate_series(1, %(many)s) n WHERE id = %(id)s""",
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                mine=cls.technician.id,
                other=cls.desk.id,
                many=cls.MANY,
                id=service.id,
            )
        )
        cls.env.cr.execute("ANALYZE hau_mai_service")
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.jobs = self.Service.with_user(self.technician)
        self.domain = [("user_id", "=", self.technician.id), *DOMAIN]

    def open_page(self):
        """What the web client asks for: the groups, with their cards."""
        view = self.env.ref("hau_mai.hau_mai_service_view_kanban_my_jobs")
        names = self.env["hau_mai.service"].get_view(view.id, "kanban")["models"]
        spec = {name: {} for name in names["hau_mai.service"]}
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        groups = self.jobs.web_read_group(
            self.domain,
            ["day_bucket"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=spec,
        )["groups"]
        return groups, self.env.cr.sql_log_count - before

    def give_jobs(self, count):
        self.Service.create(
            [
                {
                    "unit_id": self.unit.id,
                    "user_id": self.technician.id,
                    "date_start": self.moment(hours=number % 30 - 5),
                }
                for number in range(count)
            ]
        )

    def test_opening_costs_the_same_for_few_and_many(self):
        self.give_jobs(4)
        self.open_page()
        _groups, few = self.open_page()
        self.give_jobs(40)
        groups, many = self.open_page()
        self.assertEqual(sum(group["__count"] for group in groups), 44)
        # one search a heading; the number of headings is not more than five
        self.assertLessEqual(many, few + 5, (few, many))
        self.assertLessEqual(many, 45)

    def test_the_index_of_the_technician_is_used(self):
        self.give_jobs(10)
        self.env.flush_all()
        self.env.cr.execute("ANALYZE hau_mai_service")
        mine, today = ("user_id", "=", self.technician.id), ("day_bucket", "=", "1_today")
        for domain in (self.domain, [*self.domain, today], [mine, today]):
            query = self.jobs._search(domain, order="date_start, id").select()
            rows = self.env.execute_query(SQL("EXPLAIN %s", query))
            plan = "\n".join(row[0] for row in rows)
            self.assertIn("hau_mai_service_user_idx", plan)
            self.assertNotIn("Seq Scan on hau_mai_service", plan)


class TestDayTour(ServiceCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_from_the_call_to_the_signature(self):
        self.unit.serial_number = "SN-77"
        self.partner.write({"street": "12 Lê Lợi", "city": "Huế"})
        self.technician.group_ids += self.env.ref("base.group_partner_manager")
        service = self.make_service(
            user_id=self.technician.id, date_start=self.moment(), request="Blows warm"
        )
        self.env["hau_mai.service.check"].create({"service_id": service.id, "name": "Leaks?"})
        self.start_tour("/odoo/my-jobs", "hau_mai_my_jobs", login=self.technician.login)
        self.assertEqual((service.state, service.result), ("done", "repaired"))
        self.assertEqual(service.check_ids.result, "pass")
        self.assertTrue(service.customer_signature and service.signed_on)
        self.assertFalse(service.passed_over)
