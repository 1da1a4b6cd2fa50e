"""Offering extended warranties: on quotations, on cards, and for which products."""

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .extension_common import ExtensionCase


class OfferCase(ExtensionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Offer = cls.env["hau_mai.extension.offer"]
        cls.two_years = cls.make_policy("Two years more", duration=24)

    def opened(self, action):
        self.assertEqual(action["res_model"], "hau_mai.extension.offer")
        return self.Offer.browse(action["res_id"])


class TestPackages(OfferCase):
    def test_by_category_and_price(self):
        below = self.env["product.category"].create({"name": "Split", "parent_id": self.categ.id})
        other = self.env["product.category"].create({"name": "Phones"})
        self.extension.write(
            {
                "extension_categ_ids": [Command.set(self.categ.ids)],
                "extension_price_min": 500,
                "extension_price_max": 2000,
            }
        )
        for vals, fits in [
            ({}, True),
            ({"categ_id": below.id}, True),
            ({"categ_id": other.id}, False),
            ({"list_price": 499}, False),
            ({"list_price": 500}, True),
            ({"list_price": 2000}, True),
            ({"list_price": 2001}, False),
        ]:
            product = self.make_product(
                "Thing", **{"warranty_policy_id": self.base.id, "list_price": 1000} | vals
            )
            unit = self.make_order((product, 1)).unit_ids
            with self.subTest(vals):
                packages = unit._extension_packages()[unit]
                self.assertEqual(packages, self.extension if fits else packages.browse())

    def test_the_price_it_was_sold_for_counts_in_our_currency(self):
        self.extension.extension_price_min = 900
        currency = self.env["res.currency"].create(
            {
                "name": "XXT",
                "symbol": "T",
                "rate_ids": [Command.create({"rate": 10, "company_id": self.company.id})],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": currency.id}
        )
        order = self.make_order((self.fan, 1), pricelist_id=pricelist.id)
        self.assertAlmostEqual(order.order_line.price_unit, 10000)
        unit = order.unit_ids
        self.assertAlmostEqual(unit._price_sold(), 1000)
        self.assertTrue(unit._extension_packages()[unit])
        cheap = self.make_order(
            {"product_id": self.fan.id, "price_unit": 8000, "product_uom_qty": 1},
            pricelist_id=pricelist.id,
        ).unit_ids
        self.assertFalse(cheap._extension_packages()[cheap])
        self.partner.property_product_pricelist = pricelist
        offer = self.opened(unit.action_extend())
        self.assertEqual((offer.line_ids.price, offer.line_ids.currency_id), (1500, currency))
        quoted = self.env["sale.order"].browse(offer.action_apply()["res_id"])
        self.assertEqual((quoted.order_line.price_unit, quoted.currency_id), (1500, currency))

    def test_prices_in_order(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.extension.write({"extension_price_min": 5, "extension_price_max": 4})


class TestOnTheQuotation(OfferCase):
    def test_one_package_is_added_right_below(self):
        order = self.make_order((self.fan, 3), (self.product, 1), confirm=False)
        line, other = order.order_line
        self.assertTrue(line.may_extend)
        self.assertTrue(line.action_extend())
        order.invalidate_recordset()
        first, extension, last = order.order_line.sorted(lambda row: (row.sequence, row.id))
        self.assertEqual((first, last), (line, other))
        self.assertEqual(extension.extended_line_id, line)
        self.assertEqual((extension.product_uom_qty, extension.price_unit), (3, 150))
        self.assertFalse(line.may_extend)
        self.assertEqual(line.extended_sentence, "Extended 12 months × 3")

    def test_one_of_several_is_chosen(self):
        longer = self.make_extension("Extended 24 months", self.two_years, list_price=250)
        order = self.make_order((self.fan, 2), confirm=False)
        offer = self.opened(order.order_line.action_extend())
        self.assertEqual(offer.line_ids.product_id, self.extension + longer)
        self.assertEqual(offer.line_ids.mapped("price"), [150, 250])
        offer.line_ids.chosen = True
        with self.assertRaisesRegex(UserError, "Choose one package"):
            offer.action_apply()
        offer.line_ids[0].chosen = False
        offer.action_apply()
        self.assertEqual(order.order_line[1].product_id, longer)

    def test_the_price_list_counts(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Ten percent less",
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 10})],
            }
        )
        order = self.make_order((self.fan, 1), confirm=False, pricelist_id=pricelist.id)
        order.order_line.action_extend()
        self.assertAlmostEqual(order.order_line[1].price_reduce_taxexcl, 135)

    def test_nothing_is_offered_for_what_has_no_warranty(self):
        plain = self.make_product("Cable")
        order = self.make_order((plain, 1), (self.extension, 1), confirm=False)
        self.assertEqual(order.order_line.mapped("may_extend"), [False, False])
        with self.assertRaisesRegex(UserError, "There is no extended warranty"):
            order.order_line[0].action_extend()

    def test_a_salesperson_adds_it_without_other_rights(self):
        user = self.make_user("sales_own")
        order = self.make_order((self.fan, 1), confirm=False, user_id=user.id)
        mine = order.with_user(user)
        self.assertTrue(mine.order_line.may_extend)
        mine.order_line.action_extend()
        mine.action_confirm()
        self.assertEqual(len(self.bought(order.unit_ids)), 1)
        mine.invalidate_recordset()
        self.assertIn("sold with", mine.unit_ids.coverage_ids[-1].explanation)


class TestOnTheCard(OfferCase):
    def test_a_quotation_in_two_clicks(self):
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.make_order((self.fan, 1)).unit_ids
            offer = self.opened(unit.action_extend())
            row = offer.line_ids
            self.assertEqual(row.gives, "until 01/10/2027 → until 01/10/2028")
            order = self.env["sale.order"].browse(offer.action_apply()["res_id"])
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.order_line.extended_unit_id, unit)
        self.assertEqual(order.order_line.price_unit, 150)

    def test_from_the_line_of_a_confirmed_order(self):
        order = self.make_order((self.fan, 2))
        self.assertTrue(order.order_line.may_extend)
        offer = self.opened(order.order_line.action_extend())
        self.assertEqual(offer.line_ids.unit_id, order.unit_ids)

    def test_one_quotation_a_customer_and_the_refused_are_named(self):
        bình = self.env["res.partner"].create({"name": "Trần Thị Bình"})
        mine = self.make_order((self.fan, 2)).unit_ids
        hers = self.make_order((self.fan, 1), partner_id=bình.id).unit_ids
        void = self.make_order((self.fan, 1)).unit_ids
        void.action_void("Mistake")
        offer = self.opened((mine + hers + void).action_extend())
        self.assertIn("is void: nothing can be extended", offer.refused)
        self.assertEqual(offer.line_ids.unit_id, mine + hers)
        orders = self.env["sale.order"].search(offer.action_apply()["domain"])
        self.assertEqual(orders.partner_id, self.partner + bình)
        self.assertEqual(
            {order.partner_id: len(order.order_line) for order in orders},
            {self.partner: 2, bình: 1},
        )

    def test_refused_with_the_reason(self):
        void = self.make_order((self.fan, 1)).unit_ids
        void.action_void("Mistake")
        with self.assertRaisesRegex(UserError, "is void: nothing can be extended"):
            void.action_extend()
        plain = self.make_product("Phone", warranty_policy_id=self.base.id, list_price=9)
        self.extension.extension_price_min = 10
        unit = self.make_order((plain, 1)).unit_ids
        with self.assertRaisesRegex(UserError, "No extended warranty is offered"):
            unit.action_extend()

    def test_who_follows_up_may_quote(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        user = self.make_user("after_own")
        action = unit.with_user(user).action_extend()
        offer = self.Offer.with_user(user).browse(action["res_id"])
        self.assertEqual(offer.action_apply()["tag"], "display_notification")
        self.assertTrue(self.env["sale.order.line"].search([("extended_unit_id", "=", unit.id)]))

    def test_not_a_card_one_may_not_read(self):
        unit = self.make_order((self.fan, 1), user_id=self.env.ref("base.user_admin").id).unit_ids
        other = self.make_user("sales_own")
        with self.assertRaises(AccessError):
            unit.with_user(other).action_extend()

    def test_sold_once_only(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        order = self.extend_unit(unit, confirm=False)
        with self.assertRaisesRegex(ValidationError, "is extended once in an order"):
            order.order_line.copy(
                {"order_id": order.id, "extended_unit_id": unit.id, "product_uom_qty": 1}
            )


class TestOnThePortal(OfferCase, HttpCase):
    def test_the_owner_reads_what_fits_and_asks(self):
        user = new_test_user(self.env, login="owner", groups="base.group_portal")
        user.partner_id.lang = "en_US"
        unit = self.make_order((self.fan, 1), partner_id=user.partner_id.id).unit_ids
        self.authenticate("owner", "owner")
        page = self.url_open(f"/my/warranties/{unit.id}").text
        self.assertIn("Extended 12 months: $", page)
        self.assertIn(f"/my/requests/new?about=unit-{unit.id}", page)
        self.extension.sale_ok = False
        self.assertNotIn("Extend the warranty", self.url_open(f"/my/warranties/{unit.id}").text)
