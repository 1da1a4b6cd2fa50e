from odoo import fields, models


class ResPartner(models.Model):
    """Whether colleagues of a customer's company see each other's cases in the portal."""

    _inherit = "res.partner"

    hau_mai_case_sharing = fields.Selection(
        [("own", "Own cases only"), ("all", "All cases of the company")],
        string="Cases in the Portal",
        default="own",
        help="What the people of this company see of each other's cases.",
    )
