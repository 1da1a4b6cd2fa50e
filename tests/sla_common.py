"""What the tests of clocks have in common: one promise of eight hours, and the shop's clock."""

from freezegun import freeze_time

from .complaint_common import ComplaintCase


class SlaCase(ComplaintCase):
    """A promise of eight working hours, 9 to 17, to solve it. 2 November 2026 is a Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["hau_mai.sla.policy"]
        cls.Status = cls.env["hau_mai.sla.status"]
        cls.Policy.search([]).active = False
        cls.calendar = cls.make_calendar("9 to 5", windows=((9, 17),))
        cls.team.calendar_id = cls.calendar
        cls.promise = cls.make_promise(hours=8)

    @classmethod
    def make_promise(cls, name="Solve it", **vals):
        return cls.Policy.create({"name": name, "target": "solution", "sequence": 5, **vals})

    def at(self, text, tz="Asia/Ho_Chi_Minh"):
        """The clock of the server stands at this moment of the shop."""
        return freeze_time(self.local(text, tz))

    def open_at(self, text="2026-11-02 09:00", **vals):
        with self.at(text):
            return self.make_complaint(**vals)

    def clock(self, complaint, target="solution"):
        return complaint.sla_status_ids.filtered(lambda c: c.active and c.target == target)

    def assertDeadline(self, complaint, text, target="solution"):
        self.assertEqual(self.clock(complaint, target).deadline, self.local(text))

    def wait(self, complaint, text, party="customer"):
        with self.at(text):
            complaint.action_wait(party)

    def resume(self, complaint, text):
        with self.at(text):
            complaint.action_resume()

    def hold(self, complaint, first, last, party="customer"):
        self.wait(complaint, first, party)
        self.resume(complaint, last)

    def recompute(self):
        """What the scheduled action does within a minute."""
        cron = self.env.ref("hau_mai.ir_cron_recompute_deadlines")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
