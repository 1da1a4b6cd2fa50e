"""Many cases at once: the queries do not grow with them."""

from .sla_common import SlaCase


class TestSlaQueries(SlaCase):
    def setUp(self):
        super().setUp()
        self.make_promise("Confirm", target="acknowledge", days=3)

    def make(self, count):
        vals = {"subject": "x", "team_id": self.team.id, "partner_id": self.partner.id}
        return self.Complaint.create([dict(vals) for _case in range(count)])

    def test_creating_cases_with_their_clocks(self):
        self.make(1)
        few, many = (self.queries(lambda n=n: self.make(n)) for n in (20, 220))
        self.assertLess((many - few) / 200, 3)
        self.assertLess(many, 220)

    def test_a_list_of_cases_with_their_clocks_shown(self):
        cases = self.Complaint.browse(self.make(80).ids)
        columns = ["name", "date_deadline", "sla_state", "sla_sentence", "clocks"]
        for case in cases[::3]:
            case.action_wait()
        read = lambda records: self.queries(lambda: records.with_user(self.agent).read(columns))  # noqa: E731
        read(cases)
        self.assertLessEqual(read(cases), read(cases[:10]))

    def test_a_list_of_clocks(self):
        clocks = self.Status.browse(self.make(80).sla_status_ids.ids)
        columns = ["status", "explanation", "hours_elapsed", "remaining_label", "segment_ids"]
        read = lambda records: self.queries(lambda: records.with_user(self.agent).read(columns))  # noqa: E731
        read(clocks)
        self.assertLessEqual(read(clocks), read(clocks[:10]))

    def test_changing_many_cases_at_once(self):
        cases = self.make(200)
        few = self.queries(lambda: cases[:20].action_wait())
        many = self.queries(lambda: cases[20:].action_wait())
        self.assertLess(many - few, 30)
        few = self.queries(lambda: cases[:20].write({"severity": "high"}))
        many = self.queries(lambda: cases[20:].write({"severity": "high"}))
        self.assertLess(many - few, 30)
