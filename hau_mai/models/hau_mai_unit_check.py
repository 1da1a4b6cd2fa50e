from odoo import api, models
from odoo.tools import SQL

from ..tools.coverage import KINDS, runs_on, warranty_status
from ..tools.warranty_check import knows_phone

#: A card that is not valid says so and nothing else.
INVALID = ("void", "returned", "replaced")

#: What is read of a period to say whether it runs.
PERIOD = (
    "name", "scope", "date_start", "date_end", "is_main", "usage_limit", "origin", "in_repair",
    *(f"covers_{kind}" for kind in KINDS),
)  # fmt: skip


class HauMaiUnit(models.Model):
    """What anybody may ask about a warranty: by its number and the end of a phone number."""

    _inherit = "hau_mai.unit"

    # the first of the keys is the card number's: see _compute_search_key
    _number_key_idx = models.Index("(split_part(search_key, ' ', 1))")

    @api.model
    def _check_warranty(self, number, digits):
        """The card a question is about, with all rights; nothing when number or phone is wrong.

        A wrong number and a wrong phone take the same way: one query, the same comparisons.
        Only companies that publish the page answer.

        :param str number: serial or card number, normalised
        :param str digits: the last digits of the phone of the owner or the order's customer
        """
        unit_id, *phones = self._newest_by_number(number)
        return self.sudo().browse(unit_id if knows_phone(digits, phones) else ())

    @api.model
    def _newest_by_number(self, number):
        """The card sold last that bears a number: (id, owner's phone, order customer's phone).

        A device that was sold more than once is its present owner's. So the card before it is
        not looked at, also when the phone fits there. Sold last is what was ordered last: cards
        of the past may have been written down later. A void card was never sold.

        :return: Nones when there is none
        """
        self.flush_model(["serial_key", "search_key", "state", "partner_id", "order_id"])
        self.env["res.partner"].flush_model(["phone", "phone_sanitized", "commercial_partner_id"])
        self.env["sale.order"].flush_model(["partner_id"])
        self.env["res.company"].flush_model(["hau_mai_warranty_check"])
        rows = self.env.execute_query(self._newest_sql(number))
        return rows[0] if rows else (None, None, None)

    @api.model
    def _newest_sql(self, number):
        """The query of :meth:`_newest_by_number`: by the index of serial and of card numbers."""
        return SQL(
            """
            WITH found AS MATERIALIZED (
                SELECT id FROM hau_mai_unit
                 WHERE serial_key = %(number)s AND state <> 'void'
                 UNION
                SELECT id FROM hau_mai_unit
                 WHERE split_part(search_key, ' ', 1) = %(number)s AND state <> 'void'
            )
            SELECT unit.id, %(owner_phone)s, %(buyer_phone)s
              FROM found
              JOIN hau_mai_unit unit ON unit.id = found.id
              JOIN res_company company ON company.id = unit.company_id
              JOIN res_partner owner ON owner.id = unit.partner_id
         LEFT JOIN res_partner owners ON owners.id = owner.commercial_partner_id
         LEFT JOIN sale_order sale ON sale.id = unit.order_id
         LEFT JOIN res_partner buyer ON buyer.id = sale.partner_id
         LEFT JOIN res_partner buyers ON buyers.id = buyer.commercial_partner_id
             WHERE company.hau_mai_warranty_check
          ORDER BY COALESCE(unit.date_ordered, unit.date_start, unit.create_date::date) DESC,
                   unit.id DESC
             LIMIT 1
            """,
            number=number,
            owner_phone=self._phone_sql("owner", "owners"),
            buyer_phone=self._phone_sql("buyer", "buyers"),
        )

    @api.model
    def _phone_sql(self, contact, company):
        """A contact's phone number, else that of the company they belong to."""
        return SQL(
            "COALESCE(%s)",
            SQL(", ").join(
                SQL("NULLIF(%s, '')", SQL.identifier(alias, fname))
                for alias in (contact, company)
                for fname in ("phone_sanitized", "phone")
            ),
        )

    def _check_facts(self):
        """What the page answers: the status and the dates, nothing else.

        :return: ``status`` (see ``warranty_status``), ``sentence`` and ``periods``: each its
            name, first and last day (False: not yet, for life) and whether it runs today
        """
        self.ensure_one()
        company = self.company_id
        day = company._hau_mai_today()
        rows = self.env["hau_mai.coverage"].search_fetch([("unit_id", "=", self.id)], PERIOD)
        periods = [row._to_period() for row in rows]
        status = warranty_status(self.state, periods, day, company.hau_mai_expiring_days)
        return {
            "status": status,
            "sentence": self._word_public_status(status),
            "periods": [
                {
                    "name": row.name,
                    "from": row.date_start,
                    "until": row.date_end,
                    "runs": runs_on(period, day),
                }
                for row, period in zip(rows, periods, strict=True)
                if status not in INVALID
            ],
        }

    @api.model
    def _word_public_status(self, status):
        """A status for everybody: why a card is not valid is not theirs to know."""
        if status in INVALID:
            return self.env._("This warranty card is not valid any more")
        return {
            "none": self.env._("Sold without a warranty"),
            "not_started": self.env._("The warranty has not started yet"),
            "active": self.env._("Under warranty"),
            "expiring": self.env._("Under warranty, which ends soon"),
            "expired": self.env._("The warranty has ended"),
        }[status]
