from collections import Counter, namedtuple
from dataclasses import replace
from datetime import timedelta

from odoo import fields
from odoo.tools import format_date

from ..tools.center import TIME, CenterFacts, JobFacts, rank, refusal
from .hau_mai_service_center_figures import Figures

#: One center for one job: whether it can have it, the code of what is against it, and
#: the sentence.
Candidate = namedtuple("Candidate", "center ok code reason")


class CenterDesk:
    """The facts about some jobs and centers, gathered once, and what follows from them."""

    def __init__(self, services, centers=None, now=None):
        self.env = services.env
        self.now = now or fields.Datetime.now()
        model = self.env["hau_mai.service.center"].sudo()
        if centers is None:
            centers = model.search([("company_id", "in", services.company_id.ids)])
        self.centers = model.browse(centers.ids)
        self.days = max(services.company_id.sudo().mapped("hau_mai_center_days"), default=14)
        self.figures = self.centers._figures(self.now)
        self.answers = self._gather_answers(services)
        self.agendas = self._gather_agendas(services)
        self.places = {center.id: self._count_places(center) for center in self.centers}
        self.facts = {center.id: self._center_facts(center) for center in self.centers}
        self.waiting = {c.id: self.figures.get(c.id, Figures()).waiting for c in self.centers}
        self.given = Counter()

    def candidates(self, service):
        """The centers for a job, the best first."""
        return [self._put_into_words(service, *answer) for answer in self._judge(service)]

    def best(self, service):
        """The best center for a job, or None when none can do it."""
        answers = self._judge(service)
        code = answers[0][1] if answers else "none"
        return None if code else self._put_into_words(service, *answers[0])

    def give(self, service, center):
        """Note that a center was given a job, for the jobs that come after it."""
        self.given[center.id] += 1
        if service.date_start:
            self.agendas[center.id].book(service.id, service.date_start, service.date_end)
            self.places[center.id] = self._count_places(center)
        else:
            self.waiting[center.id] += 1

    # === FACTS === #

    def _gather_answers(self, services):
        """What came of offers made before: {(job id, center id): (code, what they said)}."""
        offers = self.env["hau_mai.service.center.offer"].sudo()
        rows = offers.search_fetch(
            [("service_id", "in", services.ids), ("outcome", "in", ("declined", "lapsed"))],
            ["service_id", "center_id", "outcome", "reason"],
            order="id",
        )
        return {
            (row.service_id.id, row.center_id.id): (row.outcome, row.reason or "") for row in rows
        }

    def _gather_agendas(self, services):
        first = self.now.date() - timedelta(days=1)
        last = self.now.date() + timedelta(days=self.days)
        dates = [service.date_start.date() for service in services if self._is_ahead(service)]
        return self.centers._agendas(first, max([last, *dates]) + timedelta(days=1))

    def _count_places(self, center):
        """How many more jobs a center takes in the days that are looked at; None: no limit."""
        return self.agendas[center.id].places(self.now, self.days)

    def _center_facts(self, center):
        figures = self.figures.get(center.id, Figures())
        return CenterFacts(
            kinds=center._able_kinds(),
            categories=frozenset(center.categ_ids.ids),
            provinces=frozenset(center.state_ids.ids),
            technicians=tuple(
                (technician._able_kinds(), frozenset(technician.categ_ids.ids))
                for technician in center.technician_ids
            ),
            date_from=center.date_from or None,
            date_to=center.date_to or None,
            active=center.active,
            company=center.company_id.id,
            rating=figures.rating and float(figures.rating),
            sequence=center.sequence,
        )

    def _job_facts(self, service):
        path = service.sudo().categ_id.parent_path or ""
        today = service.company_id._hau_mai_day(self.now)
        day = service.company_id._hau_mai_day(service.date_start)
        return JobFacts(
            kind=service.kind,
            day=max(day or today, today),
            categories=frozenset(int(part) for part in path.split("/") if part),
            province=service.address_id.sudo().state_id.id or None,
            company=service.company_id.id,
        )

    def _is_ahead(self, service):
        return service.date_start and service.date_start >= self.now

    # === ANSWERS === #

    def _judge(self, service):
        """Rows of center, code (None: it can) and rank, the best first."""
        job = self._job_facts(service)
        rows = [(center, *self._judge_one(center, service, job)) for center in self.centers]
        return sorted(rows, key=lambda row: (row[2], row[0].id))

    def _judge_one(self, center, service, job):
        # a center that has the job was asked again, or chosen nevertheless
        has_it = service.center_id._origin == center
        answer, _said = self.answers.get((service._origin.id, center.id), (None, ""))
        facts = replace(self.facts[center.id], load=self._open(center) / center.parallel)
        code = refusal(facts, job, not has_it and answer, self._time_refusal(center, service))
        return code, rank(facts, code)

    def _put_into_words(self, service, center, code, _key):
        reason = self._word(center, service, code)
        return Candidate(center.with_env(self.env), not code, code, reason)

    def _open(self, center):
        """The open jobs of a center, with those it was given meanwhile."""
        return self.figures.get(center.id, Figures()).open + self.given[center.id]

    def _time_refusal(self, center, service):
        """What the agenda of a center says about a job: a code, or None."""
        agenda = self.agendas[center.id]
        if self._is_ahead(service):
            start, end = service.date_start, service.date_end
            return agenda.refusal(start, end, but=service._origin.id)
        if service.date_start:
            return None
        places = self.places[center.id]
        own = service.center_id._origin == center
        return "full" if places is not None and places <= self.waiting[center.id] - own else None

    def _word(self, center, service, code):
        """The verdict as a sentence to read out."""
        if not code:
            return self._word_yes(center, service)
        if code in TIME:
            return center._word_time_refusal(code, service.date_start, self.days)
        kinds = dict(service._fields["kind"]._description_selection(self.env))
        words = {
            "center": center.name,
            "kind": kinds[service.kind],
            "category": service.sudo().categ_id.name,
            "customer": service.partner_id.display_name,
            "province": service.address_id.sudo().state_id.name,
            "provinces": ", ".join(center.state_ids.mapped("name")),
            "said": self.answers.get((service._origin.id, center.id), ("", ""))[1],
            "start": format_date(self.env, center.date_from),
            "end": format_date(self.env, center.date_to),
        }
        return self._refusals()[code] % words

    def _refusals(self):
        return {
            "archived": self.env._("%(center)s is archived."),
            "company": self.env._("%(center)s is of another company."),
            "not_begun": self.env._("The contract with %(center)s begins on %(start)s."),
            "ended": self.env._("The contract with %(center)s ended on %(end)s."),
            "kind": self.env._("%(center)s does not take jobs of the kind “%(kind)s”."),
            "category": self.env._("%(center)s does not work on %(category)s."),
            "skill": self.env._("No technician of %(center)s does %(kind)s of %(category)s."),
            "province": self.env._("%(center)s does not work in %(province)s."),
            "no_province": self.env._(
                "%(center)s works only in %(provinces)s, and the address of %(customer)s has no "
                "province."
            ),
            "declined": self.env._("%(center)s declined this job: %(said)s."),
            "lapsed": self.env._("%(center)s did not answer in time when it was offered this job."),
        }

    def _word_yes(self, center, service):
        """ "Works in Hà Nội · 5 places in the next 14 days · rated 4.6 · 3 open jobs"."""
        figures = self.figures.get(center.id, Figures())
        places = self.places[center.id]
        province = service.address_id.sudo().state_id.name
        parts = [
            self.env._("Works in %s", province)
            if center.state_ids
            else self.env._("Works everywhere"),
            places is not None
            and self.env._(
                "%(places)s places in the next %(days)s days", places=places, days=self.days
            ),
            figures.rating and self.env._("rated %s", f"{figures.rating:.1f}"),
            self.env._("%s open jobs", self._open(center)),
        ]
        return " · ".join(part for part in parts if part)
