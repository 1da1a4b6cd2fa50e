from odoo import models
from odoo.exceptions import UserError


class HauMaiTouchpoint(models.Model):
    """What left, to whom and about what is not for people to write.

    Messages, vouchers and documents are shown to who may read the follow-up, and the contact
    gate counts what left. So a field that is read-only on screens is so for everybody:
    the methods that write it have all rights.
    """

    _inherit = "hau_mai.touchpoint"

    def write(self, vals):
        if not self.env.su:
            self._check_by_hand(vals)
        return super().write(vals)

    def _check_by_hand(self, vals):
        for name in vals:
            field = self._fields[name]
            if field.readonly:
                raise UserError(
                    self.env._(
                        "“%s” says what happened to a follow-up and cannot be changed by hand.",
                        field._description_string(self.env),
                    )
                )
