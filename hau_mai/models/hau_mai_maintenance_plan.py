from odoo import fields, models


class HauMaiMaintenancePlan(models.Model):
    """What is to be done how often on a kind of product, as it is sold today.

    A running schedule keeps its own copy: changing a plan changes nothing that was sold.
    """

    _name = "hau_mai.maintenance.plan"
    _description = "Maintenance Plan"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave it empty to share the plan among all companies."
    )
    line_ids = fields.One2many(
        "hau_mai.maintenance.plan.line", "plan_id", string="What Is Done", copy=True
    )
    pause_during_repair = fields.Boolean(
        string="Waits During Repairs",
        help="Days in which the unit is away for repair move the dates of its visits.",
    )
