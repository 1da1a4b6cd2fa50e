"""What the tests of the portal have in common: a hotel, its people, a stranger, their pages."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, new_test_user

from .service_common import ServiceCase


class PortalCase(ServiceCase, HttpCase):
    """A hotel with two people in the portal, and somebody else with a machine of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hotel = cls.env["res.partner"].create(
            {"name": "Hotel Hoa Sen", "is_company": True, "phone": "+84 28 3822 0000"}
        )
        cls.stranger = cls.env["res.partner"].create({"name": "Somebody Else"})
        cls.partner.parent_id = cls.hotel
        cls.customer = cls.make_customer("an", "Nguyễn Thị An", parent_id=cls.hotel.id)
        cls.colleague = cls.make_customer("binh", "Trần Bình", parent_id=cls.hotel.id)
        cls.other = cls.make_customer("cuc", "Lê Cúc")
        cls.unit = cls.make_unit(partner_id=cls.customer.partner_id.id, serial_number="AC-77")
        cls.theirs = cls.make_unit(partner_id=cls.other.partner_id.id, serial_number="XX-99")
        cls.company.hau_mai_hotline = "1800 1234"

    @classmethod
    def make_customer(cls, login, name, **vals):
        user = new_test_user(cls.env, login=login, name=name, groups="base.group_portal")
        user.partner_id.write({"lang": "en_US", **vals})
        return user

    def open(self, url, user=None):
        """The page at an address as a customer (nobody: without logging in) gets it."""
        self.log_in(user)
        return self.url_open(url)

    def post(self, url, user=None, files=None, **data):
        self.log_in(user)
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=data, files=files)

    def log_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def text(self, response):
        """What can be read on a page, without the marks."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))

    def assertSentAway(self, response):
        """Not shown: back to the own pages, or to the log-in."""
        path = response.url.split("?")[0]
        self.assertTrue(path.endswith(("/my", "/my/home", "/web/login")), response.url)

    @contextmanager
    def offered(self, *slots):
        """A center that has these times, (start, end) naive UTC, until each is taken."""
        center = type(self.env["hau_mai.service.center"])
        free = list(slots)

        def free_slots(self, first, last, kind="maintenance", now=None):
            day = self.company_id._hau_mai_day
            return [slot for slot in free if first <= day(slot[0]) <= last]

        def take_slot(self, service, start):
            [taken] = [slot for slot in free if slot[0] == start]
            free.remove(taken)
            vals = {"center_id": self.id, "date_start": taken[0], "date_end": taken[1]}
            service.write(vals | ({"state": "scheduled"} if service.state == "new" else {}))

        with (
            patch.object(center, "_free_slots", free_slots),
            patch.object(center, "_take_slot", take_slot),
        ):
            yield
