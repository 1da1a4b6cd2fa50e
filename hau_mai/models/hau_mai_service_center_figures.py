from collections import namedtuple
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .hau_mai_service import OPEN_STATES

#: How far the figures look back, and what counts as coming back.
FIGURE_DAYS, REPEAT_DAYS = 90, 30

#: What a center does: counts, and the average of the ratings (None: nobody rated).
Figures = namedtuple(
    "Figures",
    "open waiting done judged on_time repeated rating rated",
    defaults=(0, 0, 0, 0, 0, 0, None, 0),
)


class HauMaiServiceCenter(models.Model):
    """How a center does: what is open, how punctual, how lasting, how liked."""

    _inherit = "hau_mai.service.center"

    open_count = fields.Integer(string="Open Jobs", compute="_compute_figures")
    done_count = fields.Integer(
        string="Done", compute="_compute_figures", help="Jobs finished in the last 90 days."
    )
    on_time_share = fields.Float(
        string="On Time",
        compute="_compute_figures",
        help="Of the jobs of the last 90 days, those done by the promised date; without one, "
        "on the day of the appointment.",
    )
    repeat_share = fields.Float(
        string="Came Back",
        compute="_compute_figures",
        help="Of the jobs of the last 90 days, those whose product came back within 30 days.",
    )
    rating_average = fields.Float(
        string="Rating",
        compute="_compute_figures",
        digits=(2, 1),
        help="What customers gave in the last 90 days, from 1 to 5.",
    )
    rated_count = fields.Integer(string="Ratings in 90 Days", compute="_compute_figures")

    def _compute_figures(self):
        figures = self._figures()
        for center in self:
            now = figures.get(center._origin.id, Figures())
            center.open_count = now.open
            center.done_count = now.done
            center.on_time_share = now.judged and now.on_time / now.judged
            center.repeat_share = now.done and now.repeated / now.done
            center.rating_average = now.rating or 0.0
            center.rated_count = now.rated

    def _figures(self, now=None):
        """The figures of these centers, in two queries a company.

        :param datetime now: UTC
        :return: {center id: Figures}; nothing for centers without a job
        """
        now = now or fields.Datetime.now()
        figures = {}
        for company, centers in self.grouped("company_id").items():
            if not centers.ids:
                continue
            ratings = centers._ratings(now - timedelta(days=FIGURE_DAYS))
            for center_id, *counts in centers._job_counts(now, company._hau_mai_tz()):
                figures[center_id] = Figures(*counts, *ratings.get(center_id, (None, 0)))
        return figures

    def _job_counts(self, now, tz):
        """Rows of center id, open, waiting, done, judged, on time, repeated."""
        service = self.env["hau_mai.service"]
        service.flush_model()
        done = SQL("s.date_done >= %s AND s.state IN ('done', 'closed')", self._figures_from(now))
        due = SQL(
            """CASE WHEN s.date_promised IS NOT NULL THEN s.date_done <= s.date_promised
                ELSE (s.date_done AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                    <= (s.date_start AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date END""",
            tz=tz,
        )
        repeated = SQL(
            """s.again_count > 0 OR EXISTS (SELECT 1 FROM hau_mai_service n
                WHERE n.unit_id = s.unit_id AND n.id != s.id
                    AND n.kind IN ('repair', 'inspection') AND n.state != 'cancelled'
                    AND n.create_date > s.date_done
                    AND n.create_date <= s.date_done + %s * interval '1 day')""",
            REPEAT_DAYS,
        )
        return self.env.execute_query(
            SQL(
                """SELECT s.center_id,
                    count(*) FILTER (WHERE s.state IN %(open)s),
                    count(*) FILTER (WHERE s.state IN %(open)s AND s.date_start IS NULL),
                    count(*) FILTER (WHERE %(done)s),
                    count(*) FILTER (WHERE %(done)s AND (%(due)s) IS NOT NULL),
                    count(*) FILTER (WHERE %(done)s AND (%(due)s)),
                    count(*) FILTER (WHERE %(done)s AND (%(repeated)s))
                FROM hau_mai_service s
                WHERE s.center_id IN %(centers)s
                    AND (s.state IN %(open)s OR s.date_done >= %(since)s)
                GROUP BY s.center_id""",
                open=OPEN_STATES,
                done=done,
                due=due,
                repeated=repeated,
                centers=tuple(self.ids),
                since=self._figures_from(now),
            )
        )

    def _figures_from(self, now):
        return now - timedelta(days=FIGURE_DAYS)

    def _ratings(self, since):
        """What customers gave these centers since a moment: {center id: (average, count)}."""
        self.env["rating.rating"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT s.center_id, avg(r.rating), count(*)
                FROM rating_rating r JOIN hau_mai_service s ON s.id = r.res_id
                WHERE r.res_model = 'hau_mai.service' AND r.consumed AND r.rating >= 1
                    AND r.write_date >= %s AND s.center_id IN %s
                GROUP BY s.center_id""",
                since,
                tuple(self.ids),
            )
        )
        return {center_id: (average, count) for center_id, average, count in rows}
