from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _privacy_close_account(self):
        """Nobody logs in as these customers any more, and their login names nobody."""
        for user in self.filtered("share"):
            user.write({"login": f"__erased_{user.id}_{fields.Datetime.now():%s}", "password": ""})
            user.api_key_ids._remove()
        self.filtered("share").action_archive()
