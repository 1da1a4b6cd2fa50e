from datetime import timedelta

import pytz

from odoo import models
from odoo.exceptions import UserError


class HauMaiServiceCenter(models.Model):
    """The contract with a center: from when to when, and how long it has to answer."""

    _inherit = "hau_mai.service.center"

    def _has_contract(self, day):
        """Those of these centers that new jobs may go to on a day: not archived, under contract."""
        return self.filtered(
            lambda center: (
                center.active
                and not (center.date_from and center.date_from > day)
                and not (center.date_to and center.date_to < day)
            )
        )

    def _answer_limit(self, now):
        """The moment by which an offer made now is answered, counted in the center's hours.

        :param datetime now: naive UTC
        :return: naive UTC, or False without a limit
        """
        self.ensure_one()
        calendar = self._calendar()
        if not self.answer_hours:
            return False
        moment = pytz.utc.localize(now)
        limit = calendar and calendar.plan_hours(self.answer_hours, moment, compute_leaves=True)
        limit = limit or moment + timedelta(hours=self.answer_hours)
        return limit.astimezone(pytz.utc).replace(tzinfo=None)

    def _check_may_be_offered(self):
        """Refuse to offer a job to somebody who will not see it.

        :raises UserError: saying what to do
        """
        self.ensure_one()
        if not self._has_contract(self.company_id._hau_mai_today()):
            raise UserError(
                self.env._(
                    "%s has no contract today and sees no new jobs: prolong the contract, or "
                    "choose another center.",
                    self.name,
                )
            )

    def _portal_people(self):
        """The contacts who answer for these centers in the portal.

        :return: {center id: contacts}
        """
        users = self.env["res.users"].sudo()
        users = users.search(
            [("partner_id", "child_of", self.partner_id.ids), ("share", "=", True)]
        )
        centers = self.grouped("partner_id")
        people = dict.fromkeys(self.ids, self.env["res.partner"])
        for person in users.partner_id:
            above = person
            while above:
                for center in centers.get(above, ()):
                    people[center.id] |= person
                above = above.parent_id
        return people
