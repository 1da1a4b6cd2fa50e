from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.contact import CONSENT_CHANNELS, Cap, ContactRules
from ..tools.contact_hours import ANY_HOUR, LAW_CAPS, LAW_HOURS, allowed_hours
from ..tools.offer import Advertiser

#: consent channel -> the prefix of its fields of hours
HOURS_OF = {"sms": "sms", "messenger": "sms", "phone": "call", "email": "email"}

#: Days off are looked up so far ahead.
DAYS_OFF_AHEAD = 60


class ResCompany(models.Model):
    """How often, and at which hours, customers hear of a company besides service."""

    _inherit = "res.company"

    _hau_mai_contact_positive = models.Constraint(
        "CHECK (hau_mai_contact_week >= 0 AND hau_mai_contact_month >= 0 "
        "AND hau_mai_contact_gap_days >= 0 AND hau_mai_contact_hold_days >= 0 "
        "AND hau_mai_low_rating_days >= 0 AND hau_mai_do_not_call_days >= 0)",
        "Numbers of contacts and of days cannot be negative; 0 means no limit.",
    )

    hau_mai_contact_week = fields.Integer(
        string="Contacts a Week",
        default=2,
        help="So often a customer hears of you within 7 days at most, over all rules and "
        "channels; service is not counted. 0: no limit.",
        prefetch="hau_mai",
    )
    hau_mai_contact_month = fields.Integer(
        string="Contacts a Month",
        default=6,
        help="The same within 30 days. 0: no limit.",
        prefetch="hau_mai",
    )
    hau_mai_contact_gap_days = fields.Integer(
        string="Days Between Contacts",
        help="So many days pass between two contacts of a customer at least; 0: no limit.",
        prefetch="hau_mai",
    )
    hau_mai_contact_hold_days = fields.Integer(
        string="Held for a Complaint (days)",
        default=30,
        help="What is held while a complaint is open is sent when it is closed within so many "
        "days, and cancelled otherwise: a birthday voucher is not sent half a year later.",
        prefetch="hau_mai",
    )
    hau_mai_low_rating_days = fields.Integer(
        string="Quiet After a Low Rating (days)",
        default=14,
        help="Who rated low gets no advertising for so many days.",
        prefetch="hau_mai",
    )
    hau_mai_do_not_call_days = fields.Integer(
        string="Age of the Do-Not-Call List (days)",
        default=30,
        help="Settings warn when the list was taken longer ago.",
        prefetch="hau_mai",
    )
    hau_mai_quiet_holidays = fields.Boolean(
        string="Not on Days Off",
        help="Nothing but service leaves on the public holidays of the company's working hours.",
        prefetch="hau_mai",
    )
    hau_mai_sms_from = fields.Float(string="Messages From", default=7, prefetch="hau_mai")
    hau_mai_sms_to = fields.Float(string="Messages Until", default=22, prefetch="hau_mai")
    hau_mai_call_from = fields.Float(string="Calls From", default=8, prefetch="hau_mai")
    hau_mai_call_to = fields.Float(string="Calls Until", default=17, prefetch="hau_mai")
    hau_mai_email_from = fields.Float(string="Emails From", default=0, prefetch="hau_mai")
    hau_mai_email_to = fields.Float(string="Emails Until", default=24, prefetch="hau_mai")

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "hau_mai_sms_from", "hau_mai_sms_to", "hau_mai_call_from", "hau_mai_call_to",
        "hau_mai_email_from", "hau_mai_email_to",
    )  # fmt: skip
    def _check_contact_hours(self):
        for company in self:
            for name in set(HOURS_OF.values()):
                first, last = company._hau_mai_own_hours(name)
                if not 0 <= first < last <= 24:
                    raise ValidationError(
                        self.env._("Hours begin before they end, between 0:00 and 24:00.")
                    )

    # === BUSINESS METHODS === #

    def _hau_mai_contact_rules(self, channel, at):
        """What this company keeps to by a channel.

        Whoever gets a task calls when they call: no hours hold back an activity, and days
        off are its rule's business.

        :param str channel: a channel of the gate
        :param datetime at: UTC
        :rtype: ContactRules
        """
        self.ensure_one()
        company, consent_channel = self.sudo(), CONSENT_CHANNELS[channel]
        by_person = channel == "activity"
        return ContactRules(
            caps=company._hau_mai_caps(consent_channel),
            hours=None if by_person else company._hau_mai_hours_of(consent_channel),
            days_off=() if by_person else company._hau_mai_days_off(at),
            do_not_call=company.hau_mai_vietnam_rules,
        )

    def _hau_mai_caps(self, channel):
        """The caps that bind by a consent channel: the law's, and the company's own."""
        own = (
            Cap("cap_gap", timedelta(days=self.hau_mai_contact_gap_days), 1),
            Cap("cap_week", timedelta(days=7), self.hau_mai_contact_week),
            Cap("cap_month", timedelta(days=30), self.hau_mai_contact_month),
        )
        caps = [cap for cap in own if cap.limit and cap.window]
        if self.hau_mai_vietnam_rules and channel in LAW_CAPS:
            caps.insert(0, Cap("cap_law", timedelta(hours=24), LAW_CAPS[channel], channel))
        return tuple(caps)

    def _hau_mai_hours_of(self, channel):
        """(from, to) of the customer's day by a consent channel; None for the whole day."""
        if channel not in HOURS_OF:
            return None
        legal = LAW_HOURS.get(channel, ANY_HOUR) if self.hau_mai_vietnam_rules else ANY_HOUR
        return allowed_hours(self._hau_mai_own_hours(HOURS_OF[channel]), legal)

    def _hau_mai_own_hours(self, name):
        return self[f"hau_mai_{name}_from"], self[f"hau_mai_{name}_to"]

    def _hau_mai_days_off(self, at):
        """[(start, end)] of the days off of all that people of this company have soon."""
        if not self.hau_mai_quiet_holidays:
            return ()
        leaves = self.env["resource.calendar.leaves"].search(
            Domain("resource_id", "=", False)
            & Domain("company_id", "in", (self.id, False))
            & Domain("calendar_id", "in", (self.resource_calendar_id.id, False))
            & Domain("date_to", ">=", at)
            & Domain("date_from", "<=", at + timedelta(days=DAYS_OFF_AHEAD))
        )
        return tuple((leave.date_from, leave.date_to) for leave in leaves)

    def _hau_mai_advertiser(self):
        """Who advertises, in one line: name, address, phone and email."""
        self.ensure_one()
        company = self.sudo()
        place = ", ".join(filter(None, (company.street, company.street2, company.city)))
        parts = (
            company.name,
            place,
            company.hau_mai_hotline or company.phone,
            company.hau_mai_email or company.email,
        )
        return " · ".join(part for part in parts if part)

    def _hau_mai_as_advertiser(self):
        """How this company is written where no placeholder names it."""
        company = self.sudo()
        phones = (company.phone, company.hau_mai_hotline)
        return Advertiser(company.name, tuple(filter(None, phones)), company.street or "")
