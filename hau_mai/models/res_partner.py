from odoo import fields, models


class ResPartner(models.Model):
    """Birthdays, follow-ups, and who asked not to be contacted at all."""

    _inherit = "res.partner"

    _birthday_idx = models.Index(
        "(((EXTRACT(month FROM birthdate) * 100 + EXTRACT(day FROM birthdate))::integer)) "
        "WHERE birthdate IS NOT NULL"
    )

    birthdate = fields.Date(string="Date of Birth", groups="base.group_user")
    do_not_contact = fields.Boolean(
        tracking=True,
        groups="base.group_user",
        help="They asked not to be contacted, for any purpose and by any channel.",
    )
    touchpoint_ids = fields.One2many(
        "hau_mai.touchpoint", "partner_id", string="Follow-ups", groups="hau_mai.group_user_own"
    )

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["hau_mai.touchpoint"]._cancel_for_customers(
                self, self.env._("The customer was archived.")
            )
        return result
