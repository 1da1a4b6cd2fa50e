from odoo import api, fields, models

from ..tools.benefit import member_year, next_number

#: A visit in one of these was not made: what was given for it can be given again.
NOT_MADE = ("due", "missed", "skipped")


class HauMaiMaintenanceOccurrence(models.Model):
    """The free visits members have each year: given to a visit that would be charged, when it
    is put onto a job, and noted with it, so that none is given twice."""

    _inherit = "hau_mai.maintenance.occurrence"

    _member_number_unique = models.UniqueIndex(
        "(member_id, member_year, member_number) WHERE member_id IS NOT NULL",
        "Each free visit of a year of membership is given once.",
    )

    # === FIELDS === #

    member_tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        string="Free as Member of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    member_id = fields.Many2one(
        "hau_mai.loyalty.membership", readonly=True, copy=False, ondelete="set null"
    )
    member_year = fields.Date(
        string="Year of Membership", readonly=True, copy=False, help="Its first day."
    )
    member_number = fields.Integer(
        string="Free Visit of the Year", readonly=True, copy=False, aggregator=None
    )

    # === COMPUTE METHODS === #

    @api.depends("member_tier_id")
    @api.depends_context("lang")
    def _compute_is_free(self):
        result = super()._compute_is_free()
        for visit in self.sudo().filtered("member_tier_id"):
            if visit.free_reason == visit.schedule_id._word_free("member"):
                visit.free_reason = self.env._(
                    "Free: visit %(number)s of the year for %(tier)s members.",
                    number=visit.member_number,
                    tier=visit.member_tier_id.name,
                )
        return result

    # === CRUD METHODS === #

    def write(self, vals):
        state = vals.get("state")
        due = self.filtered(lambda visit: visit.state == "due") if state == "booked" else None
        result = super().write(vals)
        if state in NOT_MADE:
            self._give_member_visits_back()
        if due:
            due._take_member_visits()
        return result

    # === BUSINESS METHODS === #

    def _take_member_visits(self):
        """Give free visits to those of these that their customers would pay for.

        The number of queries does not depend on how many there are, and is none where no
        tier gives any.
        """
        for company, visits in self.sudo().grouped("company_id").items():
            given = visits.partner_id._hau_mai_tier_gives("free_visits", company)
            charged = visits.filtered(
                lambda visit, given=given: (
                    visit.partner_id.id in given and not visit.member_tier_id and not visit.is_free
                )
            )
            if charged:
                charged._number_member_visits(company, given)

    def _number_member_visits(self, company, given):
        """Note with each of these which free visit of the year it is, as far as there are any.

        :param given: {customer id: (tier, free visits a year)}
        """
        memberships = self._memberships(company)
        taken = self._taken_numbers(memberships.values())
        for visit in self.sorted("date_due"):
            tier, allowed = given[visit.partner_id.id]
            membership = memberships[visit.partner_id.commercial_partner_id]
            year = member_year(membership.date_since or visit.date_due, visit.date_due)
            numbers = taken.setdefault((membership, year), set())
            if number := next_number(numbers, allowed):
                numbers.add(number)
                visit.write(
                    {
                        "member_tier_id": tier.id,
                        "member_id": membership.id,
                        "member_year": year,
                        "member_number": number,
                    }
                )

    def _memberships(self, company):
        """{commercial customer: membership} of the customers of these visits."""
        memberships = self.env["hau_mai.loyalty.membership"].sudo()
        customers = self.partner_id.commercial_partner_id
        return {
            membership.partner_id: membership
            for membership in memberships.search(
                [("partner_id", "in", customers.ids), ("company_id", "=", company.root_id.id)]
            )
        }

    def _taken_numbers(self, memberships):
        """The free visits that were given: {(membership, first day of the year): numbers}."""
        rows = self._read_group(
            [("member_id", "in", [membership.id for membership in memberships])],
            ["member_id", "member_year:day"],
            ["member_number:array_agg"],
        )
        return {(membership, year): set(numbers) for membership, year, numbers in rows}

    def _give_member_visits_back(self):
        """What was given to visits that were not made can be given to others."""
        given = self.sudo().filtered("member_tier_id")
        given.write(
            {
                "member_tier_id": False,
                "member_id": False,
                "member_year": False,
                "member_number": False,
            }
        )
