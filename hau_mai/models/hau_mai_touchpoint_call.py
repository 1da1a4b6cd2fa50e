from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Joined to one call are those that can be settled together, or were. What was
#: cancelled or failed has its own reason and stands alone.
JOINED = ("planned", "open", "done")

#: What makes follow-ups one call, besides the activity or the day.
CALL_FIELDS = ("rule_id", "partner_id", "company_id", "state")


class HauMaiTouchpointCall(models.Model):
    """One call about several follow-ups: 20 units of a customer are asked about once.

    A call is what shares an activity; before there is one, and when it was done
    without one, what the same rule plans for the same customer, responsible and
    day. Its earliest follow-up leads and stands for it in lists. Nothing of it
    is stored: when the leading one goes, the next one leads.
    """

    _inherit = "hau_mai.touchpoint"

    _call_idx = models.Index("(partner_id, rule_id, date_planned)")

    leading = fields.Boolean(
        compute="_compute_call", search="_search_leading", string="One Row per Call"
    )
    call_size = fields.Integer(compute="_compute_call", string="Follow-ups of the Call")
    about = fields.Char(compute="_compute_about")

    # === COMPUTE METHODS === #

    @api.depends(*CALL_FIELDS, "user_id", "activity_id", "date_planned")
    def _compute_call(self):
        """How many follow-ups the call of each one has, and whether it leads them."""
        calls = {}
        if ids := tuple(self._origin.ids):
            pairs = self._pairs_sql(self._earlier_sql("other", "mine"), ids)
            rows = self.env.execute_query(
                SQL("SELECT id, count(*), bool_or(value) FROM (%s) pair GROUP BY id", pairs)
            )
            calls = {id_: (size, not led) for id_, size, led in rows}
        for touchpoint in self:
            size, leading = calls.get(touchpoint._origin.id, (1, True))
            touchpoint.update({"call_size": size, "leading": leading})

    def _search_leading(self, operator, value):
        if operator != "in":
            return NotImplemented
        leading = Domain.custom(
            to_sql=lambda model, alias, query: SQL(" AND ").join(
                SQL(
                    "NOT EXISTS (SELECT FROM hau_mai_touchpoint earlier WHERE %s AND %s)",
                    same_call,
                    model._earlier_sql("earlier", alias),
                )
                for same_call in model._same_call_sqls(alias, "earlier")
            )
        )
        wanted = {bool(each) for each in value}
        if len(wanted) == 2:
            return Domain.TRUE
        return leading if True in wanted else ~leading

    @api.depends("subject", "call_size", "leading")
    @api.depends_context("lang")
    def _compute_about(self):
        """What the call is about: "AC 9000 and 19 more"."""
        for touchpoint in self:
            about = touchpoint.subject
            if touchpoint.leading and touchpoint.call_size > 1:
                if touchpoint.res_model == "hau_mai.unit":
                    about = touchpoint.product_name or about
                about = self.env._(
                    "%(first)s and %(count)s more", first=about, count=touchpoint.call_size - 1
                )
            touchpoint.about = about

    # === ACTION METHODS === #

    def action_view_call(self):
        """All follow-ups of this call."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_touchpoint_action")
        return dict(action, domain=[("id", "in", self._same_contact().ids)], context={})

    # === TOOLS === #

    def _same_contact(self):
        """These follow-ups and all that one call settles together with them."""
        if not self.ids:
            return self
        rows = self.env.execute_query(self._pairs_sql(SQL("other.id"), tuple(self.ids)))
        others = self.browse(sorted({other_id for _id, other_id in rows} - set(self.ids)))
        return self | others._filtered_access("read")

    @api.model
    def _pairs_sql(self, value, ids):
        """A row (id, value) for each of these follow-ups (``mine``) and each of its call."""
        return SQL(" UNION ALL ").join(
            SQL(
                """SELECT mine.id, %s AS value
                FROM hau_mai_touchpoint mine JOIN hau_mai_touchpoint other ON %s
                WHERE mine.id IN %s""",
                value,
                same_call,
                ids,
            )
            for same_call in self._same_call_sqls("mine", "other")
        )

    @api.model
    def _same_call_sqls(self, mine, other):
        """The two ways in which two rows belong to one call: by activity, by day.

        They exclude each other, and each finds the rows of its call by an index.
        """

        def column(alias, fname):
            return self._field_to_sql(alias, fname)

        def same(*fnames):
            return SQL(" AND ").join(
                SQL("%s = %s", column(other, fname), column(mine, fname)) for fname in fnames
            )

        alike = SQL(
            "%s AND %s IN %s AND %s IS NOT DISTINCT FROM %s",
            same(*CALL_FIELDS),
            column(other, "state"),
            JOINED,
            column(other, "user_id"),
            column(mine, "user_id"),
        )
        by_day = SQL(
            "%s AND %s IS NULL AND %s IS NULL",
            same("date_planned"),
            column(other, "activity_id"),
            column(mine, "activity_id"),
        )
        return SQL("%s AND %s", same("activity_id"), alike), SQL("%s AND %s", by_day, alike)

    @api.model
    def _earlier_sql(self, first, second):
        """Whether one row comes before another in its call."""
        return SQL(
            "(%s, %s) < (%s, %s)",
            self._field_to_sql(first, "date_planned"),
            SQL.identifier(first, "id"),
            self._field_to_sql(second, "date_planned"),
            SQL.identifier(second, "id"),
        )
