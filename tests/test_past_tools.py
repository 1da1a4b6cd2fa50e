"""How many cards an old order line makes, and from when: plain functions."""

from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.past import (
    Card,
    Promised,
    Sold,
    end_day,
    is_over,
    kept,
    make_cards,
    minutes_left,
    start_day,
)

ORDERED = date(2024, 1, 10)
TODAY = date(2026, 11, 24)
DELIVERY, INVOICE = {"delivery"}, {"invoice"}


def sold(ordered=1.0, **known):
    facts = {
        "delivered": 0.0, "invoices": [], "date_ordered": ORDERED, "date_moved": False,
        "lead_days": 3, "tracked": None, "by_quantity": False,
    }  # fmt: skip
    return Sold(ordered=ordered, **{**facts, **known})


def cards(line, triggers=DELIVERY, today=TODAY):
    return make_cards(line, triggers, today, 30)


def day(month, number, year=2024):
    return date(year, month, number)


class TestPastTools(TestCase):
    def test_nothing_was_written_down_all_counts_from_order_and_lead_time(self):
        made = cards(sold(2.0))
        self.assertEqual(made.cards, [Card(1.0, day(1, 13), False)] * 2)
        self.assertEqual(made.estimated, {"delivery"})

    def test_the_day_inventory_knows_is_no_estimate(self):
        made = cards(sold(1.0, delivered=1.0, date_moved=day(2, 1), tracked=True))
        self.assertEqual(made, ([Card(1.0, day(2, 1), False)], set()))

    def test_what_inventory_has_still_to_bring_waits(self):
        made = cards(sold(3.0, delivered=1.0, date_moved=day(2, 1), tracked=False))
        self.assertEqual([card.delivered for card in made.cards], [day(2, 1), False, False])

    def test_an_order_of_yesterday_waits_for_its_lead_time(self):
        made = cards(sold(1.0), today=ORDERED + timedelta(days=1))
        self.assertEqual(made, ([Card(1.0, False, False)], set()))

    def test_what_was_delivered_cannot_begin_tomorrow(self):
        made = cards(sold(1.0, delivered=1.0, lead_days=9), today=day(1, 11))
        self.assertEqual(made.cards[0].delivered, day(1, 11))

    def test_the_posted_invoice_counts_for_those_that_count_from_it(self):
        line = sold(2.0, invoices=[(day(2, 5), 2.0)])
        self.assertEqual(cards(line, INVOICE), ([Card(1.0, False, day(2, 5))] * 2, set()))
        self.assertEqual(cards(line).cards[0].invoiced, False)

    def test_two_invoices_begin_on_two_days(self):
        made = cards(sold(3.0, invoices=[(day(2, 5), 1.0), (day(3, 6), 2.0)]), INVOICE)
        self.assertEqual([c.invoiced for c in made.cards], [day(2, 5), day(3, 6), day(3, 6)])

    def test_never_invoiced_counts_from_order_and_lead_time(self):
        made = cards(sold(1.0), INVOICE)
        self.assertEqual(made, ([Card(1.0, False, day(1, 13))], {"invoice"}))

    def test_what_was_credited_gets_no_card(self):
        line = sold(5.0, invoices=[(day(2, 5), 5.0), (day(3, 1), -2.0)])
        self.assertEqual(kept(line), 3.0)
        self.assertEqual(len(cards(line).cards), 3)
        self.assertEqual(
            cards(line._replace(invoices=[(day(2, 5), 5.0), (day(3, 1), -5.0)])).cards, []
        )

    def test_a_corrected_invoice_takes_nothing_away_and_keeps_the_first_day(self):
        line = sold(2.0, invoices=[(day(2, 5), 2.0), (day(2, 9), -2.0), (day(2, 10), 2.0)])
        self.assertEqual([c.invoiced for c in cards(line, INVOICE).cards], [day(2, 5)] * 2)

    def test_what_came_back_gets_no_card(self):
        self.assertEqual(kept(sold(5.0, delivered=3.0)), 3.0)
        self.assertEqual(kept(sold(5.0, delivered=0.0, tracked=True)), 0.0)
        both = sold(5.0, delivered=3.0, invoices=[(day(2, 5), 5.0), (day(3, 1), -2.0)])
        self.assertEqual(kept(both), 3.0)

    def test_a_quantity_is_split_where_its_days_differ(self):
        line = sold(7.5, by_quantity=True, invoices=[(day(2, 5), 5.0), (day(3, 6), 2.5)])
        made = cards(line, INVOICE)
        self.assertEqual(
            sorted((card.quantity, card.invoiced) for card in made.cards),
            [(2.5, day(3, 6)), (5.0, day(2, 5))],
        )

    def test_counted_from_the_order_nothing_is_estimated(self):
        made = cards(sold(1.0), {"order"})
        self.assertEqual(made, ([Card(1.0, False, False)], set()))
        self.assertEqual(start_day("order", made.cards[0], ORDERED, 30), ORDERED)

    def test_not_activated_starts_with_the_limit(self):
        card = cards(sold(1.0), {"activation"}).cards[0]
        self.assertEqual(start_day("activation", card, ORDERED, 30), day(2, 12))

    def test_over_is_what_has_ended_wholly(self):
        card = Card(1.0, day(1, 13), False)
        year, life = Promised("delivery", 12, "month"), Promised("delivery", 0, "month")
        self.assertEqual(end_day(day(1, 13), year), day(1, 13, 2025))
        self.assertTrue(is_over(card, [year], ORDERED, 0, day(1, 14, 2025)))
        self.assertFalse(is_over(card, [year], ORDERED, 0, day(1, 13, 2025)), "its last day")
        self.assertFalse(is_over(card, [year, life], ORDERED, 0, TODAY))
        waiting = Card(1.0, False, False)
        self.assertFalse(is_over(waiting, [year], ORDERED, 0, TODAY), "it has not begun")

    def test_time_left(self):
        self.assertEqual(minutes_left(100, 200, 60), 2)
        self.assertEqual(minutes_left(100, 1, 60), 1)
        self.assertIsNone(minutes_left(0, 200, 60))

    @given(
        st.integers(1, 40),
        st.integers(0, 40),
        st.lists(st.tuples(st.integers(0, 400), st.integers(-5, 20)), max_size=4),
        st.booleans(),
        st.sampled_from([None, True, False]),
        st.sampled_from([{"delivery"}, {"invoice"}, {"order"}, {"delivery", "invoice"}]),
    )
    def test_never_more_than_was_sold_and_nothing_begins_after_today(
        self, ordered, delivered, events, by_quantity, tracked, triggers
    ):
        invoices = [(ORDERED + timedelta(days=after), float(q)) for after, q in events]
        line = sold(
            float(ordered), delivered=float(delivered), invoices=invoices,
            by_quantity=by_quantity, tracked=tracked,
        )  # fmt: skip
        made = cards(line, triggers)
        self.assertLessEqual(sum(card.quantity for card in made.cards), ordered)
        self.assertAlmostEqual(sum(card.quantity for card in made.cards), kept(line))
        for card in made.cards:
            self.assertGreater(card.quantity, 0)
            self.assertFalse(card.delivered and not ORDERED <= card.delivered <= TODAY)
