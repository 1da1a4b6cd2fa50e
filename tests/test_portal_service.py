"""Customers look at their services in the portal, ask for one, and tell what a meter shows."""

import base64

from odoo.fields import Command

from odoo.addons.hau_mai.models.hau_mai_service_portal import PORTAL_PAPERS

from .portal_common import PortalCase

#: The smallest picture there is.
GIF = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")


class TestPortalService(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_service(unit_id=cls.unit.id, request="It drips")
        cls.hidden = cls.make_service(unit_id=cls.theirs.id, request="Somebody's secret")

    # === WHO SEES WHAT === #

    def test_a_customer_and_a_colleague_see_what_the_company_bought(self):
        for user in (self.customer, self.colleague):
            with self.subTest(user=user.login):
                page = self.open(f"/my/services/{self.service.id}", user)
                self.assertIn(self.service.name, page.text)
                self.assertIn("It drips", page.text)

    def test_nobody_else_does(self):
        url = f"/my/services/{self.service.id}"
        for token in ("", "?access_token=", "?access_token=wrong"):
            for user in (self.other, None):
                with self.subTest(user=user and user.login, token=token):
                    self.assertSentAway(self.open(url + token, user))
        self.assertSentAway(self.open("/my/services/999999999", self.customer))

    def test_the_link_opens_its_job_and_no_other(self):
        url = self.service.get_portal_url()
        self.assertIn("It drips", self.open(url).text)
        token = self.service._portal_ensure_token()
        self.hidden._portal_ensure_token()
        other = f"/my/services/{self.hidden.id}?access_token={token}"
        self.assertSentAway(self.open(other))
        self.service.access_token = "a-new-one"
        self.assertSentAway(self.open(url))

    def test_the_lists_are_for_those_who_log_in(self):
        for url in ("/my/services", "/my/maintenance", "/my/services/new"):
            self.assertIn("/web/login", self.open(url).url)

    def test_the_list_shows_ones_own_and_search_no_more(self):
        page = self.open("/my/services", self.customer)
        self.assertIn(self.service.name, page.text)
        self.assertNotIn(self.hidden.name, page.text)
        for text in (self.service.name, "ac-77", "AC 9000"):
            found = self.open(f"/my/services?search={text}", self.customer)
            self.assertIn(self.service.name, found.text, text)
            self.assertNotIn(self.hidden.name, found.text, text)
        for text in ("XX-99", "%", "secret", self.hidden.name):
            found = self.open(f"/my/services?search={text}", self.customer)
            self.assertNotIn(self.hidden.access_url + '"', found.text, text)

    def test_open_ones_come_first_over_several_pages(self):
        closed = self.Service.create([{"unit_id": self.unit.id}] * 22)
        closed.action_done()
        closed.write({"state": "closed"})
        first = self.open("/my/services", self.customer).text
        self.assertLess(first.index(self.service.name), first.index(closed[-1].name))
        self.assertIn(closed[-19].name, first)
        self.assertNotIn(closed[-20].name, first)
        second = self.open("/my/services/page/2", self.customer).text
        self.assertNotIn(self.service.name, second)
        self.assertIn(closed[-20].name, second)
        self.assertIn(closed[0].name, second)
        only = self.open("/my/services?filterby=open&sortby=appointment", self.customer).text
        self.assertIn(self.service.name, only)
        self.assertNotIn(closed[-1].name, only)
        self.assertEqual(
            self.open("/my/services?filterby=x&sortby=y", self.customer).status_code, 200
        )

    def test_the_home_page_counts_them(self):
        self.log_in(self.customer)
        counts = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["hau_mai_service_count", "hau_mai_unit_count"]}
        )
        self.assertEqual(counts, {"hau_mai_service_count": 1, "hau_mai_unit_count": 2})
        self.assertIn("/my/services", self.open("/my", self.customer).text)

    def test_a_long_list_costs_no_more_queries(self):
        def words(count):
            services = self.Service.create([{"unit_id": self.unit.id}] * count)
            services.date_start = self.moment(days=2)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for service in services:
                service._portal_title()
                service._portal_sentence()
            return self.env.cr.sql_log_count - before

        words(1)
        self.assertEqual(words(3), words(30))

    def test_an_order_leads_to_asking_for_a_service(self):
        order = self.make_order(partner_id=self.customer.partner_id.id)
        page = self.open(order.get_portal_url(), self.customer)
        self.assertIn(f"/my/services/new?unit_id={order.unit_ids.id}", page.text)
        quotation = self.make_order(partner_id=self.customer.partner_id.id, confirm=False)
        page = self.open(quotation.get_portal_url(), self.customer)
        self.assertNotIn("/my/services/new", page.text)

    # === WHAT A JOB'S PAGE SAYS === #

    def test_it_says_where_we_are(self):
        self.service.write({"date_received": self.moment(), "date_promised": self.moment(days=3)})
        url = f"/my/services/{self.service.id}"
        page = self.text(self.open(url, self.customer))
        self.assertIn("We have received it", page)
        self.assertIn("Ready by", page)
        self.service.write({"state": "waiting", "waiting_for": "parts"})
        self.assertIn("Waiting for parts", self.text(self.open(url, self.customer)))
        self.service.action_done()
        page = self.text(self.open(url, self.customer))
        self.assertIn("Ready to be collected", page)
        self.assertNotIn("Ready by", page)

    def test_it_says_who_pays(self):
        self.assertIn("Covered by your warranty", self.service._portal_cost()[1])
        self.service.under_warranty = False
        self.assertIn("before anything costs you money", self.service._portal_cost()[1])
        self.service.write(
            {"line_ids": [Command.create({"name": "Board", "covered": True, "reason": "x"})]}
        )
        tone, sentence = self.service._portal_cost()
        self.assertEqual((tone, "nothing to pay" in sentence), ("success", True))
        self.service.kind = "maintenance"
        self.assertIn("This visit is free", self.service._portal_cost()[1])
        self.service.write({"line_ids": [Command.create({"name": "Cover", "covered": False})]})
        self.assertEqual(self.service._portal_cost()[0], "warning")

    def test_it_shows_what_was_checked_and_nothing_of_the_house(self):
        self.service.write(
            {
                "check_ids": [
                    Command.create({"name": "Gas pressure", "result": "pass", "note": "our note"}),
                    Command.create({"name": "Not looked at yet"}),
                ],
                "line_ids": [Command.create({"name": "Fan", "reason": "our reason"})],
            }
        )
        self.service.message_post(body="only for us", subtype_xmlid="mail.mt_note")
        page = self.open(f"/my/services/{self.service.id}", self.customer).text
        self.assertIn("Gas pressure", page)
        for inner in ("our note", "our reason", "only for us", "Not looked at yet"):
            self.assertNotIn(inner, page)

    def test_it_speaks_the_customers_language_and_the_companys_time(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.customer.lang = "vi_VN"
        self.service.date_start = "2031-03-12 01:30:00"
        page = self.open(self.service.get_portal_url()).text
        self.assertIn("12 thg 3, 2031", page)
        self.assertIn("08:30", page)

    def test_customers_write_and_read_what_is_for_them(self):
        self.log_in(self.customer)
        sent = self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "hau_mai.service",
                "thread_id": self.service.id,
                "post_data": {
                    "body": "When do you come?",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )
        self.assertTrue(sent["message_id"])
        self.service.message_post(body="only for us", subtype_xmlid="mail.mt_note")
        told = str(
            self.make_jsonrpc_request(
                "/mail/chatter_fetch",
                {"thread_model": "hau_mai.service", "thread_id": self.service.id},
            )
        )
        self.assertIn("When do you come?", told)
        self.assertNotIn("only for us", told)

    # === PAPERS === #

    def paper(self, key, name):
        """The report of a paper: the one there is, else one for this test."""
        xmlid, _states = PORTAL_PAPERS[key]
        report = self.env.ref(xmlid, raise_if_not_found=False)
        if report:
            return report
        self.env["ir.ui.view"].create(
            {"type": "qweb", "key": name, "arch": "<t t-call='web.html_container'>Paper</t>"}
        )
        report = self.env["ir.actions.report"].create(
            {"name": key, "model": "hau_mai.service", "report_name": name}
        )
        self.env["ir.model.data"].create(
            {
                "module": "hau_mai",
                "name": xmlid.split(".")[1],
                "model": report._name,
                "res_id": report.id,
            }
        )
        return report

    def test_papers_are_there_when_they_say_something(self):
        for key in ("receipt", "report"):
            self.paper(key, f"hau_mai.test_{key}")
        self.assertEqual(set(self.service._portal_papers()), set())
        url = f"/my/services/{self.service.id}/print"
        self.assertEqual(self.open(f"{url}/receipt", self.customer).status_code, 404)
        self.service.date_received = self.moment()
        self.assertEqual(set(self.service._portal_papers()), {"receipt"})
        self.assertEqual(self.open(f"{url}/receipt", self.customer).status_code, 200)
        self.assertEqual(self.open(f"{url}/../../../etc", self.customer).status_code, 404)
        self.assertEqual(self.open(f"{url}/anything", self.customer).status_code, 404)
        self.assertSentAway(self.open(f"{url}/receipt", self.other))
        self.service.action_done()
        self.assertEqual(set(self.service._portal_papers()), {"receipt", "report"})

    def test_a_paper_that_is_not_installed_is_not_offered(self):
        report = self.paper("report", "hau_mai.test_gone")
        self.service.action_done()
        report.unlink()
        url = f"/my/services/{self.service.id}"
        self.assertEqual(self.open(f"{url}/print/report", self.customer).status_code, 404)
        self.assertNotIn("print/report", self.open(url, self.customer).text)


class TestPortalRequest(PortalCase):
    def ask(self, user=None, files=None, **data):
        values = {"unit_id": str(self.unit.id), "kind": "repair", "request": "It drips"}
        return self.post("/my/services/new", user or self.customer, files=files, **(values | data))

    def services(self):
        return self.Service.search([("unit_id", "=", self.unit.id)])

    def test_the_form_says_what_is_covered(self):
        form = self.open(f"/my/services/new?unit_id={self.unit.id}", self.customer)
        for name in ("unit_id", "kind", "request", "photos", "day"):
            self.assertIn(f'name="{name}"', form.text)
        page = self.text(form)
        self.assertIn("AC 9000", page)
        self.assertIn(self.unit.status_sentence, page)
        self.assertNotIn("XX-99", page)

    def test_many_products_are_a_list_to_choose_from(self):
        units = [self.make_unit(partner_id=self.hotel.id) for _number in range(7)]
        page = self.open(f"/my/services/new?unit_id={units[3].id}", self.customer).text
        self.assertIn('<select name="unit_id"', page)
        self.assertRegex(page, f'value="{units[3].id}" selected')

    def test_a_request_becomes_a_job_with_its_photos(self):
        day = self.company._hau_mai_today().replace(year=self.today.year + 1)
        answer = self.ask(day=str(day))
        self.assertIn("within the next", self.text(answer))
        self.assertFalse(self.services())
        answer = self.ask(files=[("photos", ("drip.gif", GIF, "image/gif"))])
        service = self.services()
        self.assertIn(f"/my/services/{service.id}", answer.url)
        self.assertIn("We have your request", answer.text)
        self.assertEqual(service.state, "new")
        self.assertEqual(service.kind, "repair")
        self.assertEqual(service.request, "It drips")
        self.assertEqual(service.partner_id, self.customer.partner_id)
        self.assertEqual(service.responsible_id, self.company._hau_mai_manager())
        photos = self.env["ir.attachment"].search(
            [("res_model", "=", service._name), ("res_id", "=", service.id)]
        )
        self.assertEqual(photos.mapped("name"), ["drip.gif"])

    def test_a_colleague_who_asks_is_whom_we_call(self):
        self.ask(self.colleague)
        self.assertEqual(self.services().partner_id, self.customer.partner_id)
        self.assertEqual(self.services().contact_id, self.colleague.partner_id)

    def test_what_is_open_already_is_shown_instead(self):
        self.ask()
        answer = self.ask(request="It still drips")
        self.assertEqual(len(self.services()), 1)
        self.assertIn("already open", self.text(answer))
        self.services().action_done()
        self.services().write({"state": "closed"})
        self.ask(request="Again")
        self.assertEqual(len(self.services()), 2)

    def test_something_without_a_card_is_asked_once(self):
        for _click in range(2):
            self.ask(unit_id="other", kind="guidance", request="How do I …")
        service = self.Service.search([("partner_id", "=", self.customer.partner_id.id)])
        self.assertEqual(len(service), 1)
        self.assertFalse(service.unit_id)

    def test_what_is_wrong_is_said_and_nothing_is_made(self):
        self.assertIn("tell us what is wrong", self.text(self.ask(request="  ")))
        self.assertIn("choose what you need", self.text(self.ask(kind="anything")))
        for unit_id in (str(self.theirs.id), "", "x", "-1", "999999999"):
            self.assertIn("choose the product", self.text(self.ask(unit_id=unit_id)), unit_id)
        page = self.ask(files=[("photos", ("x.svg", b"<svg onload='x'/>", "image/png"))])
        self.assertIn("is not a photo", self.text(page))
        page = self.ask(files=[("photos", (f"{i}.gif", GIF, "image/gif")) for i in range(6)])
        self.assertIn("at most 5", self.text(page))
        self.assertIn("It drips", page.text, "what was typed is kept")
        self.assertIn("choose a day", self.text(self.ask(day="yesterday")))
        self.assertFalse(
            self.Service.search(
                [("partner_id", "in", [self.customer.partner_id.id, self.other.partner_id.id])]
            )
        )

    def test_a_void_card_cannot_be_served(self):
        self.unit.action_void("A test")
        self.assertIn("not valid any more", self.text(self.ask()))

    def test_changes_are_made_by_post_with_the_forms_token(self):
        self.log_in(self.customer)
        data = {"unit_id": str(self.unit.id), "kind": "repair", "request": "x"}
        self.assertEqual(self.url_open("/my/services/new", data=data).status_code, 400)
        for path in ("book", "reading"):
            answer = self.open(f"/my/maintenance/{self.unit.id}/{path}", self.customer)
            self.assertIn(answer.status_code, (404, 405))
        self.assertFalse(self.services())


class TestPortalMaintenance(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedule = cls.make_schedule(cls.unit, free_visits=1)
        cls.make_schedule(cls.theirs, name="Not for you")

    @classmethod
    def make_schedule(cls, unit, **vals):
        return cls.env["hau_mai.maintenance.schedule"].create(
            {
                "unit_id": unit.id,
                "name": "Cleaning",
                "interval": 6,
                "usage_interval": 3000,
                "usage_unit": "km",
                "date_anchor": cls.today,
                "date_next": cls.today.replace(year=cls.today.year + 1),
                **vals,
            }
        )

    def tell(self, value, user=None, **data):
        url = f"/my/maintenance/{self.unit.id}/reading"
        return self.post(url, user or self.customer, value=value, **data)

    def test_it_shows_what_is_due_on_what_the_company_bought(self):
        for user in (self.customer, self.colleague):
            page = self.text(self.open("/my/maintenance", user))
            self.assertIn("Cleaning", page)
            self.assertIn("Free", page)
            self.assertNotIn("Not for you", page)
        self.schedule.state = "cancelled"
        self.assertNotIn("Cleaning", self.open("/my/maintenance", self.customer).text)

    def test_a_visit_is_booked_once_with_what_is_due(self):
        occurrence = self.env["hau_mai.maintenance.occurrence"].create(
            {"schedule_id": self.schedule.id, "number": 1, "date_due": self.today}
        )
        url = f"/my/maintenance/{self.unit.id}/book"
        for _click in range(2):
            answer = self.post(url, self.customer)
        service = self.Service.search([("unit_id", "=", self.unit.id)])
        self.assertEqual(len(service), 1)
        self.assertEqual(service.kind, "maintenance")
        self.assertEqual(service.occurrence_ids, occurrence)
        self.assertEqual(occurrence.state, "booked")
        self.assertIn(f"/my/services/{service.id}/book", answer.url)
        self.assertIn(service.access_url, self.open("/my/maintenance", self.customer).text)

    def test_nobody_books_for_somebody_else(self):
        url = f"/my/maintenance/{self.unit.id}/book"
        self.assertSentAway(self.post(url, self.other))
        self.assertSentAway(self.post(url))
        self.assertSentAway(self.tell("100", self.other))
        self.assertFalse(self.Service.search([("unit_id", "=", self.unit.id)]))
        self.assertFalse(self.unit.reading_ids)

    def test_a_reading_is_noted(self):
        self.assertIn("we noted it", self.text(self.tell("1234.5")))
        self.assertEqual(self.unit.reading_ids.value, 1234.5)
        self.assertEqual(self.unit.reading_ids.source, "customer")
        self.assertIn("Last:", self.text(self.open("/my/maintenance", self.customer)))

    def test_what_is_no_number_is_refused(self):
        for value in ("", "x", "-3", "nan", "inf"):
            self.assertIn("as a number", self.text(self.tell(value)), value)
        self.assertFalse(self.unit.reading_ids)

    def test_what_looks_wrong_is_asked_again(self):
        self.tell("1000")
        page = self.tell("400")
        self.assertIn('name="refused"', page.text)
        self.assertIn('name="confirmed"', page.text)
        self.assertEqual(len(self.unit.reading_ids), 1)
        self.tell("400", confirmed="1")
        self.assertEqual(len(self.unit.reading_ids), 2)
