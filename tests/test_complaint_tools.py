"""What may be given and what comes back: the plain functions behind it."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.hau_mai.tools.compensation import returnable, spread, voucher_verdict

amounts = st.integers(0, 10**7)


class TestCompensationTools(BaseCase):
    @given(st.lists(amounts, max_size=6), amounts)
    def test_what_is_spread_is_never_more_than_there_is(self, remaining, amount):
        shares = spread(amount, remaining)
        self.assertEqual(len(shares), len(remaining))
        self.assertEqual(sum(shares), min(amount, sum(remaining)))
        for share, room in zip(shares, remaining, strict=True):
            self.assertTrue(0 <= share <= room)
        # as much on the first ones as they bear
        partly = [s for s, room in zip(shares, remaining, strict=True) if 0 < s < room]
        self.assertLessEqual(len(partly), 1)

    @given(amounts, amounts, st.none() | amounts)
    def test_a_voucher_is_given_up_to_the_limit_of_the_case(self, amount, given_already, limit):
        allowed, code = voucher_verdict(amount, given_already, limit)
        if not amount:
            self.assertEqual((allowed, code), (False, "positive"))
        else:
            self.assertEqual(allowed, limit is None or given_already + amount <= limit)
            self.assertEqual(code, "" if allowed else "limit")

    def test_a_part_of_a_unit_is_lost_with_coupons_only(self):
        self.assertEqual(voucher_verdict(9.5, 0, None), (False, "whole"))
        self.assertEqual(voucher_verdict(9.5, 0, None, whole=False), (True, ""))
        self.assertEqual(voucher_verdict(-1, 0, None), (False, "positive"))

    def test_what_was_delivered_can_come_back_once(self):
        for ordered, delivered, counted, returned, expected in (
            (3, 3, True, 0, 3),
            (3, 2, True, 1, 1),
            (3, 0, True, 0, 0),
            (3, 0, False, 0, 3),  # nobody typed what was delivered
            (3, 2, False, 0, 2),
            (3, 3, True, 5, 0),
        ):
            self.assertEqual(returnable(ordered, delivered, counted, returned), expected)
