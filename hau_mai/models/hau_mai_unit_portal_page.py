from odoo import models
from odoo.fields import Domain

from .hau_mai_service_portal import OVER_STATES

#: So many jobs that are over are told of.
HISTORY = 50


class HauMaiUnit(models.Model):
    """The page of one warranty card, for its owner.

    Called with all rights, after it was checked that it is the owner who asks: what belongs
    to somebody who owned the thing before is left out.
    """

    _inherit = "hau_mai.unit"

    # === BUSINESS METHODS === #

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.env._("Warranty %s", self.name)

    def _portal_readable(self, user):
        """Those of these cards that a visitor sees by who they are, without a link."""
        if user._is_public():
            return self.browse()
        return self.with_user(user)._filtered_access("read").with_env(self.env)

    def _is_owners(self, partner):
        """Whether something of a contact is the present owner's: theirs or their company's."""
        self.ensure_one()
        return partner.commercial_partner_id == self.partner_id.commercial_partner_id

    def _portal_order(self):
        """The order it was bought with, when its owner is the one who bought it."""
        self.ensure_one()
        order = self.order_id
        return order if self._is_owners(order.partner_id) else order.browse()

    def _portal_jobs(self):
        """What is under way on it for its owner."""
        self.ensure_one()
        running = Domain("unit_id", "=", self.id) & Domain("state", "not in", OVER_STATES)
        jobs = self.env["hau_mai.service"].search(running, order="id desc")
        return jobs.filtered(lambda job: self._is_owners(job.partner_id))

    def _portal_history(self):
        """What was done to it, whoever owned it then: [(day, what, job)], the last first.

        The job is there only when it was the present owner's.
        """
        self.ensure_one()
        over = Domain("unit_id", "=", self.id) & Domain("state", "in", ("done", "closed"))
        jobs = self.env["hau_mai.service"].search(
            over & Domain("date_done", "!=", False), order="date_done desc, id desc", limit=HISTORY
        )
        kinds = dict(jobs._fields["kind"]._description_selection(self.env))
        return [
            (
                self.company_id._hau_mai_day(job.date_done),
                kinds[job.kind],
                job if self._is_owners(job.partner_id) else job.browse(),
            )
            for job in jobs
        ]

    def _portal_guidance(self):
        """The manuals and videos of the product, in the language of the page."""
        self.ensure_one()
        guidance = self.env["hau_mai.guidance"]._search_for(self.product_id, self.company_id)
        return guidance._for_products(self.product_id, self.company_id, self.env.lang)

    def _portal_documents(self):
        """What there is to read and to see: [{"name", "url", "file"}]; one of url and file."""
        return [
            {"name": guidance.name, "url": url, "file": file}
            for guidance in self._portal_guidance()
            for url, file in [
                *([(guidance.url, None)] if guidance.url else []),
                *((None, file) for file in guidance.attachment_ids),
            ]
        ]

    def _portal_promise(self):
        """The text that was frozen when it was sold: [(heading, html)], what there is of it."""
        self.ensure_one()
        edition = self.edition_id
        return [
            (heading, text)
            for heading, text in (
                (self.env._("What is promised"), edition.content),
                (self.env._("How to get it"), edition.method),
                (self.env._("What it does not cover"), edition.exclusions),
            )
            if text
        ]
