from odoo import api, fields, models


class ResPartner(models.Model):
    """What a customer owns: their warranty cards."""

    _inherit = "res.partner"

    unit_ids = fields.One2many("hau_mai.unit", "partner_id", string="Warranty Cards")
    unit_count = fields.Integer(
        string="Warranties",
        compute="_compute_unit_count",
        help="Valid warranty cards of the customer, all contacts of their company together.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit_count(self):
        """One query for a list of any size."""
        self.unit_count = 0
        if not self.env["hau_mai.unit"].has_access("read"):
            return
        owners = self.commercial_partner_id
        counts = dict(
            self.env["hau_mai.unit"]._read_group(
                [
                    ("partner_id.commercial_partner_id", "in", owners.ids),
                    ("state", "=", "valid"),
                ],
                ["partner_id.commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.unit_count = counts.get(partner.commercial_partner_id._origin, 0)

    def _compute_application_statistics_hook(self):
        data_list = super()._compute_application_statistics_hook()
        for partner in self.filtered("unit_count"):
            data_list[partner.id].append(
                {
                    "iconClass": "fa-shield",
                    "value": partner.unit_count,
                    "label": self.env._("Warranties"),
                    "tagClass": "o_tag_color_10",
                }
            )
        return data_list

    def action_view_warranties(self):
        """The warranty cards of the customer and of all contacts of their company."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        return action | {
            "domain": [("partner_id", "child_of", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }
