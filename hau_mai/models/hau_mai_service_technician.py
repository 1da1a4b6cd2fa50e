from odoo import api, fields, models


class HauMaiServiceTechnician(models.Model):
    """A person who works at a center, one of us or of a partner, and what they can do."""

    _name = "hau_mai.service.technician"
    _description = "Technician of a Service Center"
    _inherit = ["hau_mai.service.ability.mixin"]
    _order = "center_id, sequence, id"
    _check_company_auto = True

    _somebody = models.Constraint(
        "CHECK (user_id IS NOT NULL OR partner_id IS NOT NULL)",
        "A technician is a user or a contact: choose one.",
    )
    _user_once = models.UniqueIndex(
        "(center_id, user_id) WHERE active AND user_id IS NOT NULL",
        "This person is a technician of the center already.",
    )

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    center_id = fields.Many2one(
        "hau_mai.service.center", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="center_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="One of our own people.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Somebody of a partner, or one of us who is no user.",
    )
    phone = fields.Char(related="partner_id.phone")

    @api.depends("user_id")
    def _compute_partner_id(self):
        for technician in self:
            technician.partner_id = technician.user_id.partner_id or technician.partner_id

    @api.depends("partner_id")
    def _compute_display_name(self):
        for technician in self:
            technician.display_name = technician.partner_id.display_name
