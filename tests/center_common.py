"""What the tests of service centers have in common: provinces, a partner and its people."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from .service_common import ServiceCase


class CenterCase(ServiceCase):
    """A customer in Hà Nội; a partner with one portal user and a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vietnam = cls.env.ref("base.vn")
        cls.hanoi, cls.hue = cls.env["res.country.state"].create(
            [
                {"name": "Hà Nội (thử)", "code": "TEST1", "country_id": cls.vietnam.id},
                {"name": "Huế (thử)", "code": "TEST2", "country_id": cls.vietnam.id},
            ]
        )
        cls.partner.write(
            {"street": "12 Hàng Bạc", "state_id": cls.hanoi.id, "country_id": cls.vietnam.id}
        )
        cls.calendar = cls.make_calendar("Six days")
        cls.shop = cls.env["res.partner"].create({"name": "Điện Lạnh Hoàng Mai", "is_company": 1})
        cls.bao = cls.make_portal_user("bao", "Bảo", cls.shop)
        cls.cuc = cls.make_portal_user("cuc", "Cúc", cls.shop)

    @classmethod
    def make_calendar(cls, name, days=range(6), tz="Asia/Ho_Chi_Minh", hours=((8, 12), (13, 17))):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning" if end <= 12 else "afternoon",
                        }
                    )
                    for day in days
                    for start, end in hours
                ],
            }
        )

    @classmethod
    def make_portal_user(cls, login, name, company):
        contact = cls.env["res.partner"].create({"name": name, "parent_id": company.id})
        return new_test_user(
            cls.env,
            name=name,
            login=login,
            password=login,
            groups="base.group_portal",
            partner_id=contact.id,
        )

    @classmethod
    def make_outside(cls, name="Hoàng Mai", **vals):
        """A partner's center, whose people are Bảo and Cúc unless said otherwise."""
        values = {"kind": "partner", "partner_id": cls.shop.id}
        return cls.make_center(name, resource_calendar_id=cls.calendar.id, **(values | vals))

    def next_monday(self, hour=8, minute=0):
        """The next Monday at a time in Vietnam, naive UTC."""
        monday = self.today + timedelta(days=7 - self.today.weekday())
        return datetime(monday.year, monday.month, monday.day, hour, minute) - timedelta(hours=7)
