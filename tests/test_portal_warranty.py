"""Customers look at one of their warranty cards: in the portal, or by the link of a message."""

from odoo.fields import Command

from odoo.addons.hau_mai.controllers import portal_complaint_form

from .portal_common import PortalCase

SCRIPT = "<script>alert(1)</script>"


class WarrantyCase(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = f"/my/warranties/{cls.unit.id}"

    def assertNoPage(self, response):
        """Not there for this visitor, like what does not exist."""
        self.assertEqual(response.status_code, 404, response.url)


class TestWarrantyPage(WarrantyCase):
    # === WHO SEES WHAT === #

    def test_the_owner_and_a_colleague_read_the_card(self):
        for user in (self.customer, self.colleague):
            page = self.text(self.open(self.url, user))
            for told in ("AC 9000", "AC-77", self.unit.name, "Your AC 9000 is covered until"):
                self.assertIn(told, page)

    def test_who_only_uses_it_does_not_own_it(self):
        self.env["hau_mai.unit.contact"].create(
            {"unit_id": self.unit.id, "partner_id": self.other.partner_id.id}
        )
        self.assertNoPage(self.open(self.url, self.other))
        self.assertNotIn("AC-77", self.open("/my/warranties", self.other).text)

    def test_nobody_else_gets_anything(self):
        file = self.add_guidance()
        self.unit._ensure_access_tokens()
        suffixes = ("", "/card", f"/document/{file.id}")
        for suffix in suffixes:
            for token in ("", "?access_token=", "?access_token=x", f"?access_token={'0' * 32}"):
                for user in (self.other, None):
                    with self.subTest(suffix=suffix, token=token, user=user and user.login):
                        self.assertNoPage(self.open(self.url + suffix + token, user))
            self.assertNoPage(self.open(f"/my/warranties/999999999{suffix}", self.customer))
        self.assertNoPage(self.open(f"{self.url}?access_token={self.unit.access_token}"))

    def test_what_exists_and_what_does_not_look_alike(self):
        there, missing = (
            self.open(url, self.other).text.split("<main")[1]
            for url in (self.url, "/my/warranties/999999999")
        )
        self.assertEqual(there, missing)

    def test_the_owners_link_opens_its_card_and_no_other(self):
        link = self.unit._owner_url().split("/my/")[1]
        page = self.open(f"/my/{link}")
        self.assertIn("Your AC 9000 is covered until", self.text(page))
        signature = self.unit._owner_signature()
        for other in (self.theirs, self.make_unit(partner_id=self.customer.partner_id.id)):
            url = f"/my/warranties/{other.id}?access_token={signature}"
            self.assertNoPage(self.open(url))

    def test_the_old_owners_link_ends_with_the_transfer(self):
        link = f"/my/{self.unit._owner_url().split('/my/')[1]}"
        self.make_service(unit_id=self.unit.id, request="The old owner's secret")
        self.unit.partner_id = self.other.partner_id
        self.assertNoPage(self.open(link))
        self.assertNoPage(self.open(self.url, self.customer))
        self.assertIn("AC-77", self.open(self.url, self.other).text)

    def test_a_page_behind_a_link_stays_private(self):
        page = self.open(f"/my/{self.unit._owner_url().split('/my/')[1]}")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertNotIn('href="/my/warranties"', page.text, "there is no log-in to go back to")
        self.assertIn("1800 1234", page.text)
        self.assertIn("you log in", self.text(page))

    def test_the_links_of_the_page_keep_the_signature(self):
        file = self.add_guidance()
        page = self.open(f"/my/{self.unit._owner_url().split('/my/')[1]}").text
        signature = self.unit._owner_signature()
        for suffix in ("/card", f"/document/{file.id}"):
            url = f"{self.url}{suffix}?access_token={signature}"
            self.assertIn(url, page)
            self.assertEqual(self.open(url).status_code, 200)
        self.assertNotIn(signature, self.open(self.url, self.customer).text)

    def test_staff_reads_it_as_the_customer_does(self):
        manager = self.make_user("after_manager", login="boss", password="boss")
        self.assertIn("AC-77", self.open(self.url, manager).text)

    # === WHAT IT SAYS === #

    def test_what_is_covered_and_what_is_left(self):
        page = self.text(self.open(self.url, self.customer))
        self.assertIn("Compressor Covered", page)
        self.assertIn("for parts.", page)
        self.assertIn("years left", page)
        self.assertIn("Why this date?", page)
        self.assertIn("A test", page, "the owner may know why")

    def test_what_the_meter_says(self):
        self.unit.coverage_ids[0].write({"usage_limit": 10000, "usage_unit": "km"})
        self.unit._add_reading(8000)
        page = self.text(self.open(self.url, self.customer))
        self.assertIn("8,000 of 10,000 km at the last reading", page)

    def test_the_text_that_was_promised(self):
        self.policy.write({"method": "<p>Bring the receipt</p>", "exclusions": "<p>Lightning</p>"})
        unit = self.make_unit(partner_id=self.customer.partner_id.id)
        self.policy.exclusions = "<p>Everything</p>"
        page = self.text(self.open(f"/my/warranties/{unit.id}", self.customer))
        self.assertIn("What it does not cover", page)
        self.assertIn("Lightning", page)
        self.assertIn("Bring the receipt", page)
        self.assertNotIn("Everything", page, "sold is sold")

    def test_what_is_under_way_and_what_was_done(self):
        job = self.make_service(unit_id=self.unit.id, request="It drips")
        done = self.make_service(unit_id=self.unit.id, kind="maintenance")
        done.action_done()
        done.state = "closed"
        page = self.open(self.url, self.customer).text
        self.assertIn(job.access_url, page)
        self.assertIn("We have your request", page)
        self.assertIn(f'href="{done.access_url}"', page)
        by_link = self.open(f"/my/{self.unit._owner_url().split('/my/')[1]}").text
        self.assertIn(job.name, by_link)
        self.assertNotIn(job.access_url, by_link, "a job has a link of its own")

    def test_what_is_not_the_new_owners_stays_out(self):
        case = self.env["hau_mai.complaint"].create(
            {
                "subject": "A private quarrel",
                "partner_id": self.customer.partner_id.id,
                "unit_id": self.unit.id,
            }
        )
        job = self.make_service(unit_id=self.unit.id, request="It drips")
        done = self.make_service(unit_id=self.unit.id)
        done.action_done()
        self.assertIn("A private quarrel", self.open(self.url, self.customer).text)
        self.unit.partner_id = self.other.partner_id
        page = self.open(self.url, self.other).text
        for private in (case.subject, job.name, done.name, "An</", "Hotel Hoa Sen"):
            self.assertNotIn(private, page)
        self.assertIn("Repair", page, "that it was repaired is a fact of the thing")

    def test_the_order_is_linked_for_who_may_read_it(self):
        order = self.make_order(partner_id=self.customer.partner_id.id)
        url = f"/my/warranties/{order.unit_ids.id}"
        self.assertIn(f"/my/orders/{order.id}", self.open(url, self.customer).text)
        by_link = self.open(f"/my/{order.unit_ids._owner_url().split('/my/')[1]}").text
        self.assertIn(order.name, by_link)
        self.assertNotIn(f"/my/orders/{order.id}", by_link)
        order.unit_ids.partner_id = self.other.partner_id
        self.assertNotIn(order.name, self.open(url, self.other).text)

    def test_a_card_that_is_not_valid_says_so(self):
        new_form = self.unit.action_exchange("AC-78", "It broke twice")
        new = self.unit.browse(new_form["res_id"])
        page = self.open(self.url, self.customer)
        self.assertIn("exchanged for another one", self.text(page))
        self.assertIn(f'href="/my/warranties/{new.id}"', page.text)
        self.assertNotIn("It broke twice", page.text)
        self.assertNotIn('name="new_service"', page.text)
        by_link = self.open(f"/my/{self.unit._owner_url().split('/my/')[1]}").text
        self.assertIn(f"/my/warranties/{new.id}?access_token={new._owner_signature()}", by_link)
        new.partner_id = self.other.partner_id
        self.assertNotIn(new.name, self.open(self.url, self.customer).text)

    def test_in_the_owners_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.customer.lang = "vi_VN"
        end = self.unit.date_end_main.strftime("%d/%m/%Y")
        self.assertIn(end, self.open(f"/my/{self.unit._owner_url().split('/my/')[1]}").text)
        self.assertIn(end, self.open(self.url, self.customer).text)

    def test_what_people_typed_is_text(self):
        self.unit.serial_number = SCRIPT
        self.unit.coverage_ids[0].name = SCRIPT
        self.product.name = f"AC {SCRIPT}"
        for url in (self.url, "/my/warranties", f"/my/warranties?search={SCRIPT}"):
            page = self.open(url, self.customer).text
            self.assertNotIn(SCRIPT, page)
            self.assertIn("&lt;script&gt;", page)

    # === PAPERS === #

    def add_guidance(self, **vals):
        file = self.env["ir.attachment"].create(
            {"name": "Manual.pdf", "raw": b"%PDF-1.4 how to", "mimetype": "application/pdf"}
        )
        self.env["hau_mai.guidance"].create(
            {
                "name": "How to clean the filter",
                "attachment_ids": [Command.set(file.ids)],
                "product_tmpl_ids": [Command.set(self.product.product_tmpl_id.ids)],
                **vals,
            }
        )
        return file

    def test_the_manuals_of_the_product_and_no_other_file(self):
        file = self.add_guidance()
        page = self.open(self.url, self.customer)
        self.assertIn("How to clean the filter", page.text)
        got = self.open(f"{self.url}/document/{file.id}", self.customer)
        self.assertEqual(got.content, b"%PDF-1.4 how to")
        secret = self.env["ir.attachment"].create({"name": "x", "raw": b"secret"})
        fan = self.make_product("Fan")
        of_fan = self.add_guidance(product_tmpl_ids=[Command.set(fan.product_tmpl_id.ids)])
        foreign = self.add_guidance(lang="en_US")
        self.assertEqual(
            self.open(f"{self.url}/document/{foreign.id}", self.customer).status_code, 200
        )
        for other in (secret, of_fan):
            self.assertNoPage(self.open(f"{self.url}/document/{other.id}", self.customer))

    def test_a_file_that_could_run_is_a_download(self):
        file = self.add_guidance()
        file.write({"name": "x.svg", "raw": b"<svg xmlns='http://www.w3.org/2000/svg'/>"})
        file.sudo().mimetype = "image/svg+xml"
        got = self.open(f"{self.url}/document/{file.id}", self.customer)
        self.assertIn("attachment", got.headers["Content-Disposition"])

    def test_the_card_as_a_pdf(self):
        for user, url in (
            (self.customer, f"{self.url}/card"),
            (None, f"{self.url}/card?access_token={self.unit._owner_signature()}"),
        ):
            got = self.open(url, user)
            self.assertEqual(got.status_code, 200)
            self.assertIn(self.unit.name, got.text)
            self.assertIn("attachment", got.headers["Content-Disposition"])
            self.assertEqual(got.headers["Cache-Control"], "no-store")
        self.unit.action_void("A test")
        self.assertNoPage(self.open(f"{self.url}/card", self.customer))

    # === FROM ELSEWHERE === #

    def test_the_order_shows_what_it_promised(self):
        order = self.make_order((self.product, 12), partner_id=self.customer.partner_id.id)
        card = order.unit_ids.sorted("id")[0]
        page = self.open(order.get_portal_url(), self.customer).text
        self.assertIn("Your warranties", page)
        self.assertIn(f'href="/my/warranties/{card.id}"', page)
        self.assertRegex(self.text(self.open(order.get_portal_url())), r"and 2 more")
        by_token = self.open(order.get_portal_url()).text
        self.assertIn("Your warranties", by_token)
        self.assertNotIn(f'href="/my/warranties/{card.id}"', by_token)
        order.unit_ids.partner_id = self.other.partner_id
        self.assertNotIn("Your warranties", self.open(order.get_portal_url()).text)

    def test_a_job_leads_to_its_card(self):
        service = self.make_service(unit_id=self.unit.id)
        url = service.get_portal_url()
        self.assertIn(f'href="{self.url}"', self.open(url, self.customer).text)
        self.assertNotIn(f'href="{self.url}"', self.open(url).text)

    def test_reporting_a_problem_starts_with_this_card(self):
        old = self.unit
        for number in range(3):
            self.make_unit(partner_id=self.hotel.id, serial_number=f"N{number}")
        page = self.open(self.url, self.customer).text
        self.assertIn(f"/my/requests/new?about=unit-{old.id}&amp;type=claim", page)
        self.patch(portal_complaint_form, "MAX_UNITS", 2)
        form = self.open(f"/my/requests/new?about=unit-{old.id}&type=claim", self.customer)
        self.assertRegex(form.text, rf'value="unit-{old.id}" selected')


class TestWarrantyTour(WarrantyCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_customer_reads_a_card_on_a_telephone(self):
        self.start_tour("/my", "hau_mai_my_warranty", login="an")
