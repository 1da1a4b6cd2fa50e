from odoo import fields, models

#: A birth date that was changed counts for vouchers after so many days.
COOL_OFF_DAYS = 30


class ResPartner(models.Model):
    """Birthday vouchers: which one a customer's tier gives, and not for a date made up for it."""

    _inherit = "res.partner"

    date_birthdate_changed = fields.Date(
        string="Date of Birth Changed On",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When another date took its place, not when it was first entered.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        if "birthdate" in vals:
            birthdate = fields.Date.to_date(vals["birthdate"])
            changed = self.filtered(lambda p: p.birthdate and p.birthdate != birthdate)
            changed.sudo().date_birthdate_changed = fields.Date.today()
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _hau_mai_birthday_programs(self, company):
        """The programs whose voucher these customers get for their birthday from a company.

        Who had another birth date until a few days ago gets none: otherwise one could
        have a birthday whenever one buys. Once a year is the care rule's to hold.

        :return: {partner id: program} of those who get one
        """
        given = self._hau_mai_tier_gives("birthday_program_id", company)
        if not given:
            return {}
        settled = fields.Date.subtract(company._hau_mai_today(), days=COOL_OFF_DAYS)
        changed = {
            partner.id
            for partner in self.sudo()
            if partner.date_birthdate_changed and partner.date_birthdate_changed > settled
        }
        programs = self.env["loyalty.program"].sudo().browse({id_ for _t, id_ in given.values()})
        active = set(programs.filtered("active").ids)
        return {
            partner_id: programs.browse(id_)
            for partner_id, (_tier, id_) in given.items()
            if partner_id not in changed and id_ in active
        }
