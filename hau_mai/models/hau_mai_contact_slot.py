import hashlib

from odoo import api, fields, models
from odoo.tools import SQL


class HauMaiContactSlot(models.Model):
    """One row for each customer and each address that was ever contacted.

    Nothing is read from it. Who contacts somebody writes their row first, so that another
    worker that does the same at the same time cannot: PostgreSQL, at REPEATABLE READ, stops
    the second one, who tries again and then sees the first one's contact.
    """

    _name = "hau_mai.contact.slot"
    _description = "Slot for a Contact"
    _log_access = False
    _rec_name = "key"

    _key_unique = models.UniqueIndex("(key)", "There is one slot for each customer and address.")

    key = fields.Char(
        required=True,
        readonly=True,
        help="The customer, or a fingerprint of the address: two customers may share a number.",
    )
    date = fields.Datetime(string="Last Taken", required=True, readonly=True)

    @api.model
    def _lock(self, keys, at):
        """Write these rows, in one order for all workers.

        :raises psycopg2.errors.SerializationFailure: when another transaction wrote one of
            them after this one began
        """
        if not keys:
            return
        self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_contact_slot (key, date) VALUES %s
                ON CONFLICT (key) DO UPDATE SET date = EXCLUDED.date RETURNING id""",
                SQL(", ").join(SQL("(%s, %s)", key, at) for key in sorted(keys)),
            )
        )

    @api.model
    def _address_key(self, address):
        """The key of an address; None without one. Not the address itself."""
        if not address:
            return None
        return f"address:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
