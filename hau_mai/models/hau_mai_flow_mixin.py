from odoo import models
from odoo.exceptions import UserError


class HauMaiFlowMixin(models.AbstractModel):
    """Records with a ``state`` that may only go where :attr:`_transitions` says."""

    _name = "hau_mai.flow.mixin"
    _description = "States and Their Order"

    #: state -> states it may go to.
    _transitions = {}

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_transition(self, state):
        """Refuse to go where no way leads; staying is always allowed.

        :raises UserError: naming the record, where it is, and where it cannot go
        """
        for record in self:
            if state != record.state and state not in self._transitions[record.state]:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(from)s” and cannot become “%(to)s”.",
                        name=record.display_name,
                        **{"from": labels[record.state], "to": labels[state]},
                    )
                )
