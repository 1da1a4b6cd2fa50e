"""What people complain of in the helpdesks they use today, each pain by its name.

The numbers are those of the issues in the trackers of these systems.
"""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .test_access import CHANGING
from .test_ladder import LadderCase

JOBS = (
    "hau_mai.ir_cron_escalate",
    "hau_mai.ir_cron_close_complaints",
    "hau_mai.ir_cron_send_complaint_months",
    "hau_mai.ir_cron_recompute_deadlines",
)


class TestPains(LadderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "an@example.com"
        cls.company.write(
            {
                "resource_calendar_id": cls.calendar.id,
                "hau_mai_tell_customers": True,
                "hau_mai_tell_by": "email",
            }
        )

    def run_jobs(self, text):
        """Every scheduled action of cases, at a moment of the shop."""
        self.env.flush_all()
        with self.at(text), self.enter_registry_test_mode():
            for name in JOBS:
                self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()

    def mails(self):
        return self.env["mail.mail"].search([])

    # === CLOCKS === #

    def test_hold_time_two_holds(self):
        """ERPNext #47029, #47172, #47884, #49414, #51111: the second hold is forgotten."""
        case = self.open_at("2026-11-02 10:00")
        self.hold(case, "2026-11-02 11:00", "2026-11-02 15:00")
        self.hold(case, "2026-11-03 09:00", "2026-11-03 10:00")
        self.assertDeadline(case, "2026-11-03 15:00")
        clock = self.clock(case)
        with self.at("2026-11-03 12:00"):
            self.assertEqual((clock.hours_elapsed, clock.remaining), (5, 3))
            self.assertIn("from Mon 11:00 to Mon 15:00", clock.explanation)
            self.assertIn("from Tue 9:00 to Tue 10:00", clock.explanation)

    def test_lunch_break(self):
        """frappe/helpdesk #2212: the hours have one window a day; a hold over lunch is none."""
        self.team.calendar_id = self.make_calendar("With lunch")
        case = self.open_at("2026-11-02 11:00")
        self.assertDeadline(case, "2026-11-03 11:00")
        self.hold(case, "2026-11-02 12:00", "2026-11-02 13:00")
        self.assertDeadline(case, "2026-11-03 11:00")
        self.hold(case, "2026-11-02 14:00", "2026-11-02 14:30")
        self.assertDeadline(case, "2026-11-03 11:30")

    def test_sla_lost_on_a_change(self):
        """glpi #6902: whoever changes a ticket loses its deadline, or begins it anew."""
        self.make_promise("Urgent", hours=4, severities=["high"], sequence=1)
        other = self.team.copy({"name": "Second line", "calendar_id": self.calendar.id})
        category = self.env["hau_mai.complaint.category"].create({"name": "Noise"})
        case = self.open_at("2026-11-02 09:00")
        self.hold(case, "2026-11-02 10:00", "2026-11-02 11:00")
        for vals, deadline in (
            ({"severity": "high"}, "2026-11-02 14:00"),
            ({"team_id": other.id}, "2026-11-02 14:00"),
            ({"type": "claim"}, "2026-11-02 14:00"),
            ({"severity": "low"}, "2026-11-03 10:00"),
            ({"category_id": category.id}, "2026-11-03 10:00"),
            ({"user_id": self.desk.id}, "2026-11-03 10:00"),
            ({"partner_id": self.unit.partner_id.id, "unit_id": self.unit.id}, "2026-11-03 10:00"),
            ({"priority": "3"}, "2026-11-03 10:00"),
            ({"team_id": self.team.id, "severity": "high"}, "2026-11-02 14:00"),
        ):
            with self.subTest(change=vals), self.at("2026-11-02 11:30"):
                case.write(vals)
                self.assertEqual(len(self.clock(case)), 1)
                self.assertDeadline(case, deadline)
                self.assertEqual(self.clock(case).date_start, self.local("2026-11-02 09:00"))

    # === WARNINGS === #

    def test_mails_at_midnight(self):
        """zammad #4432: escalations and reminders leave at night and on Sundays."""
        self.company.write({"hau_mai_monthly_report": True})
        self.manager.email = "minh@example.com"
        late = self.case_of_lan("2026-11-02 10:00")
        silent = self.case_of_lan("2026-10-28 10:00")
        with self.at("2026-10-29 10:00"):
            self.solve(silent)
        self.env.flush_all()
        last = max(self.mails().ids, default=0)
        told = self.env["mail.message"].search([], limit=1, order="id desc").id
        for day in range(2, 12):
            for hour in ("00:05", "07:59", "09:00", "16:59", "21:30"):
                self.run_jobs(f"2026-11-{day:02} {hour}")
        self.assertEqual(self.told(late), ["Lan", "Hoa", "Minh"])
        self.assertEqual(silent.state, "closed")
        messages = self.mails().filtered(lambda mail: mail.id > last).mail_message_id
        messages |= self.env["mail.message"].search(
            [("id", ">", told), ("message_type", "in", ("email_outgoing", "user_notification"))]
        )
        self.assertGreaterEqual(len(messages), 5, "digests, the notice, the end, the month")
        hours = self.calendar._hau_mai_working_time(
            self.local("2026-11-01 00:00"), self.local("2026-11-30 00:00")
        )
        for message in messages:
            with self.subTest(subject=message.subject, date=message.date):
                self.assertTrue(hours.is_open(message.date))

    def test_escalation_after_the_answer(self):
        """zammad #3140: the answer is given, and the warning of it comes all the same."""
        self.make_promise("Answer", target="first_response", hours=4)
        case = self.case_of_lan("2026-11-02 09:00")
        with self.at("2026-11-02 10:00"):
            case.with_user(self.agent).message_post(
                body="We come on Monday",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.partner.ids,
            )
        answer = self.clock(case, "first_response")
        self.assertEqual((answer.status, answer.date_next_step), ("met", False))
        for text in ("2026-11-02 12:30", "2026-11-02 13:00", "2026-11-05 10:00"):
            self.run_jobs(text)
        self.assertFalse(answer.alert_ids or answer.miss_ids)

    def test_flood_of_warnings(self):
        """frappe/helpdesk #2967: one mail for each ticket and run, for ever."""
        with self.at("2026-11-02 10:00"):
            cases = self.Complaint.create(
                [
                    {
                        "subject": f"Case {number}",
                        "partner_id": self.partner.id,
                        "team_id": self.team.id,
                        "user_id": self.agent.id,
                    }
                    for number in range(30)
                ]
            )
        days = [f"2026-11-{day:02} {hour:02}:00" for day in (2, 3, 4, 5) for hour in range(9, 17)]
        for text in days:
            self.run_job(text)
        for user in (self.agent, self.desk, self.manager):
            with self.subTest(user=user.name):
                self.assertEqual(len(self.digests(user)), 1, "one for each step of the ladder")
        self.assertEqual(len(cases.activity_ids), 90, "one for each case and step")

    # === RIGHTS === #

    def test_any_portal_user_closes_anybodys_ticket(self):
        """OCA/helpdesk #1089."""
        portal = new_test_user(self.env, login="portal_pain", groups="base.group_portal")
        theirs = self.make_complaint(user_id=self.agent.id)
        own = self.make_complaint(user_id=self.agent.id, partner_id=portal.partner_id.id)
        calls = {
            **CHANGING["hau_mai.complaint"],
            "write": [{"stage_id": self.env.ref("hau_mai.complaint_stage_closed").id}],
            "message_subscribe": [self.agent.partner_id.ids],
            "unlink": [],
        }
        model = self.Complaint.with_user(portal)
        for case in (theirs, own):
            for method, args in calls.items():
                with self.subTest(method=method, own=case == own):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        call_kw(model, method, [case.ids, *args], {})
                    self.assertEqual(case.state, "new")

    # === THE END === #

    def test_auto_close_closes_the_wrong_ones(self):
        """Only who was told in time and said nothing; none with something still to come."""
        with self.at("2026-11-02 10:00"):
            names = ("silent", "wrote", "job", "engineer", "reopened", "waiting", "vacation")
            cases = {name: self.case_of_lan(subject=name) for name in names}
            for name, case in cases.items():
                if name == "job":
                    wizard = self.env["hau_mai.complaint.solve"].create(
                        {
                            "complaint_id": case.id,
                            "cause_id": self.cause.id,
                            "resolution": "repair",
                            "with_service": True,
                        }
                    )
                    wizard.action_apply()
                elif name == "waiting":
                    case.action_wait("customer")
                else:
                    if name == "engineer":
                        case.action_handover(self.team, "Is it the fan?")
                    self.solve(case)
        self.run_jobs("2026-11-05 10:00")
        with self.at("2026-11-06 10:00"):
            cases["reopened"].action_reopen("It drips again")
            self.say(cases["wrote"], message_type="email", body="Still loud")
            self.say(cases["vacation"], message_type="out_of_office", body="On holiday")
        for day in (6, 9, 10, 11, 20, 27):
            self.run_jobs(f"2026-11-{day:02} 10:00")
        states = {name: case.state for name, case in cases.items()}
        self.assertEqual(
            {name for name, state in states.items() if state == "closed"}, {"silent", "vacation"}
        )
        told = cases["silent"].notice_ids.filtered(lambda notice: notice.event == "closing_soon")
        self.assertEqual(len(told), 1)

    def say(self, case, **vals):
        """The customer's words."""
        case.message_post(author_id=self.partner.id, subtype_xmlid="mail.mt_comment", **vals)
        self.env.flush_all()

    def test_a_month_without_any_job(self):
        """Nothing is wrong meanwhile, everything is made up for once, nobody is flooded."""
        late, silent = self.case_of_lan(), self.case_of_lan()
        asleep = self.case_of_lan(subject="Later")
        with self.at("2026-11-02 11:00"):
            asleep.action_later("2026-11-10", "The customer is away")
            self.solve(silent)
        self.env.flush_all()
        with self.at("2026-12-01 10:00"):
            self.assertEqual(late.sla_state, "overdue")
            self.assertFalse(asleep.is_asleep)
            self.assertEqual(silent.state, "solved")
        self.run_jobs("2026-12-01 10:00")
        before = self.left_behind()
        for text in ("2026-12-01 10:00", "2026-12-01 10:05", "2026-12-01 16:00"):
            self.run_jobs(text)
            self.assertEqual(self.left_behind(), before)
        notices = silent.notice_ids.filtered(lambda notice: notice.event == "closing_soon")
        self.assertEqual((len(notices), silent.state), (1, "solved"))
        for user, count in ((self.agent, 0), (self.desk, 0), (self.manager, 1)):
            self.assertEqual(len(self.digests(user)), count)
        for day in (2, 3, 4):
            self.run_jobs(f"2026-12-{day:02} 10:00")
        self.assertEqual(silent.state, "closed")
        self.assertEqual(len(silent.notice_ids.filtered(lambda n: n.event == "closing_soon")), 1)

    def left_behind(self):
        """How much there is of what jobs make."""
        return {
            name: self.env[name].search_count([])
            for name in (
                "mail.mail", "mail.message", "mail.activity", "hau_mai.sla.alert",
                "hau_mai.sla.miss", "hau_mai.complaint.notice", "hau_mai.complaint.move",
            )
        }  # fmt: skip
