from odoo import api, fields, models


class HauMaiServiceCondition(models.Model):
    """In which state one part of a thing was when it was handed over.

    What the customer has signed is not changed any more: "only light scratches" at
    the desk and "dents, no warranty" two weeks later is the complaint to prevent.
    """

    _name = "hau_mai.service.condition"
    _description = "Condition at Receipt"
    _order = "service_id.id desc, sequence, id"
    _check_company_auto = True

    service_id = fields.Many2one("hau_mai.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Was Looked At", required=True)
    condition = fields.Selection(
        [
            ("ok", "In order"),
            ("scratched", "Scratched"),
            ("dented", "Dented"),
            ("cracked", "Cracked"),
            ("missing", "Missing"),
            ("other", "Other"),
        ],
        help="Empty: nobody has looked yet; a line to write on is printed.",
    )
    note = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        conditions = super().create(vals_list)
        conditions.service_id._raise_if_signed()
        return conditions

    def write(self, vals):
        self.service_id._raise_if_signed()
        result = super().write(vals)
        self.service_id._raise_if_signed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_signed(self):
        self.service_id._raise_if_signed()

    # === BUSINESS METHODS === #

    def _in_words(self):
        """The line as people write it: "Screen: scratched (left edge)"."""
        self.ensure_one()
        labels = dict(self._fields["condition"]._description_selection(self.env))
        text = self.env._(
            "%(item)s: %(condition)s",
            item=self.name,
            condition=labels.get(self.condition, "…").lower(),
        )
        return f"{text} ({self.note})" if self.note else text
