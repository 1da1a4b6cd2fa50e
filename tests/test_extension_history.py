"""Whatever happens to the orders and to the base: extensions go on one after the other."""

import random
from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.hau_mai.tools.recurrence import add_duration

from .extension_common import ExtensionCase
from .service_common import ServiceCase


class TestExtensionHistory(ExtensionCase):
    @freeze_time("2026-01-10 05:00:00")
    def test_any_history(self):
        for seed in range(6):
            with self.subTest(seed=seed):
                self.live(random.Random(seed))

    def live(self, chance):
        """Extend, cancel, confirm again, move the start; after each step the dates fit."""
        unit = self.make_order((self.fan, 1)).unit_ids
        orders = [self.extend_unit(unit, confirm=False) for _n in range(4)]
        for _step in range(12):
            order = chance.choice(orders)
            if chance.random() < 0.25:
                unit.action_start(
                    f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", "x"
                )
            elif order.state == "sale":
                order._action_cancel()
            elif order.state == "cancel":
                order.action_draft()
            else:
                order.action_confirm()
            self.assert_fits(unit, [order for order in orders if order.state == "sale"])

    def assert_fits(self, unit, sold):
        """As many years after the base as are sold now, without a gap and without overlap."""
        self.env.flush_all()
        unit.invalidate_recordset()
        base = unit.coverage_ids.filtered(lambda c: c.origin == "policy")
        end, ends = base.date_end, []
        for _order in sold:
            end = add_duration(end, 12, "month")
            ends.append(end)
        bought = self.bought(unit)
        self.assertEqual(sorted(bought.mapped("date_end")), ends)
        self.assertEqual(
            sorted(bought.mapped("date_start")), [base.date_end, *ends[:-1]] if ends else []
        )
        self.assertEqual(len(bought.extends_id), len(bought), "nothing is extended twice")
        self.assertEqual(unit.date_end_main, end)
        taken_back = unit.coverage_ids - base - bought
        self.assertFalse(any(c.date_end >= c.date_start for c in taken_back))
        self.assertLessEqual(len(unit.coverage_ids), 5, "what was taken back is given again")


class TestExtensionRepair(ExtensionCase, ServiceCase):
    def test_days_in_repair_move_what_comes_after(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        unit.action_start(self.today - timedelta(days=60), "Test")
        self.extend_unit(unit)
        bought = self.bought(unit)
        end = bought.date_end
        job = self.make_service(unit_id=unit.id, date_received=self.moment(days=-10))
        job.write({"state": "done", "date_returned": self.moment(days=-3)})
        base = bought.extends_id
        self.assertEqual(base.repair_days, 7)
        self.assertEqual(bought.date_end, add_duration(base.date_end, 12, "month"))
        self.assertEqual(bought.date_start, base.date_end)
        self.assertGreater(bought.date_end, end)
        self.assertEqual(bought.repair_days, 0, "no day counts twice")


class TestForfeitedExtension(ExtensionCase):
    def forfeit(self, unit):
        proof = self.env["ir.attachment"].create({"name": "seal.jpg", "raw": b"a photo"})
        extension = self.bought(unit)
        return unit._forfeit(extension, "opened", "The seal was broken", attachments=proof)

    def test_confirmed_again_it_stays_forfeited(self):
        unit = self.sell().unit_ids
        order = self.extend_unit(unit)
        given = self.bought(unit)
        self.forfeit(unit)
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertFalse(self.bought(unit) - given)
        self.assertTrue(given.forfeiture_id)

    def test_taken_back_after_the_order_was_cancelled_it_is_not_given(self):
        unit = self.sell(extended=0).unit_ids
        order = self.extend_unit(unit)
        row = self.forfeit(unit)
        order._action_cancel()
        row.action_undo("Our mistake")
        self.assertFalse(self.bought(unit))
        order.action_draft()
        order.action_confirm()
        self.assertEqual(len(self.bought(unit)), 1)

    def test_one_that_waits_waits_again(self):
        self.base.start_trigger = "delivery"
        order = self.sell()
        extension = self.bought(order.unit_ids)
        row = self.forfeit(order.unit_ids)
        self.assertEqual(order.unit_ids.coverage_ids.filtered("date_ended"), extension)
        row.action_undo("Our mistake")
        self.assertFalse(extension.date_start)
        self.deliver(order.order_line[0], 1)
        self.assertTrue(extension.date_end)
