from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .hau_mai_care_source import REVIVABLE

#: Rows one INSERT makes at most: so few that joins go by index, however large the tables are.
BATCH_SIZE = 1000

#: Follow-ups compared with their anchors at once: so few that an index finds
#: them, however many records there are.
FOLLOW_SIZE = 500


class HauMaiCarePlanner(models.AbstractModel):
    """Turns rules into planned follow-ups, set-based.

    Two queries find what a rule still lacks. The first asks only for dates, on
    the one table that holds them, so that its work does not grow with what was
    sold long ago; the second asks everything else of the few it found, and
    inserts. A third one compares what is planned with the dates it was counted
    from, and brings back what differs.
    """

    _name = "hau_mai.care.planner"
    _inherit = "hau_mai.care.source"
    _description = "Planning of Follow-ups"

    @api.model
    def _plan(self, rule, now):
        """Plan one rule: follow what is planned, add what is missing.

        :param datetime now: UTC; every company plans by its own day
        :return: the follow-ups that were added
        """
        self.env.flush_all()
        frame = self._frame(rule, now)
        if not frame.windows:
            return self.env["hau_mai.touchpoint"]
        self._follow(rule, frame)
        return self._add_missing(rule, frame)

    # === WHAT IS MISSING === #

    @api.model
    def _add_missing(self, rule, frame):
        """Insert the follow-ups of a rule that fall into the frame and are not there yet."""
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        ids = []
        for near_ids in split_every(BATCH_SIZE, self._near_ids(rule, frame), list):
            ids += self._insert(rule, frame, near_ids)
        added = touchpoints.browse(ids)
        if added:
            touchpoints.invalidate_model()
            self.env["hau_mai.care.responsible"]._assign(added)
        return added

    @api.model
    def _near_ids(self, rule, frame):
        """Records whose date lies near the frame and that have no follow-up yet, by date."""
        trigger = rule._trigger()
        query, terms = self._source(rule, frame, Domain(list(trigger.near)))
        query.add_where(self._window_condition(terms))
        query.add_where(SQL("NOT EXISTS (%s)", self._taken(rule, terms)))
        query.order = SQL("%s, %s", terms["anchor"], terms["id"])
        return [row[0] for row in self.env.execute_query(query.select(terms["id"]))]

    @api.model
    def _insert(self, rule, frame, near_ids):
        """Insert follow-ups for those of these records that match the whole rule.

        A row another worker inserted meanwhile, and one that is there already,
        is left alone, unless it was cancelled for a reason that went away.
        """
        domain = Domain("id", "in", near_ids) & self._matching_domain(rule)
        query, terms = self._source(rule, frame, domain)
        query.add_where(self._window_condition(terms))
        values = self._insert_values(rule, terms)
        columns = SQL(", ").join(map(SQL.identifier, values))
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_touchpoint AS touchpoint (%s) %s
                ON CONFLICT (rule_id, res_model, res_id, occurrence) DO UPDATE
                    SET state = 'planned', tries = 0, postponed = FALSE, reassigned = FALSE,
                        outcome = NULL, reason = NULL, reason_code = NULL, date_done = NULL,
                        activity_id = NULL, not_before = NULL, held_since = NULL,
                        channel = EXCLUDED.channel, contact_channel = EXCLUDED.contact_channel,
                        partner_id = EXCLUDED.partner_id, company_id = EXCLUDED.company_id,
                        date_anchor = EXCLUDED.date_anchor,
                        date_planned = EXCLUDED.date_planned
                    WHERE touchpoint.state = 'cancelled' AND touchpoint.reason_code IN %s
                RETURNING id""",
                columns,
                query.select(*values.values()),
                REVIVABLE,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _insert_values(self, rule, terms):
        """Column of the follow-up -> SQL term it gets."""
        uid, now = self.env.uid, fields.Datetime.now()
        return {
            "rule_id": SQL("%s", rule.id),
            "res_model": SQL("%s", rule._target_model()),
            "res_id": terms["target"],
            "occurrence": terms["occurrence"],
            "partner_id": terms["partner"],
            "company_id": terms["company"],
            "channel": SQL("%s", rule.channel),
            "purpose": SQL("%s", rule.purpose),
            "date_anchor": terms["anchor"],
            "date_planned": terms["planned"],
            "state": SQL("'planned'"),
            "tries": SQL("0"),
            "postponed": SQL("FALSE"),
            "reassigned": SQL("FALSE"),
            "create_uid": SQL("%s", uid),
            "create_date": SQL("%s", now),
            "write_uid": SQL("%s", uid),
            "write_date": SQL("%s", now),
        }

    # === WHAT IS PLANNED === #

    @api.model
    def _follow(self, rule, frame):
        """Move what is planned to where its anchor went; cancel what lost its ground.

        What a person put on a day of their own stays on that day.
        """
        moved, lost = [], []
        for touchpoint_id, anchor, planned, partner_id in self._differing(rule, frame):
            if anchor is None:
                lost.append(touchpoint_id)
            else:
                moved.append((touchpoint_id, anchor, planned, partner_id))
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        if moved:
            self.env.execute_query(
                SQL(
                    """UPDATE hau_mai_touchpoint touchpoint
                    SET date_anchor = moved.anchor, partner_id = moved.partner_id,
                        date_planned = CASE WHEN postponed THEN date_planned ELSE planned END
                    FROM (VALUES %s) AS moved(id, anchor, planned, partner_id)
                    WHERE touchpoint.id = moved.id RETURNING touchpoint.id""",
                    SQL(", ").join(SQL("(%s, %s::date, %s::date, %s)", *row) for row in moved),
                )
            )
            touchpoints.invalidate_model(["date_anchor", "date_planned", "partner_id"])
        touchpoints.browse(lost)._cancel_lost()

    @api.model
    def _differing(self, rule, frame):
        """Planned follow-ups that do not agree with their anchor: id, and what it says now."""
        key = "occurrence" if rule._trigger().occurrence == "id" else "res_id"
        planned = self.env.execute_query(
            SQL(
                """SELECT id, %s FROM hau_mai_touchpoint
                WHERE rule_id = %s AND state = 'planned' ORDER BY id""",
                SQL.identifier(key),
                rule.id,
            )
        )
        return [
            row
            for batch in split_every(FOLLOW_SIZE, planned, list)
            for row in self._differing_among(rule, frame, *zip(*batch, strict=True))
        ]

    @api.model
    def _differing_among(self, rule, frame, touchpoint_ids, record_ids):
        """Those of these planned follow-ups that do not agree with these records."""
        trigger = rule._trigger()
        path = "id" if trigger.occurrence == "id" else trigger.target
        domain = Domain(path, "in", record_ids) & self._matching_domain(rule)
        query, terms = self._source(rule, frame, domain, all_years=True)
        names = ("target", "occurrence", "anchor", "planned", "partner")
        source = query.select(*(SQL("%s AS %s", terms[n], SQL.identifier(n)) for n in names))
        return self.env.execute_query(
            SQL(
                """SELECT touchpoint.id, source.anchor, source.planned, source.partner
                FROM hau_mai_touchpoint touchpoint
                LEFT JOIN (%s) source ON source.target = touchpoint.res_id
                    AND source.occurrence = touchpoint.occurrence
                WHERE touchpoint.id IN %s AND touchpoint.state = 'planned' AND (
                    source.anchor IS NULL
                    OR source.partner <> touchpoint.partner_id
                    OR source.anchor <> touchpoint.date_anchor
                    OR source.planned <> touchpoint.date_planned AND NOT touchpoint.postponed)
                FOR UPDATE OF touchpoint SKIP LOCKED""",
                source,
                touchpoint_ids,
            )
        )
