"""What the tests of cases have in common: a team with its hours, its people, a case."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo.fields import Command

from .service_common import ServiceCase


class ComplaintCase(ServiceCase):
    """The shop of the services, with a team that works Monday to Friday 8–12 and 13–17."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls.env["hau_mai.complaint"]
        cls.agent = cls.make_user("after_own", login="agent", name="Lan")
        cls.calendar = cls.make_calendar()
        cls.team = cls.env["hau_mai.complaint.team"].create(
            {
                "name": "Care",
                "member_ids": [Command.set(cls.agent.ids)],
                "user_id": cls.manager.id,
                "calendar_id": cls.calendar.id,
            }
        )
        cls.cause = cls.env["hau_mai.complaint.cause"].create({"name": "Material"})
        # what is told is tested in files of its own; elsewhere nothing confirms a receipt
        cls.company.hau_mai_tell_customers = False

    @classmethod
    def make_calendar(cls, name="Hours", windows=((8, 12), (13, 17)), days="01234", **vals):
        """Working hours: the same windows on each of these days of the week."""
        rows = [
            {"name": name, "dayofweek": day, "hour_from": first, "hour_to": last}
            for day in days
            for first, last in windows
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Asia/Ho_Chi_Minh",
                "attendance_ids": [Command.clear(), *map(Command.create, rows)],
                **vals,
            }
        )

    @classmethod
    def make_complaint(cls, **vals):
        values = {"subject": "It does not cool", "team_id": cls.team.id}
        return cls.Complaint.create({"partner_id": cls.partner.id, **values, **vals})

    @classmethod
    def solve(cls, complaint, **vals):
        """Solve a case with what that needs."""
        complaint.write({"cause_id": cls.cause.id, "resolution": "repair", **vals})
        complaint.action_solve()

    @staticmethod
    def local(text, tz="Asia/Ho_Chi_Minh"):
        """A moment of the wall clock, "2026-11-02 10:00", as naive UTC."""
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))
        return moment.astimezone(UTC).replace(tzinfo=None)
