"""How many queries extended warranties cost: none where there are none, the same for many."""

from datetime import timedelta

from .extension_common import ExtensionCase


class TestExtensionQueries(ExtensionCase):
    def quoted(self, count, extended):
        """An order of so many lines of fans, each extended or not."""
        order = self.make_order(*[(self.fan, 2)] * count, confirm=False)
        if extended:
            for line in order.order_line:
                self.extend_line(line, 2)
        return order

    def cost(self, count, work, extended=True):
        order = self.env["sale.order"].browse(self.quoted(count, extended).ids)
        return self.queries(lambda: work(order))

    def test_confirming_two_or_twelve(self):
        self.quoted(1, True).action_confirm()
        few, many = (self.cost(count, lambda o: o.action_confirm()) for count in (2, 12))
        plain_few, plain_many = (
            self.cost(count, lambda o: o.action_confirm(), extended=False) for count in (4, 24)
        )
        self.assertLessEqual(many - plain_many, few - plain_few + 2)

    def test_cancelling_two_or_twelve(self):
        def cost(count, extended):
            order = self.quoted(count, extended)
            order.action_confirm()
            order = self.env["sale.order"].browse(order.ids)
            return self.queries(order._action_cancel)

        few = cost(2, True) - cost(4, False)
        many = cost(12, True) - cost(24, False)
        self.assertLessEqual(many, few + 2)

    def test_moving_the_start_of_two_or_twelve(self):
        def started(count):
            order = self.quoted(count, True)
            order.action_confirm()
            units = self.env["hau_mai.unit"].browse(order.unit_ids.ids)
            return self.queries(lambda: units.action_start(self.today, "Test"))

        few, many = started(2), started(12)
        self.assertLessEqual(many, few + 2)

    def test_orders_without_extensions_ask_for_none(self):
        order = self.env["sale.order"].browse(self.quoted(5, False).ids)
        self.env.flush_all()
        self.env.transaction.reset()
        before = self.env.cr.sql_log_count
        order.order_line.mapped("state")
        order.order_line.mapped("warranty_policy_id")
        warm = self.env.cr.sql_log_count
        order.order_line._extending_lines()._fit_extensions()
        self.assertEqual(self.env.cr.sql_log_count, warm)
        self.assertGreater(warm, before)

    def test_many_cards_are_offered_as_cheaply(self):
        units = self.env["hau_mai.unit"]
        few, many = (
            units.browse(self.make_order((self.fan, count)).unit_ids.ids) for count in (3, 20)
        )

        def ask(cards):
            return self.queries(cards._extension_packages)

        ask(few)
        self.assertLessEqual(ask(many), ask(few))
        for cards in (few, many):
            cards.action_start(self.today - timedelta(days=30), "Test")
            cards._extension_words()
        words_of_few = self.queries(few._extension_words)
        self.assertLessEqual(self.queries(many._extension_words), words_of_few)
