from odoo import fields, models
from odoo.tools import plaintext2html


class HauMaiService(models.Model):
    """A customer who rates a job low is not content: that is a case, or belongs to one."""

    _inherit = "hau_mai.service"

    def _on_low_rating(self, ratings):
        """A low rating opens a case about the job, once."""
        self._open_complaints_for(ratings)
        return super()._on_low_rating(ratings)

    def _open_complaints_for(self, ratings):
        """Open a case for each of these low ratings, unless the job has one that is open."""
        if self.env.context.get("install_mode"):
            return  # demo data and imported ratings are nobody's news
        jobs = self.sudo().filtered("company_id.hau_mai_case_for_low_rating")
        by_job = ratings.sudo().filtered(lambda rating: rating.res_id in jobs.ids)
        complaints = self.env["hau_mai.complaint"].sudo()
        known = complaints.search([("origin_rating_id", "in", by_job.ids)]).origin_rating_id
        grievances = complaints.search(
            complaints._open_grievance_domain() & jobs._complaint_domain()
        ).grouped("service_id")
        vals_list = []
        for rating in by_job - known:
            job = jobs.browse(rating.res_id)
            if job in grievances:
                grievances[job][0]._message_log(body=job._low_rating_in_words(rating))
            else:
                vals_list.append(job._prepare_low_rating_vals(rating))
        complaints.create(vals_list)

    def _prepare_low_rating_vals(self, rating):
        """Values of the case that a low rating of this job opens."""
        return {
            "type": "complaint",
            "channel": "email",
            "about": "service",
            "subject": self._low_rating_in_words(rating),
            "description": plaintext2html(rating.feedback) if rating.feedback else False,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "service_id": self.id,
            "unit_id": self.unit_id.id,
            "product_id": self.product_id.id,
            "order_id": self.order_id.id,
            "origin_rating_id": rating.id,
        }

    def _low_rating_in_words(self, rating):
        return self.env._(
            "Job %(job)s was rated %(rating)s of 5", job=self.name, rating=round(rating.rating)
        )


class HauMaiComplaint(models.Model):
    """The rating that opened the case."""

    _inherit = "hau_mai.complaint"

    _rating_unique = models.UniqueIndex(
        "(origin_rating_id) WHERE origin_rating_id IS NOT NULL",
        "A rating opens one case, and no second one.",
    )

    origin_rating_id = fields.Many2one(
        "rating.rating",
        string="Opened by the Rating",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="hau_mai.group_user_own",
    )
