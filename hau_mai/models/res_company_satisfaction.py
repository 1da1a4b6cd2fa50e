from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.promise import nth_day_after

#: The shortest month, to tell days from months.
MONTH_DAYS = 28


class ResCompany(models.Model):
    """How satisfaction is asked for, and what is done when there is none."""

    _inherit = "res.company"

    hau_mai_order_recovery = fields.Selection(
        [("case", "Open a case"), ("activity", "Plan a call"), ("nothing", "Do nothing")],
        string="Order Rated Low",
        default="case",
        required=True,
        help="What is done when a customer rates an order with 1 or 2 of 5. The call is for the "
        "order's salesperson.",
        prefetch="hau_mai",
    )
    hau_mai_nps_first_days = fields.Integer(
        string="First Asked After",
        default=30,
        help="Days after the customer's first delivery.",
        prefetch="hau_mai",
    )
    hau_mai_nps_months = fields.Integer(
        string="Then Asked Every",
        default=6,
        help="Months between two questions, at least.",
        prefetch="hau_mai",
    )
    hau_mai_nps_active_months = fields.Integer(
        string="Only Who Bought Within",
        default=24,
        help="Months. Who bought nothing for longer is not asked.",
        prefetch="hau_mai",
    )
    hau_mai_nps_open_days = fields.Integer(
        string="Open For",
        default=30,
        help="Days in which the question can be answered.",
        prefetch="hau_mai",
    )
    hau_mai_nps_activity_upto = fields.Integer(
        string="Call From Mark",
        default=6,
        help="This mark of 10 and those below let somebody call the customer; -1 for none.",
        prefetch="hau_mai",
    )
    hau_mai_nps_case_upto = fields.Integer(
        string="Case From Mark",
        default=3,
        help="This mark of 10 and those below open a case at once; -1 for none.",
        prefetch="hau_mai",
    )
    hau_mai_reviews_public = fields.Boolean(
        string="Publish Reviews",
        help="A page everybody can read shows what customers said who agreed to it: the good and "
        "the bad.",
        prefetch="hau_mai",
    )

    @api.constrains(
        "hau_mai_nps_first_days",
        "hau_mai_nps_months",
        "hau_mai_nps_active_months",
        "hau_mai_nps_open_days",
    )
    def _check_nps_schedule(self):
        """A question is over before the next one is asked."""
        for company in self:
            if company.hau_mai_nps_first_days < 0 or company.hau_mai_nps_active_months < 1:
                raise ValidationError(
                    self.env._(
                        "Whether they recommend you is asked after the first delivery, of "
                        "customers who bought within a month or more."
                    )
                )
            if not 0 < company.hau_mai_nps_open_days <= MONTH_DAYS * company.hau_mai_nps_months:
                raise ValidationError(
                    self.env._(
                        "A question must be over before the next one is asked: let it be open "
                        "for 1 to %s days, or ask less often.",
                        MONTH_DAYS * max(company.hau_mai_nps_months, 0),
                    )
                )

    def _hau_mai_recovery_day(self):
        """The last day to make up for something: so many working days after today."""
        self.ensure_one()
        today, count = self._hau_mai_today(), self.hau_mai_recovery_days
        days = self._hau_mai_working_days(today, today + timedelta(days=60 + 3 * count))
        return nth_day_after(list(days), today, count) or today + timedelta(days=count)

    def _hau_mai_reviews_url(self):
        """Where this company's published reviews can be read, if anybody may."""
        self.ensure_one()
        if not self.sudo().hau_mai_reviews_public:
            return False
        return f"{self.get_base_url()}/reviews/{self.id}"
