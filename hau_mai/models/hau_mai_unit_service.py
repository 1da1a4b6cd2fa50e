from odoo import api, fields, models


class HauMaiUnit(models.Model):
    """Jobs done on a unit, its people, its maintenance."""

    _inherit = "hau_mai.unit"

    contact_ids = fields.One2many(
        "hau_mai.unit.contact", "unit_id", string="Contacts", groups="hau_mai.group_user_own"
    )
    service_ids = fields.One2many(
        "hau_mai.service", "unit_id", string="Service Jobs", groups="hau_mai.group_user_own"
    )
    has_service = fields.Boolean(
        readonly=True, copy=False, help="Whether any job was ever made for it."
    )
    service_count = fields.Integer(
        compute="_compute_service_count", groups="hau_mai.group_user_own"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_count(self):
        counts = dict(
            self.env["hau_mai.service"]._read_group(
                [("unit_id", "in", self.ids)], ["unit_id"], ["__count"]
            )
        )
        for unit in self:
            unit.service_count = counts.get(unit._origin, 0)

    # === ACTION METHODS === #

    def action_view_services(self):
        """The jobs of these cards."""
        return self.env["hau_mai.service"]._prepare_action([("unit_id", "in", self.ids)])

    def action_new_service(self):
        """A new job on this card, to be filled in."""
        self.ensure_one()
        return self.env["hau_mai.service"]._prepare_new_action(
            default_unit_id=self.id, default_partner_id=self.partner_id.id
        )

    # === BUSINESS METHODS === #

    def _is_held(self):
        return super()._is_held() or self.has_service
