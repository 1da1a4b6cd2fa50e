"""A job's way from the call to the hand-over: the table, the buttons, the appointment."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.hau_mai.models.hau_mai_service import OPEN_STATES, TRANSITIONS

from .service_common import ServiceCase


class TestStates(ServiceCase):
    def in_state(self, state, **vals):
        return self.make_service(state=state, date_start=self.moment(days=1), **vals)

    def test_every_pair_of_the_table(self):
        """What the table allows is done, everything else is refused with both names."""
        labels = dict(self.Service._fields["state"]._description_selection(self.env))
        for old in TRANSITIONS:
            for new in TRANSITIONS:
                with self.subTest(old=old, new=new):
                    service = self.in_state(old)
                    if new == old or new in TRANSITIONS[old]:
                        service.state = new
                        self.assertEqual(service.state, new)
                        continue
                    with self.assertRaises(UserError) as refused:
                        service.state = new
                    for said in (service.name, labels[old], labels[new]):
                        self.assertIn(said, str(refused.exception))

    def test_a_card_dragged_too_far_stays_and_says_why(self):
        service = self.make_service()
        with self.assertRaisesRegex(UserError, "is “New” and cannot become “Closed”"):
            service.with_user(self.desk).web_save({"state": "closed"}, {"state": {}})
        self.assertEqual(service.state, "new")
        board = self.Service.with_context(read_group_expand=True)
        columns = board.web_read_group([("id", "=", service.id)], ["state"], ["__count"])
        self.assertEqual([group["state"] for group in columns["groups"]], list(TRANSITIONS))

    def test_done_from_every_open_state(self):
        for state in OPEN_STATES:
            with self.subTest(state=state):
                service = self.in_state(state)
                service.action_done()
                self.assertEqual(service.state, "done")
                self.assertTrue(service.date_done)

    def test_done_records_what_was_passed_over(self):
        hasty = self.make_service()
        self.env["hau_mai.service.check"].create({"service_id": hasty.id, "name": "Leaks?"})
        thorough = self.make_service(date_start=self.moment(days=1))
        thorough.action_on_the_way()
        thorough.action_start()
        thorough.result = "repaired"
        (hasty + thorough).action_done()
        self.assertEqual(
            hasty.passed_over, "Scheduled, In progress, 1 items of the checklist, Result"
        )
        self.assertFalse(thorough.passed_over)

    def test_done_twice_is_done_once_and_a_cancelled_job_is_not_done(self):
        service = self.make_service()
        service.action_done()
        first = service.date_done = self.moment(hours=-3)
        service.action_done()
        self.assertEqual(service.date_done, first)
        cancelled = self.make_service()
        cancelled.action_cancel("Bought a new one")
        with self.assertRaises(UserError):
            cancelled.action_done()

    def test_handing_over_notes_the_moment_once(self):
        service = self.make_service()
        with self.assertRaises(UserError):
            service.action_hand_over()
        service.action_done()
        service.action_hand_over()
        self.assertEqual(service.state, "closed")
        self.assertTrue(service.date_returned)
        service.date_returned = earlier = self.moment(hours=-2)
        service.action_hand_over()
        self.assertEqual(service.date_returned, earlier)

    def test_again_keeps_the_history(self):
        service = self.make_service(diagnosis="Capacitor swapped", result="repaired")
        service.action_done()
        service.action_hand_over()
        returned = service._moment_in_words(service.date_returned)
        service.action_again("Fault is back")
        self.assertEqual((service.state, service.again_count), ("in_progress", 1))
        self.assertFalse(service.date_returned or service.date_done or service.result)
        history = service.message_ids[0].body
        for said in ("Fault is back", returned, "Repaired", "Capacitor swapped"):
            self.assertIn(said, history)
        service.action_done()
        service.web_save({"state": "in_progress"}, {"state": {}})
        self.assertEqual(service.again_count, 2, "dragged back it is taken up again, too")
        with self.assertRaises(UserError):
            service.action_again()

    def test_cancelling_asks_why_and_is_taken_back(self):
        service = self.make_service(date_start=self.moment(days=1))
        action = service.action_cancel()
        dialog = Form(self.env[action["res_model"]].with_context(**action["context"]))
        with self.assertRaises(AssertionError):
            dialog.save()
        dialog.reason = "Sold it"
        dialog.save().action_apply()
        self.assertEqual((service.state, service.cancel_reason), ("cancelled", "Sold it"))
        with self.assertRaises(UserError):
            self.make_service().action_cancel("  ")
        dragged = self.make_service().with_user(self.desk)
        dragged.state = "cancelled"
        self.assertEqual(dragged.cancel_reason, "Cancelled by Hoa, who gave no reason")
        service.action_reopen()
        self.assertEqual(service.state, "new")
        self.assertFalse(service.cancel_reason or service.date_start)

    def test_waiting_says_for_whom(self):
        service = self.make_service()
        action = service.action_wait()
        dialog = Form(self.env[action["res_model"]].with_context(**action["context"]))
        dialog.waiting_for = "parts"
        dialog.reason = "Fan motor"
        dialog.save().action_apply()
        self.assertEqual(
            service.waiting_sentence,
            "We wait for parts, and Nguyễn Văn An waits for us: Fan motor",
        )
        service.action_resume()
        self.assertEqual(service.state, "in_progress")
        self.assertFalse(service.waiting_for or service.waiting_reason or service.waiting_sentence)

    def test_own_limits_who_may_press_the_buttons(self):
        theirs = self.make_service(user_id=self.desk.id, responsible_id=self.desk.id)
        mine = self.make_service(user_id=self.technician.id, responsible_id=self.desk.id)
        self.assertFalse(theirs.with_user(self.technician).may_write)
        self.assertTrue(mine.with_user(self.technician).may_write)
        for button in ("action_start", "action_done", "action_on_the_way"):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(theirs.with_user(self.technician), button)()
        mine.with_user(self.technician).action_start()
        self.assertEqual(mine.state, "in_progress")
        theirs.with_user(self.desk).action_start()
        self.assertEqual(theirs.state, "in_progress")


class TestAppointment(ServiceCase):
    def test_the_state_follows_the_appointment(self):
        service = self.make_service()
        self.assertEqual(service.state, "new")
        service.date_start = self.moment(days=2)
        self.assertEqual(service.state, "scheduled")
        service.date_start = False
        self.assertEqual(service.state, "new")
        self.assertEqual(self.make_service(date_start=self.moment(days=1)).state, "scheduled")

    def test_a_card_dragged_to_scheduled_needs_an_appointment(self):
        service = self.make_service()
        with self.assertRaisesRegex(UserError, f"{service.name} has no appointment"):
            service.web_save({"state": "scheduled"}, {"state": {}})
        dialog = Form(
            self.env["hau_mai.service.decision"].with_context(
                default_service_ids=service.ids, default_decision="schedule"
            )
        )
        dialog.date_start = start = self.moment(days=1)
        dialog.user_id = self.technician
        dialog.save().action_apply()
        self.assertEqual(
            (service.state, service.date_start, service.user_id),
            ("scheduled", start, self.technician),
        )

    def test_a_waiting_job_is_scheduled_anew(self):
        service = self.make_service()
        service.action_wait("parts")
        service.action_schedule(self.moment(days=3))
        self.assertEqual((service.state, service.waiting_for), ("scheduled", False))

    def test_the_usual_length_is_the_companys_and_stays_when_moved(self):
        start = self.moment(days=1)
        repair = self.make_service(date_start=start)
        installation = self.make_service(kind="installation", date_start=start)
        self.assertEqual(repair.date_end, start + timedelta(minutes=60))
        self.assertEqual(installation.date_end, start + timedelta(minutes=120))
        repair.date_end = start + timedelta(minutes=90)
        repair.date_start = start + timedelta(days=1)
        self.assertEqual(repair.date_end, start + timedelta(days=1, minutes=90))

    def test_the_calendar_moves_both_ends_at_once(self):
        service = self.make_service(date_start=self.moment(days=1))
        start, end = self.moment(days=2), self.moment(days=2, hours=3)
        service.write({"date_start": start, "date_end": end})
        self.assertEqual((service.date_start, service.date_end), (start, end))

    def test_a_technician_in_two_places_is_said_and_allowed(self):
        start = self.moment(days=1)
        first, second, later = (
            self.make_service(user_id=self.technician.id, date_start=start + timedelta(minutes=m))
            for m in (0, 30, 60)
        )
        self.assertIn(second.name, first.appointment_conflict)
        self.assertIn("Hùng", first.appointment_conflict)
        self.assertIn(second.name, later.appointment_conflict)
        job = self.make_service()
        dialog = Form(
            self.env["hau_mai.service.decision"].with_context(
                default_service_ids=job.ids, default_decision="schedule"
            )
        )
        dialog.date_start = start + timedelta(minutes=100)
        dialog.user_id = self.technician
        self.assertIn(later.name, dialog.conflict)
        dialog.date_start = start + timedelta(minutes=121)
        self.assertFalse(dialog.conflict)
        second.action_cancel("A test")
        self.env.invalidate_all()
        self.assertFalse(first.appointment_conflict or later.appointment_conflict)

    def test_late_computed_and_searched_agree(self):
        past, coming = self.moment(hours=-2), self.moment(hours=2)
        jobs = {
            "promise": self.make_service(date_promised=past),
            "promise later": self.make_service(date_promised=coming),
            "missed": self.make_service(date_start=past),
            "begun": self.make_service(date_start=past),
            "in time": self.make_service(date_start=coming),
            "over": self.make_service(date_promised=past),
        }
        jobs["begun"].action_start()
        jobs["over"].action_done()
        late = {name for name, job in jobs.items() if job.is_late}
        self.assertEqual(late, {"promise", "missed"})
        ids = [job.id for job in jobs.values()]
        found = self.Service.search([("is_late", "=", True), ("id", "in", ids)])
        self.assertEqual(set(found.ids), {jobs[name].id for name in late})
        punctual = self.Service.search([("is_late", "=", False), ("id", "in", ids)])
        self.assertEqual(set(punctual.ids), set(ids) - set(found.ids))


class TestJobQueries(ServiceCase):
    def jobs(self, count):
        vals = {"unit_id": self.unit.id, "user_id": self.technician.id}
        starts = [self.moment(hours=number) for number in range(count)]
        return self.Service.create([vals | {"date_start": start} for start in starts])

    def test_making_five_or_fifty(self):
        self.jobs(1)
        few, many = (self.queries(lambda n=n: self.jobs(n)) for n in (5, 50))
        self.assertLessEqual(many, few + 2, (few, many))

    def test_finishing_and_handing_over_five_or_fifty(self):
        for button in ("action_start", "action_done", "action_hand_over"):
            batches = [self.jobs(n) for n in (2, 5, 50)]
            if button == "action_hand_over":
                for batch in batches:
                    batch.action_done()
            _warm, few, many = (self.queries(getattr(batch, button)) for batch in batches)
            with self.subTest(button=button):
                self.assertLessEqual(many, few + 2, (few, many))

    def test_a_list_of_five_or_fifty(self):
        names = self.Service.get_view(view_type="list")["models"]["hau_mai.service"]
        names = [*names, "appointment_conflict", "repeat_of_id", "waiting_sentence", "fit_warning"]
        spec = {name: {} for name in names}
        batches = [self.Service.browse(self.jobs(n).ids) for n in (2, 5, 50)]
        _warm, few, many = (
            self.queries(lambda batch=batch: batch.web_read(spec)) for batch in batches
        )
        self.assertLessEqual(many, few + 2, (few, many))
