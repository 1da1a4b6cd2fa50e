"""What the tests of the public pages have in common: a card, its code, a question about it."""

import re

from .portal_common import PortalCase


class PublicCase(PortalCase):
    """The card of An's air conditioner, whose serial number is AC-77 and phone ends with 4567."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_warranty_check = True
        cls.customer.partner_id.phone = "+84 90 123 45 67"
        cls.other.partner_id.phone = "0912 000 111"
        cls.token = cls.card_token(cls.unit)
        cls.env.flush_all()

    @classmethod
    def card_token(cls, unit):
        return unit._card_url().rpartition("/")[2]

    def card(self, token=None, user=None, suffix=""):
        return self.open(f"/warranty/card/{token or self.token}{suffix}", user)

    def check(self, number, phone):
        return self.post("/warranty/check", number=number, phone=phone)

    def status(self, number, phone):
        """The status the page answers with, or None: unknown."""
        response = self.check(number, phone)
        self.assertEqual(response.status_code, 200)
        found = re.search(r'data-status="(\w+)"', response.text)
        self.assertNotEqual(bool(found), 'name="unknown"' in response.text)
        return found and found[1]

    def skeleton(self, response, *typed):
        """A page without what differs from one question to the next."""
        text = re.sub(r'(csrf_token: |name="csrf_token" value=)"\w+"', "", response.text)
        text = re.sub(r'href="[^"]*/warranty/card/[^"]*"', "", text)
        for value in typed:
            text = text.replace(f'value="{value}"', "")
        return text

    def forget_counters(self):
        self.env.cr.execute("DELETE FROM hau_mai_rate_limit")
