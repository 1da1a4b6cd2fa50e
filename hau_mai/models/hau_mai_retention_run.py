from odoo import fields, models


class HauMaiRetentionRun(models.Model):
    """The ledger of what was erased because its time was over: how much, when, by which rule."""

    _name = "hau_mai.retention.run"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Erased Data"
    _order = "date DESC, id DESC"
    _rec_name = "kind"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    rule_id = fields.Many2one(
        "hau_mai.retention.rule", index="btree_not_null", ondelete="restrict", readonly=True
    )
    kind = fields.Selection(
        selection=lambda self: self.env["hau_mai.privacy.register"]._listed_kinds(),
        string="Data",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    months = fields.Integer(string="Kept For (months)", readonly=True)
    count = fields.Integer(string="Records", readonly=True)
