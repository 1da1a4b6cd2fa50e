from odoo import api, models
from odoo.exceptions import UserError


class HauMaiAppendOnlyMixin(models.AbstractModel):
    """A ledger: what is written in it is neither changed nor deleted by anybody."""

    _name = "hau_mai.append.only.mixin"
    _description = "Ledger"

    #: Fields that are empty at first and filled in once, such as an answer.
    _filled_in_later = ()

    def write(self, vals):
        if self and not self._fills_in(vals):
            raise UserError(self._append_only())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._append_only())

    def _fills_in(self, vals):
        """Whether these values only fill in what is still empty."""
        later = vals.keys() <= set(self._filled_in_later)
        return later and not any(row[fname] for row in self for fname in vals)

    def _append_only(self):
        """The sentence that says so, and what to do instead."""
        return self.env._("What is written down here cannot be changed or deleted afterwards.")
