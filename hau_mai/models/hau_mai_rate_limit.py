from datetime import timedelta

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED, STATUS_READY

from odoo import api, fields, models
from odoo.tools import SQL, hmac

from ..tools.rate_limit import LIMITS, network_of, read_limit, seconds_to_wait

#: So many rows are thrown away at a time.
VACUUM_BATCH = 50_000


class HauMaiRateLimit(models.Model):
    """How often somebody may ask a public page, counted where every worker sees it.

    A row counts the questions of one address, about one number or to a whole page, from the
    first one on until ``date_until``; then it begins anew. It holds a fingerprint, neither the
    address nor the number.
    """

    _name = "hau_mai.rate.limit"
    _description = "Rate Limit of Public Pages"
    _log_access = False
    _rec_name = "key"

    _key_unique = models.UniqueIndex("(key)", "Whoever asks is counted in one place.")
    _until_idx = models.Index("(date_until)")

    key = fields.Char(
        required=True, readonly=True, help="A fingerprint of the page and of what is counted."
    )
    hits = fields.Integer(string="Questions", required=True, readonly=True)
    date_until = fields.Datetime(string="Counts Until", required=True, readonly=True)

    def _auto_init(self):
        """Numbers are used up by each question, and begin anew: their old rows are long gone."""
        res = super()._auto_init()
        self.env.cr.execute("ALTER SEQUENCE hau_mai_rate_limit_id_seq CYCLE")
        return res

    # === EVERY QUESTION COUNTS === #

    @api.model
    def _take(self, scope, address, number=None):
        """Count one more question, and say whether it may be answered.

        :param str scope: which page
        :param str address: who asks: the address of the network
        :param str number: what is asked about, normalised
        """
        return not self._seconds_to_wait(scope, address, number)

    @api.model
    def _seconds_to_wait(self, scope, address, number=None):
        """Count one more question; 0 when it may be answered, else the seconds to wait.

        It counts at once and whatever becomes of the request. What is over one limit is not
        counted against the next: who asks too much locks out neither a number nor a page, nor
        do those who ask about one number lock out the page.
        """
        about = [("number", number)] if number else []
        return self._count(scope, [("address", network_of(address)), *about, ("page", "")])

    # === ONLY FAILURES COUNT === #

    @api.model
    def _note_failure(self, scope, address):
        """Count an attempt that opened nothing, whatever becomes of the request."""
        self._count(scope, [("address", network_of(address))])

    @api.model
    def _seconds_blocked(self, scope, address):
        """For how long an address that failed too often gets no answer, right or wrong."""
        key = self._key(scope, "address", network_of(address))
        rows = self.env.execute_query(
            SQL("SELECT hits, date_until FROM hau_mai_rate_limit WHERE key = %s", key)
        )
        now, limit = fields.Datetime.now(), self._limit("address")
        return sum(
            seconds_to_wait(hits + 1, limit, date_until, now)
            for hits, date_until in rows
            if date_until > now
        )

    # === TOOLS === #

    @api.model
    def _limit(self, kind):
        parameters = self.env["ir.config_parameter"].sudo()
        return read_limit(kind, parameters.get_param(LIMITS[kind].parameter))

    @api.model
    def _key(self, scope, kind, value):
        """What is counted, so that nobody reads from it who asked or about what."""
        return hmac(self.env(su=True), "hau_mai_rate_limit", (scope, kind, value))

    @api.model
    def _own_cursor(self):
        """A transaction of its own that never fails because another counts at the same time.

        At REPEATABLE READ, the level of Odoo's cursors, the second of two who count in the
        same row would be refused. The next user of the connection sets the level again.
        """
        cr = self.env.registry.cursor()
        if cr.connection.status == STATUS_READY:
            cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        return cr

    @api.model
    def _count(self, scope, counted):
        """Add one to each counter up to the first that is over its limit, in one statement.

        All workers take the rows in the order of the kinds, so that none waits for another
        that waits for it.

        :param counted: pairs of a kind of limit and whom or what it counts
        :return: seconds to wait for the counter that is over its limit; 0 if none is
        """
        now = fields.Datetime.now()
        kinds = [kind for kind, _value in counted]
        steps, before = [], SQL("TRUE")
        for kind, value in counted:
            step = SQL.identifier(kind)
            steps.append(SQL("%s AS (%s)", step, self._step(scope, kind, value, now, before)))
            before = SQL("(SELECT hits <= %s FROM %s)", self._limit(kind), step)
        found = SQL(" UNION ALL ").join(
            SQL("SELECT %s, hits, date_until FROM %s", kind, SQL.identifier(kind)) for kind in kinds
        )
        with self._own_cursor() as cr:
            cr.execute(SQL("WITH %s %s", SQL(", ").join(steps), found))
            return max(
                seconds_to_wait(hits, self._limit(kind), date_until, now)
                for kind, hits, date_until in cr.fetchall()
            )

    @api.model
    def _step(self, scope, kind, value, now, before):
        """Add one to a counter, or begin it anew, if a condition holds."""
        return SQL(
            """INSERT INTO hau_mai_rate_limit AS counter (key, hits, date_until)
            SELECT %(key)s, 1, %(until)s WHERE %(before)s
            ON CONFLICT (key) DO UPDATE SET
                hits = CASE WHEN counter.date_until <= %(now)s THEN 1 ELSE counter.hits + 1 END,
                date_until = CASE WHEN counter.date_until <= %(now)s THEN EXCLUDED.date_until
                                  ELSE counter.date_until END
            RETURNING hits, date_until""",
            key=self._key(scope, kind, value),
            until=now + timedelta(seconds=LIMITS[kind].seconds),
            before=before,
            now=now,
        )

    @api.autovacuum
    def _gc_counters(self):
        """Throw away what counts no more.

        :return: how many went, and whether there are more
        """
        gone = self.env.execute_query(
            SQL(
                """DELETE FROM hau_mai_rate_limit WHERE id IN (
                    SELECT id FROM hau_mai_rate_limit WHERE date_until < %s LIMIT %s
                    FOR UPDATE SKIP LOCKED
                ) RETURNING id""",
                fields.Datetime.now(),
                VACUUM_BATCH,
            )
        )
        return len(gone), len(gone) == VACUUM_BATCH
