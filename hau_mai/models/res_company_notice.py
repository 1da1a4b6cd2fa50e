from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.notice import parse_ladder


class ResCompany(models.Model):
    """What a company tells its customers of their jobs without being asked, and how."""

    _inherit = "res.company"

    hau_mai_tell_customers = fields.Boolean(
        string="Tell Customers",
        default=True,
        help="Customers are told when a job is received, quoted, waiting or ready, and when "
        "a promised date or an appointment moves.",
        prefetch="hau_mai",
    )
    hau_mai_tell_by = fields.Selection(
        [
            ("email", "Email"),
            ("sms", "SMS"),
            ("email_sms", "Email, SMS where there is none"),
        ],
        string="Tell Customers By",
        default="email_sms",
        required=True,
        prefetch="hau_mai",
    )
    hau_mai_uncollected_days = fields.Char(
        string="Reminders to Collect (days)",
        default="7, 14, 30",
        help="After how many days the customer is reminded to collect what is ready; "
        "after the last of them the desk is told too.",
        prefetch="hau_mai",
    )

    @api.constrains("hau_mai_uncollected_days")
    def _check_hau_mai_uncollected_days(self):
        for company in self:
            try:
                parse_ladder(company.hau_mai_uncollected_days)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "“%s” are no days for reminders. Write whole numbers of days, each larger "
                        "than the one before, such as: 7, 14, 30",
                        company.hau_mai_uncollected_days,
                    )
                ) from None

    def _hau_mai_ladder(self):
        """Days after which a customer is reminded to collect, ascending."""
        return parse_ladder(self.hau_mai_uncollected_days)
