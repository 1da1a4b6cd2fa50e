from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Working days that can be chosen at most; the calendar is looked through so far.
MAX_DAYS = 60


class ResCompany(models.Model):
    """How a company talks with its customers about their cases, and when that ends."""

    _inherit = "res.company"

    _hau_mai_mail_megabytes_positive = models.Constraint(
        "CHECK (hau_mai_mail_megabytes >= 0)", "The size of an e-mail's files cannot be negative."
    )
    _hau_mai_recovery_days_positive = models.Constraint(
        "CHECK (hau_mai_recovery_days > 0)", "The manager needs at least a day to make up for it."
    )

    hau_mai_mail_megabytes = fields.Integer(
        string="Files of an Email (MB)",
        default=25,
        help="Larger files of an incoming e-mail are left out, and named in the message; "
        "0 keeps all.",
        prefetch="hau_mai",
    )
    hau_mai_autoclose_days = fields.Integer(
        string="Close Solved Cases After (working days)",
        default=5,
        help="Without an answer of the customer; 0 closes nothing by itself.",
        prefetch="hau_mai",
    )
    hau_mai_autoclose_notice_days = fields.Integer(
        string="Notice Before Closing (working days)",
        default=2,
        help="The customer is told once, so many working days before.",
        prefetch="hau_mai",
    )
    hau_mai_rate_complaints = fields.Boolean(
        string="Ask for Ratings of Cases",
        default=True,
        help="The customer is asked once for each closing, if they may be asked.",
        prefetch="hau_mai",
    )
    hau_mai_recovery_days = fields.Integer(
        string="Make Up for It Within (working days)",
        default=2,
        help="A low rating opens the case again, for the manager, with this deadline.",
        prefetch="hau_mai",
    )
    hau_mai_recovery_tell = fields.Boolean(
        string="Tell Who Rated Low",
        default=True,
        help="The customer is told that the case is taken up again.",
        prefetch="hau_mai",
    )

    @api.constrains("hau_mai_autoclose_days", "hau_mai_autoclose_notice_days")
    def _check_hau_mai_autoclose(self):
        for company in self:
            days, notice = company.hau_mai_autoclose_days, company.hau_mai_autoclose_notice_days
            if not 0 <= days <= MAX_DAYS:
                raise ValidationError(
                    self.env._(
                        "Close solved cases after 1 to %s working days, or never (0).", MAX_DAYS
                    )
                )
            if days and not 1 <= notice <= days:
                raise ValidationError(
                    self.env._(
                        "The notice goes out between 1 and %s working days before a case "
                        "closes by itself.",
                        days,
                    )
                )
