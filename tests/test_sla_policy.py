"""Which promises a case gets, what becomes of them when it changes, what stays as it was."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .sla_common import SlaCase


class TestSlaPolicy(SlaCase):
    def test_what_the_law_asks_is_delivered(self):
        law = {
            "hau_mai.sla_policy_acknowledge": ("acknowledge", 3),
            "hau_mai.sla_policy_solution": ("solution", 7),
            "hau_mai.sla_policy_report": ("report", 5),
        }
        for xmlid, (target, days) in law.items():
            policy = self.env.ref(xmlid)
            self.assertEqual((policy.target, policy.days), (target, days))
            policy.active = True
        self.promise.active = False
        case = self.open_at("2026-11-02 10:00", source="authority")
        self.assertDeadline(case, "2026-11-05 10:00", "acknowledge")
        self.assertDeadline(case, "2026-11-11 10:00")
        self.assertEqual(case.date_deadline, self.local("2026-11-05 10:00"))
        self.assertFalse(self.open_at(type="praise").sla_status_ids.filtered(
            lambda clock: clock.target == "solution"
        ))  # fmt: skip

    def test_the_first_that_fits_wins_for_each_target(self):
        answer = self.make_promise("Answer", target="first_response", minutes=5)
        urgent = self.make_promise(hours=2, sequence=1, severities=["high", "critical"])
        self.make_promise(hours=1, sequence=9)
        self.assertEqual(self.make_complaint().sla_status_ids.policy_id, self.promise | answer)
        case = self.make_complaint(severity="critical")
        self.assertEqual(case.sla_status_ids.policy_id, urgent | answer)

    def test_each_condition_counts(self):
        parent = self.env["hau_mai.complaint.category"].create({"name": "Product"})
        child = self.env["hau_mai.complaint.category"].create(
            {"name": "Noise", "parent_id": parent.id}
        )
        other = self.team.copy({"name": "Engineers"})
        for condition, fits, fails in (
            ({"team_ids": [Command.set(other.ids)]}, {"team_id": other.id}, {}),
            ({"types": ["claim", "return"]}, {"type": "return"}, {"type": "question"}),
            ({"priorities": ["3"]}, {"priority": "3"}, {"priority": "2"}),
            ({"channels": ["chat"]}, {"channel": "chat"}, {"channel": "email"}),
            ({"sources": ["association"]}, {"source": "association"}, {}),
            ({"category_ids": [Command.set(parent.ids)]}, {"category_id": child.id}, {}),
        ):
            with self.subTest(condition=condition):
                policy = self.make_promise(hours=1, sequence=1, **condition)
                self.assertEqual(self.make_complaint(**fits).sla_status_ids.policy_id, policy)
                self.assertEqual(
                    self.make_complaint(**fails).sla_status_ids.policy_id, self.promise
                )
                policy.active = False

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.make_promise(hours=1, sequence=1, company_id=other.id)
        self.assertEqual(self.make_complaint().sla_status_ids.policy_id, self.promise)
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            theirs.team_ids = self.team

    def test_days_hours_and_minutes_add_up(self):
        self.promise.active = False
        self.make_promise(days=1, hours=2, minutes=30)
        self.assertDeadline(self.open_at("2026-11-02 12:00"), "2026-11-03 14:30")
        self.assertDeadline(self.open_at("2026-11-02 16:00"), "2026-11-04 10:30")

    def test_a_case_that_changes_is_counted_as_if_it_had_been_so_from_the_start(self):
        urgent = self.make_promise("Urgent", hours=4, sequence=1, severities=["high"])
        case = self.open_at("2026-11-02 10:00")
        self.hold(case, "2026-11-02 11:00", "2026-11-02 13:00")
        normal = self.clock(case)
        with self.at("2026-11-02 15:00"):
            case.severity = "high"
        clock = self.clock(case)
        self.assertEqual((clock.policy_id, normal.active), (urgent, False))
        self.assertDeadline(case, "2026-11-02 16:00")
        self.assertEqual(clock.segment_ids.mapped("kind"), normal.segment_ids.mapped("kind"))
        self.hold(case, "2026-11-02 15:00", "2026-11-02 15:30")
        with self.at("2026-11-02 15:40"):
            case.severity = "normal"
        self.assertEqual(self.clock(case), normal)
        self.assertFalse(clock.active)
        self.assertDeadline(case, "2026-11-03 12:30")

    def test_another_team_is_counted_by_its_own_hours(self):
        self.promise.team_ids = self.team
        other = self.team.copy(
            {"name": "Late", "calendar_id": self.make_calendar("Late", ((13, 21),)).id}
        )
        self.make_promise("Late", hours=8, team_ids=[Command.set(other.ids)])
        case = self.open_at("2026-11-02 10:00")
        case.team_id = other
        self.assertDeadline(case, "2026-11-02 21:00")

    def test_when_nothing_fits_any_more_the_clock_goes(self):
        self.promise.types = ["complaint"]
        case = self.open_at()
        case.type = "praise"
        self.assertFalse(case.sla_status_ids.filtered("active"))
        self.assertFalse(case.date_deadline or case.sla_state)

    def test_who_asks_within_the_house_is_promised_the_answer_only(self):
        for target in ("acknowledge", "first_response", "report"):
            self.make_promise(target, target=target, hours=1)
        case = self.open_at(source="authority")
        self.assertEqual(
            set(case.sla_status_ids.mapped("target")), {"acknowledge", "first_response", "solution"}
        )
        case.action_handover(self.team, "Why?")
        child = case.child_ids
        self.assertEqual(child.sla_status_ids.mapped("target"), ["solution"])
        self.assertFalse(child.twin_ids)
        child.action_close()
        self.assertEqual(child.sla_status_ids.mapped("target"), ["solution"])

    def test_sold_is_sold(self):
        case = self.open_at("2026-11-02 10:00")
        self.promise.write({"hours": 1, "calendar_id": self.make_calendar().id})
        self.team.calendar_id = self.make_calendar("Nights", ((18, 22),))
        self.promise.pause_stage_ids = False
        self.hold(case, "2026-11-02 11:00", "2026-11-02 12:00")
        case.subject = "Something else"
        case.severity = "high"
        self.assertEqual(self.clock(case).hours, 8)
        self.assertDeadline(case, "2026-11-03 11:00")

    def test_an_opening_date_that_is_put_right_moves_the_clock(self):
        case = self.open_at("2026-11-03 10:00")
        case.date_open = self.local("2026-11-02 10:00")
        self.assertDeadline(case, "2026-11-03 10:00")

    def test_a_promise_that_was_given_is_not_deleted(self):
        self.make_promise("Unused", hours=1, active=False).unlink()
        self.make_complaint()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.promise.unlink()

    @mute_logger("odoo.sql_db")
    def test_bad_promises_say_what_to_do(self):
        with self.assertRaisesRegex(ValidationError, "Types.*complaint"):
            self.make_promise(hours=1, types=["nonsense"])
        empty = self.make_calendar("Never", days="")
        with self.assertRaisesRegex(ValidationError, "Nobody works by the hours “Never”"):
            self.make_promise(hours=1, calendar_id=empty.id)
        with self.assertRaisesRegex(ValidationError, "Nobody works by the hours “Never”"):
            self.team.calendar_id = empty

    def test_bad_hours_never_stop_a_customer(self):
        self.calendar.attendance_ids = [Command.clear()]
        case = self.open_at()
        clock = self.clock(case)
        self.assertEqual((clock.deadline, clock.status), (False, "running"))
        self.assertIn("nobody works by the hours “9 to 5” within a year", clock.explanation)

    def test_the_preview_tells_what_it_does_and_to_whom(self):
        self.make_complaint(type="claim")
        self.promise.types = ["claim"]
        with self.at("2026-11-02 10:00"):
            preview = self.promise.preview
        self.assertIn("Within 8 working hours we solve it", preview["sentence"])
        self.assertIn("Tue 10:00", [row["end"] for row in preview["rows"]])
        notes = " ".join(preview["notes"])
        self.assertIn("stands still in: Waiting", notes)
        self.assertIn("For: Warranty claim", notes)
        self.assertRegex(notes, r"fits \d+ of the cases")
        self.assertEqual((self.promise.promise, self.promise.cases), (
            "8 working hours", "Warranty claim"
        ))  # fmt: skip
