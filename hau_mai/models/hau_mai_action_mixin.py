from odoo import api, models


class HauMaiActionMixin(models.AbstractModel):
    """How other screens lead to records: to the list of some, or to the form of a new one."""

    _name = "hau_mai.action.mixin"
    _description = "Opened From Other Screens"

    #: The action that lists them.
    _list_action = None

    # === ACTION METHODS === #

    def action_open(self):
        """The form of one record."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _prepare_action(self, domain, **context):
        """The list of records of a domain, with defaults for new ones."""
        action = self.env["ir.actions.act_window"]._for_xml_id(self._list_action)
        return action | {"domain": list(domain), "context": context}

    @api.model
    def _prepare_new_action(self, **context):
        """The form of a new record with these defaults."""
        return {
            "type": "ir.actions.act_window",
            "name": self._name_of_new(),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": context,
        }

    @api.model
    def _name_of_new(self):
        """What the form of a new record is called."""
        return self._description
