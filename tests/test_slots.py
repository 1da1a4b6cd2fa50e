"""Appointments that can be had, against the slowest way to count them."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError

from odoo.addons.hau_mai.tools.slots import Agenda, join_intervals

from .center_common import CenterCase

DAY = datetime(2026, 3, 2)
STEP = 15


def minutes(number):
    return DAY + timedelta(minutes=STEP * number)


@st.composite
def periods(draw, longest):
    start = draw(st.integers(0, 4 * 24 * 3))
    return minutes(start), minutes(start + draw(st.integers(1, longest)))


def brute_force(intervals, bookings, length, parallel, capacity):
    """Every quarter of an hour that begins a slot, and the quarters of it counted one by one."""
    worked = {
        minutes(n)
        for n in range(4 * 24 * 4)
        if any(start <= minutes(n) < end for start, end in intervals)
    }
    found, quarter = [], timedelta(minutes=STEP)
    begins = sorted(moment for moment in worked if moment - quarter not in worked)
    for begin in begins:
        start = begin
        while all(start + quarter * n in worked for n in range(length)):
            quarters = [start + quarter * n for n in range(length)]
            busiest = max(sum(s <= q < e for s, e in bookings) for q in quarters)
            that_day = sum(s.date() == start.date() for s, _e in bookings)
            left = parallel - busiest
            if capacity:
                left = min(left, capacity - that_day)
            if left > 0:
                found.append((start, left))
            start += quarter * length
    return found


@settings(max_examples=150)
@given(
    intervals=st.lists(periods(24), max_size=6),
    bookings=st.lists(periods(12), max_size=10),
    length=st.integers(1, 8),
    parallel=st.integers(1, 3),
    capacity=st.integers(0, 4),
)
def test_slots_are_those_found_by_counting(intervals, bookings, length, parallel, capacity):
    agenda = Agenda(
        intervals,
        dict(enumerate(bookings)),
        minutes=length * STEP,
        parallel=parallel,
        capacity=capacity,
    )
    slots = list(agenda.slots())
    assert [(slot.start, slot.left) for slot in slots] == brute_force(
        intervals, bookings, length, parallel, capacity
    )
    for slot in slots:
        assert agenda.refusal(slot.start) is None
        # as many as are left can be taken, and not one more
        again = Agenda(
            intervals, agenda.bookings, minutes=length * STEP, parallel=parallel, capacity=capacity
        )
        for number in range(slot.left):
            assert again.refusal(slot.start) is None
            again.book(f"new {number}", slot.start)
        assert again.refusal(slot.start) in ("taken", "day_full")


def test_a_job_that_is_moved_does_not_stand_in_its_own_way():
    agenda = Agenda([(minutes(0), minutes(8))], {7: (minutes(0), minutes(4))}, capacity=1)
    assert agenda.refusal(minutes(0)) == agenda.refusal(minutes(4)) == "day_full"
    assert agenda.refusal(minutes(4), but=7) is None
    assert agenda.refusal(minutes(6), but=7) == "closed"


def test_places_are_counted_by_days_of_work_that_are_left():
    days = [(DAY + timedelta(days=n, hours=8), DAY + timedelta(days=n, hours=17)) for n in range(5)]
    agenda = Agenda(days, {1: days[1], 2: days[1]}, capacity=3)
    noon = DAY + timedelta(hours=12)
    assert agenda.places(DAY, 9) == 5 * 3 - 2
    assert agenda.places(noon, 2) == 2 * 3 - 2
    assert agenda.places(noon + timedelta(hours=8), 2) == 3 - 2
    assert Agenda(days, {}).places(DAY, 9) is None


def test_hours_that_touch_are_one_stretch():
    joined = join_intervals([(minutes(4), minutes(8)), (minutes(0), minutes(4))])
    assert joined == [(minutes(0), minutes(8))]


class TestCenterSlots(CenterCase):
    def starts(self, center, day, **kwargs):
        """The slots of a day as hours where the center is."""
        slots = center._free_slots(day, day, now=datetime(2026, 1, 1), **kwargs)
        zone = timedelta(hours=7)
        return [(start + zone).strftime("%H:%M") for start, _end in slots]

    def test_lunch_leaves_and_days_off_are_left_out(self):
        center = self.make_center(resource_calendar_id=self.calendar.id, slot_minutes=120)
        monday, sunday = date(2026, 3, 2), date(2026, 3, 8)
        self.assertEqual(self.starts(center, monday), ["08:00", "10:00", "13:00", "15:00"])
        self.assertEqual(self.starts(center, sunday), [])
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Half a day off",
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 3, 2, 1),
                "date_to": datetime(2026, 3, 2, 5),
            }
        )
        self.assertEqual(self.starts(center, monday), ["13:00", "15:00"])

    def test_hours_are_those_of_the_calendars_zone(self):
        tokyo = self.make_calendar("Tokyo", tz="Asia/Tokyo")
        center = self.make_center(resource_calendar_id=tokyo.id, slot_minutes=240)
        self.assertEqual(self.starts(center, date(2026, 3, 2)), ["06:00", "11:00"])
        # before midnight UTC, and yet that day where the center is
        early = self.make_calendar("Early", hours=((5, 7),))
        center = self.make_center(resource_calendar_id=early.id)
        self.assertEqual(self.starts(center, date(2026, 3, 2)), ["05:00", "06:00"])
        berlin = self.make_calendar("Berlin", days=range(7), tz="Europe/Berlin", hours=((1, 4),))
        center = self.make_center(resource_calendar_id=berlin.id)
        night = date(2026, 3, 29)  # 2 o'clock becomes 3
        self.assertEqual(len(center._free_slots(night, night, now=datetime(2026, 1, 1))), 2)

    def test_booked_ones_are_gone_by_bench_and_by_day(self):
        center = self.make_center(resource_calendar_id=self.calendar.id, slot_minutes=240)
        monday = date(2026, 3, 2)
        morning = datetime(2026, 3, 2, 1)
        job = self.make_service(center_id=center.id, date_start=morning)
        self.assertEqual(self.starts(center, monday), ["13:00"])
        center.parallel = 2
        self.assertEqual(self.starts(center, monday), ["08:00", "13:00"])
        center.capacity_per_day = 1
        self.assertEqual(self.starts(center, monday), [])
        job.state = "cancelled"
        self.assertEqual(self.starts(center, monday), ["08:00", "13:00"])

    def test_kinds_contract_and_past_are_respected(self):
        center = self.make_center(
            resource_calendar_id=self.calendar.id, does_repair=False, date_to=date(2026, 3, 3)
        )
        self.assertFalse(self.starts(center, date(2026, 3, 2), kind="repair"))
        self.assertTrue(self.starts(center, date(2026, 3, 3)))
        self.assertFalse(self.starts(center, date(2026, 3, 4)))
        late = datetime(2026, 3, 2, 8)  # three in the afternoon
        left = center._free_slots(date(2026, 3, 2), date(2026, 3, 2), now=late)
        self.assertEqual(len(left), 2)

    def test_taking_a_slot_writes_the_appointment(self):
        center = self.make_center(resource_calendar_id=self.calendar.id, slot_minutes=90)
        job, other = self.make_service(), self.make_service()
        start = self.next_monday()
        center._take_slot(job, start)
        self.assertEqual((job.center_id, job.date_start), (center, start))
        self.assertEqual(job.date_end - job.date_start, timedelta(minutes=90))
        self.assertEqual(job.state, "scheduled")
        with self.assertRaisesRegex(UserError, "Workshop is taken at that time"):
            center._take_slot(other, start + timedelta(minutes=60))
        center._take_slot(job, start + timedelta(minutes=60))  # moved
        with self.assertRaisesRegex(UserError, "does not work at that time"):
            center._take_slot(other, start + timedelta(hours=4))
        with self.assertRaisesRegex(UserError, "future"):
            center._take_slot(other, start - timedelta(days=30))
        self.assertFalse(other.date_start)
