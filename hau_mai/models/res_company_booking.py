from odoo import fields, models


class ResCompany(models.Model):
    """What customers may book themselves."""

    _inherit = "res.company"

    _hau_mai_booking_notice_positive = models.Constraint(
        "CHECK (hau_mai_booking_notice_hours >= 0)",
        "The notice before an appointment cannot be negative.",
    )
    _hau_mai_booking_days_positive = models.Constraint(
        "CHECK (hau_mai_booking_days > 0)",
        "Customers must be able to book at least one day ahead.",
    )

    hau_mai_booking_notice_hours = fields.Integer(
        string="Notice Before an Appointment (hours)",
        default=12,
        help="Later than this, customers call to make, move or cancel an appointment.",
        prefetch="hau_mai",
    )
    hau_mai_booking_days = fields.Integer(
        string="Booking Ahead (days)",
        default=30,
        help="How far ahead customers can choose an appointment.",
        prefetch="hau_mai",
    )
