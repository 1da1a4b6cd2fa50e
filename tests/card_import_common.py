"""What the tests of imports of old cards have in common: a file, and what came of it."""

import base64
import csv
import io

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import HauMaiCase

HEADINGS = {
    "old_number": "Card number",
    "product": "Product code",
    "serial_number": "Serial number",
    "phone": "Phone",
    "customer": "Customer",
    "sold_on": "Sold on",
    "order_name": "Invoice",
}
GOOD = {
    "old_number": "BH-1",
    "product": "AC-9000",
    "serial_number": "S-1",
    "phone": "0901234567",
    "customer": "Nguyễn Văn An",
    "sold_on": "10/01/2024",
}


class CardImportCase(HauMaiCase):
    """The shop, with a product that has a code and a manager who imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.vn")
        cls.product.default_code = "AC-9000"
        cls.product.barcode = "8934567890123"
        cls.plain_product = cls.make_product("Fan", default_code="FAN", type="service")
        cls.manager = cls.make_user(
            "after_manager", company_ids=[Command.set(cls.env.companies.ids)]
        )
        cls.Import = cls.env["hau_mai.card.import"].with_user(cls.manager)

    def csv(self, *rows, headings=None):
        """A CSV file of dicts; with the usual headings where none are given."""
        columns = {column: column for row in rows for column in row}
        named = {column: HEADINGS.get(column, column) for column in columns} | (headings or {})
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow(named.values())
        writer.writerows([row.get(column, "") for column in named] for row in rows)
        return stream.getvalue()

    def upload(self, content, name="old.csv", check=True, **vals):
        """An import of this content, checked."""
        content = content.encode() if isinstance(content, str) else content
        card_import = self.Import.create(
            {"file": base64.b64encode(content), "file_name": name, **vals}
        )
        if check:
            card_import.action_check()
        return card_import

    def check(self, *changes, **vals):
        """An import with a row for each of these: the good one, changed."""
        rows = [
            {**GOOD, "old_number": f"BH-{n}", "serial_number": f"S-{n}", **change}
            for n, change in enumerate(changes, 1)
        ]
        return self.upload(self.csv(*rows), **vals)

    def assertRefused(self, words, content, name="old.csv"):
        """The file cannot be read, which is said with these words, and nothing is written."""
        with self.assertRaisesRegex(UserError, words):
            self.upload(content, name)
        self.assertFalse(self.env["hau_mai.card.import.row"].search_count([]))
