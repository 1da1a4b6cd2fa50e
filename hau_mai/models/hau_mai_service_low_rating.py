from odoo import fields, models


class HauMaiService(models.Model):
    """A customer who rates a job low is not content: that is a case, or belongs to one."""

    _name = "hau_mai.service"
    _inherit = ["hau_mai.service", "hau_mai.low.rating.mixin"]

    def _on_low_rating(self, ratings):
        """A low rating opens a case about the job, once."""
        self.filtered("company_id.hau_mai_case_for_low_rating")._open_complaints_for(ratings)
        return super()._on_low_rating(ratings)

    def _prepare_low_rating_vals(self, rating):
        return super()._prepare_low_rating_vals(rating) | {
            "about": "service",
            "service_id": self.id,
            "unit_id": self.unit_id.id,
            "product_id": self.product_id.id,
            "order_id": self.order_id.id,
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
