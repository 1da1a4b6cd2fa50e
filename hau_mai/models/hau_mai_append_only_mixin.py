from odoo import api, models
from odoo.exceptions import UserError


class HauMaiAppendOnlyMixin(models.AbstractModel):
    """A ledger: what is written in it is neither changed nor deleted by anybody."""

    _name = "hau_mai.append.only.mixin"
    _description = "Ledger"

    def write(self, vals):
        if self:
            raise UserError(self._append_only())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._append_only())

    def _append_only(self):
        """The sentence that says so, and what to do instead."""
        return self.env._("What is written down here cannot be changed or deleted afterwards.")
