from odoo import api, models


class HauMaiService(models.Model):
    """How other screens count jobs and lead to them."""

    _name = "hau_mai.service"
    _inherit = ["hau_mai.service", "hau_mai.action.mixin"]
    _list_action = "hau_mai.hau_mai_service_action"

    @api.model
    def _count_by(self, fname, domain):
        """How many jobs there are by the record in a field; none for who may read none.

        :return: {record: count}
        """
        return dict(self._read_group(domain, [fname], ["__count"])) if self._may_be_seen() else {}

    @api.model
    def _may_be_seen(self):
        """Whether jobs belong to what the user works with: outsiders read their own elsewhere."""
        return self.env.user.has_group("hau_mai.group_user_own")

    @api.model
    def _name_of_new(self):
        return self.env._("New Job")
