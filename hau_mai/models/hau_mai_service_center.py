from odoo import fields, models


class HauMaiServiceCenter(models.Model):
    """Where jobs are done: our own workshop, a partner, an authorised shop, a mobile team."""

    _name = "hau_mai.service.center"
    _description = "Service Center"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("in_house", "Own center"),
            ("partner", "Partner"),
            ("authorised", "Authorised shop"),
            ("mobile", "Mobile team"),
        ],
        required=True,
        default="in_house",
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Address",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="Provinces",
        help="Where it works; empty for everywhere.",
    )

    def _center_verdict(self, service):
        """Whether this center can do a job, and why.

        :return: (ok, reason), the reason being a sentence to read out
        """
        self.ensure_one()
        return True, ""
