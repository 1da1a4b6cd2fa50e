from ast import literal_eval

from odoo import api, fields, models


class HauMaiComplaintTeam(models.Model):
    """The people who work on a kind of cases, their mailbox and their working hours."""

    _name = "hau_mai.complaint.team"
    _description = "Case Team"
    _inherit = ["mail.alias.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Team Leader",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Hears of what the members do not answer in time.",
    )
    member_ids = fields.Many2many(
        "res.users",
        string="Members",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="The hours in which the clocks of its cases run; the company's when empty.",
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("hau_mai.complaint")
        if self.id:
            defaults = literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = defaults | {"team_id": self.id, "channel": "email"}
        return values

    @api.model
    def _default_of(self, company):
        """The team that takes what nobody else does: the first of the company."""
        return self.search([("company_id", "=", company.id)], limit=1)

    def _calendar(self):
        """The working hours of the team: its own, else its company's."""
        return self.calendar_id or self.company_id.resource_calendar_id
