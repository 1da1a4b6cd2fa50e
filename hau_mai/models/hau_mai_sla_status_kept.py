from odoo import api, fields, models
from odoo.tools import SQL


class HauMaiSlaStatus(models.Model):
    """How many promises of time were kept, of those that ended: by being kept or missed."""

    _inherit = "hau_mai.sla.status"

    @api.model
    def _count_kept(self, companies, start, end, by="company_id", teams=None):
        """How many promises ended in a span, and how many of them were kept, in one query.

        Asked of the moment, so that nothing depends on a scheduled job.

        :param datetime start: naive UTC
        :param datetime end: not part of the span any more
        :param str by: the field they are counted by: company_id or target
        :param teams: only of cases of these teams; of all when empty
        :return: {value of the field: (kept, ended)}
        """
        self.flush_model()
        now = fields.Datetime.now()
        condition = SQL()
        if teams:
            self.env["hau_mai.complaint"].flush_model(["team_id"])
            condition = SQL(
                """AND EXISTS (SELECT 1 FROM hau_mai_complaint complaint
                    WHERE complaint.id = clock.complaint_id AND complaint.team_id IN %s)""",
                tuple(teams.ids),
            )
        rows = self.env.execute_query(
            SQL(
                """SELECT %(by)s,
                       count(*) FILTER (WHERE clock.date_reached IS NOT NULL
                           AND (clock.deadline IS NULL OR clock.date_reached <= clock.deadline)),
                       count(*)
                  FROM hau_mai_sla_status clock
                 WHERE clock.active AND clock.company_id IN %(companies)s
                   AND COALESCE(clock.date_reached, clock.deadline) >= %(start)s
                   AND COALESCE(clock.date_reached, clock.deadline) < %(end)s
                   AND (clock.date_reached IS NOT NULL OR clock.deadline < %(now)s)
                       %(condition)s
                 GROUP BY 1""",
                by=SQL.identifier("clock", by),
                companies=tuple(companies.ids) or (0,),
                start=start,
                end=end,
                now=now,
                condition=condition,
            )
        )
        return {value: (kept, ended) for value, kept, ended in rows}
