from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.maintenance import NOT_STARTED, OPEN, visits_to_make
from ..tools.visits import GRACE_DAYS, Job, VisitWindow, join_visits, planned_day

#: A thousand jobs made at night write no thousand notes.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}


class HauMaiMaintenancePlanner(models.AbstractModel):
    """Makes due visits and books them onto jobs, set-based.

    What is due, what was missed, what goes onto one job and on which day is decided by
    the plain functions of :mod:`tools.maintenance` and :mod:`tools.visits`; here their
    facts are gathered and their answers are carried out, for many schedules at once.
    """

    _name = "hau_mai.maintenance.planner"
    _description = "Planning of Maintenance"

    # === VISITS === #

    @api.model
    def _make_visits(self, schedules):
        """Make the next visits of schedules, those whose time went by as missed.

        :return: the visits that are due
        """
        schedules = schedules.sudo()
        today = {company: company._hau_mai_today() for company in schedules.company_id}
        rows, superseded = [], {}
        for schedule in schedules:
            made = visits_to_make(
                schedule.date_anchor,
                schedule._to_visits(),
                schedule._to_rhythm(),
                today[schedule.company_id],
                schedule._lead_days(),
                schedule._pauses(),
                schedule._reached,
            )
            rows += [(schedule, visit) for visit in made]
            if made:
                superseded[schedule] = made[-1]
        self._miss_open(superseded)
        visits = self._insert_visits(rows)
        self._hand_on(visits.filtered(lambda visit: visit.state == "due"))
        return visits

    @api.model
    def _miss_open(self, superseded):
        """Visits that are still open when the next one is made were missed."""
        for schedule, visit in superseded.items():
            left = schedule.occurrence_ids.filtered(lambda one: one.state in OPEN)
            if left:
                left.write({"state": "missed", "reason": self._word_missed(visit.number)})

    @api.model
    def _word_missed(self, number):
        return self.env._("Not done in its time; visit %s came due.", number)

    @api.model
    def _insert_visits(self, rows):
        """Insert visits in one statement; what is there already is left alone.

        :param rows: list of (schedule, :class:`tools.maintenance.Visit`)
        :return: those that were inserted
        """
        visits = self.env["hau_mai.maintenance.occurrence"].sudo()
        if not rows:
            return visits
        latest = {schedule: visit.number for schedule, visit in rows}
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO hau_mai_maintenance_occurrence
                       (schedule_id, company_id, unit_id, partner_id, province_id, number,
                        date_due, window_from, window_to, state, reason, to_do, on_time,
                        create_uid, create_date, write_uid, write_date)
                SELECT schedule.id, schedule.company_id, schedule.unit_id, schedule.partner_id,
                       schedule.province_id, visit.number, visit.day,
                       visit.day - COALESCE(schedule.window_before, 0),
                       visit.day + COALESCE(schedule.window_after, 0),
                       visit.state, visit.reason, TRUE, FALSE,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM (VALUES %(values)s) AS visit(schedule_id, number, day, state, reason)
                  JOIN hau_mai_maintenance_schedule schedule ON schedule.id = visit.schedule_id
                ON CONFLICT (schedule_id, number) DO NOTHING
                RETURNING id
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                values=SQL(", ").join(
                    SQL(
                        "(%s, %s, %s::date, %s, %s)",
                        schedule.id,
                        visit.number,
                        visit.date_due,
                        visit.state,
                        self._word_missed(latest[schedule]) if visit.state == "missed" else None,
                    )
                    for schedule, visit in rows
                ),
            )
        )
        made = visits.browse(row[0] for row in inserted)
        made.schedule_id.invalidate_recordset(["occurrence_ids"])
        made.modified(["schedule_id", "state", "date_due", "window_to"], create=True)
        return made

    @api.model
    def _hand_on(self, visits):
        """The checks and parts of a job that nobody has begun are now those of the next visit."""
        if not visits:
            return
        self.env.flush_all()
        for table in ("hau_mai_service_check", "hau_mai_service_line"):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %s AS item SET occurrence_id = due.id
                      FROM hau_mai_maintenance_occurrence due
                      JOIN hau_mai_maintenance_occurrence missed
                           ON missed.schedule_id = due.schedule_id AND missed.state = 'missed'
                      JOIN hau_mai_service service ON service.id = missed.service_id
                     WHERE due.id IN %s AND item.occurrence_id = missed.id
                       AND item.service_id = service.id AND service.state IN %s
                    """,
                    SQL.identifier(table),
                    tuple(visits.ids),
                    NOT_STARTED,
                )
            )
        self.env["hau_mai.service.check"].invalidate_model(["occurrence_id"])
        self.env["hau_mai.service.line"].invalidate_model(["occurrence_id"])

    # === JOBS === #

    @api.model
    def _book(self, visits):
        """Put due visits onto jobs: one that was not begun yet, or a new one.

        :return: the jobs
        """
        visits = visits.sudo()
        services = self.env["hau_mai.service"].sudo()
        for company, those in visits.grouped("company_id").items():
            jobs = self._open_jobs(company, those)
            windows = [self._to_window(visit, company) for visit in those]
            joined = join_visits(windows, jobs, company._hau_mai_today())
            services |= self._carry_out(company, those, joined)
        return services

    @api.model
    def _make_jobs_of_rest(self, visits):
        """Make the jobs for what was not done with a job that is over."""
        for company, those in visits.sudo().grouped("company_id").items():
            by_job = those.grouped("service_id")
            joined = [(None, tuple(rest.ids)) for rest in by_job.values()]
            self._carry_out(company, those, joined, state="carried_over")

    @api.model
    def _to_window(self, visit, company):
        """A visit as :func:`tools.visits.join_visits` sees it."""
        return VisitWindow(
            visit.id, self._key(visit.unit_id, company), visit.window_from, visit.window_to
        )

    @api.model
    def _key(self, unit, company):
        """What visits must have in common to go onto one job."""
        if company.hau_mai_join_visits == "address":
            return unit.partner_id.id, (unit.address_id or unit.partner_id).id
        return unit.id

    @api.model
    def _open_jobs(self, company, visits):
        """The maintenance jobs of these customers that nobody has begun.

        :return: list of :class:`tools.visits.Job`
        """
        services = self.env["hau_mai.service"].sudo().search(
            [
                ("partner_id", "in", visits.partner_id.ids),
                ("company_id", "=", company.id),
                ("kind", "=", "maintenance"),
                ("state", "in", NOT_STARTED),
            ],
            order="id",
        )  # fmt: skip
        jobs = []
        for service in services:
            unit = service.unit_id or service.occurrence_ids.unit_id[:1]
            if not unit:
                continue
            live = service.occurrence_ids.filtered(lambda visit: visit.state in OPEN)
            day = company._hau_mai_day(service.date_start)
            first = day or max(live.mapped("window_from"), default=None)
            last = day or min(live.mapped("window_to"), default=None)
            jobs.append(Job(service.id, self._key(unit, company), first, last))
        return jobs

    @api.model
    def _carry_out(self, company, visits, joined, state="booked"):
        """Make the jobs that are wanted, and book the visits onto them.

        :param joined: list of (id of a job or None for a new one, ids of visits)
        :return: all jobs that got a visit
        """
        services = self.env["hau_mai.service"].sudo()
        by_id = {visit.id: visit for visit in visits}
        fresh = [ids for job_id, ids in joined if not job_id]
        groups = [visits.browse(ids).with_prefetch(visits.ids) for ids in fresh]
        vals_list = [
            self._prepare_service_vals(company, group) | {"date_planned": day}
            for group, day in zip(groups, self._planned_days(company, groups), strict=True)
        ]
        made = services.with_context(**QUIET).with_company(company).create(vals_list)
        onto = {}
        for service, ids in zip(made, fresh, strict=True):
            onto |= dict.fromkeys(ids, service)
        for job_id, ids in joined:
            if job_id:
                onto |= dict.fromkeys(ids, services.browse(job_id))
        self._set_services(onto, state)
        self._plan_days(services.union(*onto.values()) - made)
        self._add_content([(by_id[id_], service) for id_, service in onto.items()])
        return services.union(*onto.values())

    @api.model
    def _set_services(self, onto, state):
        """Write the job of each visit, in one statement.

        :param onto: {id of a visit: job}
        """
        if not onto:
            return
        visits = self.env["hau_mai.maintenance.occurrence"].sudo().browse(onto)
        services = self.env["hau_mai.service"].sudo().union(*onto.values())
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE hau_mai_maintenance_occurrence visit
                   SET service_id = job.id, center_id = job.center_id, state = %s,
                       write_uid = %s, write_date = %s
                  FROM (VALUES %s) AS booked(visit_id, service_id)
                  JOIN hau_mai_service job ON job.id = booked.service_id
                 WHERE visit.id = booked.visit_id
                """,
                state,
                self.env.uid,
                fields.Datetime.now(),
                SQL(", ").join(SQL("(%s, %s)", id_, job.id) for id_, job in onto.items()),
            )
        )
        visits.invalidate_recordset(["service_id", "center_id", "state"])
        services.invalidate_recordset(["occurrence_ids"])

    @api.model
    def _prepare_service_vals(self, company, visits):
        """Values of the job for visits that go together."""
        # iterating keeps what is read together; slicing does not
        first = next(iter(visits)).unit_id
        unit = first if len(visits.unit_id) == 1 else first.browse()
        customer = first.partner_id
        return {
            "kind": "maintenance",
            "company_id": company.id,
            "partner_id": customer.id,
            "unit_id": unit.id,
            "product_id": unit.product_id.id,
            "serial_number": unit.serial_number,
            "address_id": (first.address_id or customer).id,
            "phone": customer.phone or customer.commercial_partner_id.phone,
            "responsible_id": first.user_id.id,
            # what a new job has: said here, it is not written once more after the INSERT
            "rating_last_value": 0,
        }

    @api.model
    def _plan_days(self, services):
        """The working day for which jobs without an appointment are planned."""
        for company, those in services.grouped("company_id").items():
            wanted = {}
            for service in those.filtered(lambda one: not one.date_start):
                live = service.occurrence_ids.filtered(lambda visit: visit.state in OPEN)
                if live:
                    wanted[service] = live
            days = self._planned_days(company, wanted.values())
            for service, day in zip(wanted, days, strict=True):
                service.date_planned = day

    @api.model
    def _planned_days(self, company, groups):
        """The working day that suits the visits of each job.

        :param groups: the visits of each
        """
        today = company._hau_mai_today()
        is_working = self._working_days(company, today, groups)
        return [
            planned_day([(v.date_due, v.window_from, v.window_to) for v in live], today, is_working)
            for live in groups
        ]

    @api.model
    def _working_days(self, company, today, visits):
        """A function that tells whether a day is one on which the company works."""
        ends = [day for those in visits for day in those.mapped("window_to")]
        last = max([today, *ends]) + timedelta(days=GRACE_DAYS + 1)
        working = company._hau_mai_working_days(today, last)
        return working.__contains__ if working else lambda day: True

    # === WHAT IS DONE ON THEM === #

    @api.model
    def _add_content(self, booked):
        """Give jobs the checklist and the parts of their visits, those they have not yet.

        :param booked: list of (visit, job)
        """
        checks = self.env["hau_mai.service.check"].sudo()
        lines = self.env["hau_mai.service.line"].sudo()
        visits = self.env["hau_mai.maintenance.occurrence"].sudo().union(*(v for v, _s in booked))
        there = {
            (row.occurrence_id.id, row.service_id.id)
            for model in (checks, lines)
            for row in model.search([("occurrence_id", "in", visits.ids)])
        }
        new = [(v, s) for v, s in booked if (v.id, s.id) not in there]
        checks.create(
            [
                {**check, "service_id": service.id, "occurrence_id": visit.id}
                for visit, service in new
                for check in visit.schedule_id.checks or []
            ]
        )
        parts = [(v, s, part) for v, s in new for part in v.schedule_id.parts or []]
        products = self.env["product.product"].browse(
            {part["product_id"] for _v, _s, part in parts}
        )
        known = set(products.exists().ids)
        lines.create([self._prepare_part_vals(*row, known) for row in parts])

    @api.model
    def _prepare_part_vals(self, visit, service, part, known):
        """Values of the line for a part that a visit uses.

        :param known: ids of the products that are still there
        """
        covered = bool(part["included"] and visit.is_free)
        return {
            "service_id": service.id,
            "occurrence_id": visit.id,
            "kind": "parts",
            "product_id": part["product_id"] if part["product_id"] in known else False,
            "name": part["name"],
            "quantity": part["quantity"],
            "covered": covered,
            "reason": self.env._(
                "%(visit)s. %(why)s",
                visit=visit.display_name,
                why=visit.free_reason
                if part["included"] or not visit.is_free
                else self.env._("This part is not included."),
            ),
        }
