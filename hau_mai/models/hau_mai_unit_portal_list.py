from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, escape_psql


class HauMaiUnit(models.Model):
    """The list of one's warranty cards: found, filtered, and by where things stand.

    A customer owns few of the many cards there are: every condition here is looked at on
    those few, once the index of their owner has found them.
    """

    _inherit = "hau_mai.unit"

    # === FIELDS === #

    place_id = fields.Many2one(
        "res.partner",
        compute="_compute_place_id",
        help="Where it stands: the address on the card, else its owner's.",
    )
    date_end_ahead = fields.Date(
        compute="_compute_date_end_ahead",
        help="The last day of the main warranty, while it is still to come.",
    )

    # === COMPUTE METHODS === #

    @api.depends("address_id", "partner_id")
    def _compute_place_id(self):
        for unit in self:
            unit.place_id = unit.address_id or unit.partner_id

    @api.depends("date_end_main")
    def _compute_date_end_ahead(self):
        for unit in self:
            end = unit.date_end_main
            unit.date_end_ahead = end and end >= unit.company_id._hau_mai_today() and end

    # === SEARCH METHODS === #

    @api.model
    def _portal_search_domain(self, text):
        """Cards by number, serial, order or product, as a customer types them."""
        name = escape_psql(text)
        # any!: customers may not read products, but know what they own
        by_product = Domain("name", "ilike", name) | Domain("default_code", "ilike", name)
        domain = Domain("product_id", "any!", by_product)
        key = self._normalize_key(text)
        return domain | Domain("search_key", "like", key) if key else domain

    @api.model
    def _portal_status_domain(self, *statuses):
        """Cards with one of these warranty statuses today, asked card by card.

        For few cards; ``warranty_status`` in a domain looks through the periods of all.
        """
        self.flush_model(["state", "company_id"])
        self.env["hau_mai.coverage"].flush_model(
            ["unit_id", "date_start", "date_end", "is_main", "in_repair"]
        )
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "%s IN %s", model._warranty_status_sql(alias), statuses
            )
        )

    # === BUSINESS METHODS === #

    @api.model
    def _place_sql(self, alias, query):
        return SQL(
            "COALESCE(%s, %s)",
            self._field_to_sql(alias, "address_id", query),
            self._field_to_sql(alias, "partner_id", query),
        )

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Sort by the name of the place and by the end that is to come, which are not stored."""
        if field_name == "place_id":
            place = self._place_sql(alias, query)
            name = SQL("(SELECT complete_name FROM res_partner WHERE id = %s)", place)
            return SQL("%s %s, %s %s", name, direction, place, direction)
        if field_name == "date_end_ahead":
            end = self._field_to_sql(alias, "date_end_main", query)
            today, _notice = self._status_days_sql(alias)
            ahead = SQL("CASE WHEN %s >= %s THEN %s END", end, today, end)
            return SQL("%s %s %s", ahead, direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by the place, which is not stored."""
        if groupby_spec != "place_id":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields["place_id"], "read")
        return self._place_sql(alias, query)

    def _group_counts(self, domain, fname):
        """How many cards of a domain there are in each group: {record: count}, in one query."""
        return dict(self._read_group(domain, [fname], ["__count"]))

    def _portal_table(self):
        """The cards as a table to take home: (headers, rows); days are days, text is text."""
        env = self.env
        headers = [
            env._("Card Number"),
            env._("Product"),
            env._("Serial Number"),
            env._("Quantity"),
            env._("Status"),
            env._("In Short"),
            env._("Covered From"),
            env._("Covered Until"),
            env._("Order"),
            env._("Ordered On"),
            env._("Customer"),
            env._("Address"),
        ]
        return headers, [unit._portal_row() for unit in self]

    def _portal_row(self):
        """One card as a row of :meth:`_portal_table`."""
        words = self._prepare_card_words()
        order = self._portal_order()
        return [
            self.name,
            self.product_id.with_context(display_default_code=False).display_name,
            self.serial_number or "",
            self.quantity,
            words["label"],
            words["sentence"],
            self.date_start or "",
            self.date_end_main or "",
            order.name or "",
            self.date_ordered or "",
            self.partner_id.display_name,
            self._word_address(self.place_id),
        ]

    @api.model
    def _word_address(self, place):
        """An address in one line."""
        lines = place._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())
