from odoo import api, models


class HauMaiService(models.Model):
    """How other screens count jobs and lead to them."""

    _inherit = "hau_mai.service"

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
    def _prepare_action(self, domain, **context):
        """The list of jobs of a domain, with defaults for new ones."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_service_action")
        return action | {"domain": list(domain), "context": context}

    @api.model
    def _prepare_new_action(self, **context):
        """The form of a new job with these defaults."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Job"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": context,
        }
