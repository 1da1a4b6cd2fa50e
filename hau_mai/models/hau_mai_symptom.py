from odoo import fields, models


class HauMaiSymptom(models.Model):
    """An entry of the catalogue: what customers complain of, or what technicians find."""

    _name = "hau_mai.symptom"
    _description = "Symptom or Fault"
    _order = "kind desc, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("symptom", "Symptom: what the customer sees"), ("fault", "Fault: what we find")],
        required=True,
        default="symptom",
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Offered for products of these categories and those below; for all when empty.",
    )
    company_id = fields.Many2one("res.company", help="For all companies when empty.")
