from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.service import REPEAT_DAYS


class HauMaiService(models.Model):
    """Where a job comes from: another job, or the same thing repaired a short time ago."""

    _inherit = "hau_mai.service"

    origin_service_id = fields.Many2one(
        "hau_mai.service",
        string="Found At",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        help="The job at which this one was found to be needed.",
    )
    repeat_of_id = fields.Many2one(
        "hau_mai.service",
        string="Repaired Before",
        compute="_compute_repeat_of_id",
        groups="base.group_user",
        help="The last repair of the same thing, done at most 30 days before this one came.",
    )
    is_repeat = fields.Boolean(
        string="Repeated",
        compute="_compute_repeat_of_id",
        search="_search_is_repeat",
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "kind", "date_received", "create_date")
    def _compute_repeat_of_id(self):
        before = dict(self.env.execute_query(self._repeats_sql())) if self.ids else {}
        for service in self:
            service.repeat_of_id = before.get(service._origin.id, False)
            service.is_repeat = bool(service.repeat_of_id)

    def _search_is_repeat(self, operator, value):
        if operator != "in":
            return NotImplemented
        repeats = Domain("kind", "=", "repair") & Domain.custom(
            to_sql=lambda model, alias, query: SQL("EXISTS (%s)", self._earlier_repair_sql(alias))
        )
        return repeats if True in value else ~repeats

    # === BUSINESS METHODS === #

    def _repeats_sql(self):
        """Pairs of these jobs and the repair before: one query for all."""
        self.flush_model(["unit_id", "kind", "state", "date_received", "date_done"])
        return SQL(
            "SELECT service.id, before.id FROM hau_mai_service service"
            " CROSS JOIN LATERAL (%s) before"
            " WHERE service.id IN %s AND service.kind = 'repair'",
            self._earlier_repair_sql("service"),
            tuple(self.ids),
        )

    @api.model
    def _earlier_repair_sql(self, alias):
        """The last repair of a job's card that was done shortly before the job came in."""
        return SQL(
            """SELECT earlier.id FROM hau_mai_service earlier
                WHERE earlier.unit_id = %(job)s.unit_id AND earlier.id <> %(job)s.id
                  AND earlier.kind = 'repair' AND earlier.state IN ('done', 'closed')
                  AND earlier.date_done <= COALESCE(%(job)s.date_received, %(job)s.create_date)
                  AND earlier.date_done >= COALESCE(%(job)s.date_received, %(job)s.create_date)
                      - make_interval(days => %(days)s)
                ORDER BY earlier.date_done DESC LIMIT 1""",
            job=SQL.identifier(alias),
            days=REPEAT_DAYS,
        )
