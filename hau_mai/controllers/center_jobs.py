from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.hau_mai_service import OPEN_STATES
from ..tools.recurrence import company_day
from ..tools.service import day_bounds


class CenterJobs(CustomerPortal):
    """The jobs of a partner's center, for its people in the portal.

    They have no rights on jobs: what they may see is ``_center_job_domain``, and
    nothing is looked up by an id without it.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        for name, domain in self._center_counters().items():
            if name in counters:
                values[name] = self._count_center_jobs(domain)
        return values

    def _center_counters(self):
        return {
            "center_offer_count": Domain("center_state", "=", "offered"),
            "center_job_count": Domain("state", "in", OPEN_STATES),
        }

    @route(["/my/jobs", "/my/jobs/page/<int:page>"], type="http", auth="user", website=True)
    def center_jobs(self, page=1, sortby=None, filterby=None, search="", **_kw):
        """The list: what waits for an answer first."""
        if not request.env["hau_mai.service"]._center_user_centers(request.env.user):
            return request.redirect("/my")
        filters, sortings = self._center_filters(), self._center_sortings()
        filterby = filterby if filterby in filters else "open"
        sortby = sortby if sortby in sortings else "appointment"
        domain = filters[filterby]["domain"] & self._center_search(search)
        pager = portal_pager(
            url="/my/jobs",
            url_args={"sortby": sortby, "filterby": filterby, "search": search},
            total=self._count_center_jobs(domain),
            page=page,
            step=self._items_per_page,
        )
        jobs = self._find_center_jobs(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "center_jobs",
            "jobs": [job._center_row() for job in jobs],
            "default_url": "/my/jobs",
            "pager": pager,
            "searchbar_filters": filters,
            "searchbar_sortings": sortings,
            "searchbar_inputs": {
                "all": {"input": "all", "label": request.env._("Number, product, serial")}
            },
            "search_in": "all",
            "search": search,
            "sortby": sortby,
            "filterby": filterby,
            "notice": self._pop_center_notice(),
        }
        return request.render("hau_mai.portal_center_jobs", values)

    @route("/my/jobs/<int:job_id>", type="http", auth="user", website=True)
    def center_job(self, job_id, **_kw):
        """One job, with what can be done about it now."""
        values = self._prepare_portal_layout_values() | {
            "page_name": "center_job",
            "job": self._get_center_job(job_id)._center_page(),
            "notice": self._pop_center_notice(),
        }
        return request.render("hau_mai.portal_center_job", values)

    @route("/my/jobs/<int:job_id>/photos/<int:photo_id>", type="http", auth="user")
    def center_job_photo(self, job_id, photo_id, **_kw):
        """A photo of this job that the center may see."""
        photos = self._get_center_job(job_id)._center_photos()
        photo = photos.filtered(lambda attachment: attachment.id == photo_id)
        if not photo:
            raise NotFound()
        return request.env["ir.binary"]._get_stream_from(photo, "raw").get_response()

    # === WHICH JOBS === #

    def _find_center_jobs(self, domain, **options):
        """The jobs of the user's centers that match, with all rights."""
        jobs = request.env["hau_mai.service"].sudo()
        return jobs.search(jobs._center_job_domain(request.env.user) & domain, **options)

    def _count_center_jobs(self, domain):
        jobs = request.env["hau_mai.service"].sudo()
        return jobs.search_count(jobs._center_job_domain(request.env.user) & domain)

    def _get_center_job(self, job_id):
        """The job with this id, with all rights, if it is one of the user's center.

        :raises NotFound: the same whether it is not there or somebody else's
        """
        job = self._find_center_jobs(Domain("id", "=", job_id))
        if not job:
            raise NotFound()
        return job

    def _center_search(self, search):
        """What is typed is looked for in what the center sees for good, never in the customer."""
        search = (search or "").strip()
        if not search:
            return Domain.TRUE
        names = ("name", "serial_number", "product_id.name", "product_id.default_code")
        return Domain.OR(Domain(name, "ilike", search) for name in names)

    def _center_filters(self):
        is_open = Domain("state", "in", OPEN_STATES)
        start, end = self._center_today()
        today = Domain("date_start", ">=", start) & Domain("date_start", "<", end)
        return {
            "open": {"label": request.env._("Open"), "domain": is_open},
            "answer": {
                "label": request.env._("To answer"),
                "domain": is_open & Domain("center_state", "=", "offered"),
            },
            "today": {"label": request.env._("Today"), "domain": is_open & today},
            "finished": {"label": request.env._("Finished"), "domain": ~is_open},
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
        }

    def _center_today(self):
        """The beginning and end of today where the user's center is, naive UTC."""
        centers = request.env["hau_mai.service"]._center_user_centers(request.env.user)
        tz = centers[:1]._slot_tz() if centers else "UTC"
        return day_bounds(company_day(fields.Datetime.now(), tz), tz)[:2]

    def _center_sortings(self):
        return {
            "appointment": {
                "label": request.env._("Appointment"),
                "order": "center_state desc, date_start, id desc",
            },
            "newest": {"label": request.env._("Newest"), "order": "id desc"},
            "promised": {"label": request.env._("Promised for"), "order": "date_promised, id desc"},
        }

    def _pop_center_notice(self):
        """What came of the last click: (kind, sentence), once."""
        return request.session.pop("hau_mai_center_notice", None)
