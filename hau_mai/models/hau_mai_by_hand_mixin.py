from odoo import api, models


class HauMaiByHandMixin(models.AbstractModel):
    """What people say of a new record, and what only the system does.

    Whoever may create a record may give any field a value, also by a default in the context.
    Here a field that is read-only on screens is the system's, and is left to it.
    """

    _name = "hau_mai.by.hand.mixin"
    _description = "Written by Hand"

    @api.model
    def _by_hand(self, vals_list):
        """Without what is not for people to say, in the values and among the defaults.

        :return: (model to create with, list of values)
        """
        if self.env.su:
            return self, vals_list
        systems = {name for name, field in self._fields.items() if field.readonly}
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_") or key.removeprefix("default_") not in systems
        }
        said = [
            {name: value for name, value in vals.items() if name not in systems}
            for vals in vals_list
        ]
        return self.with_env(self.env(context=context)), said
