from odoo import models
from odoo.fields import Command


class HauMaiCareRule(models.Model):
    """From a rule to its dry run."""

    _inherit = "hau_mai.care.rule"

    # === ACTION METHODS === #

    def action_dry_run(self):
        """Whom these rules reach in the next 30 days, and who is held back and why."""
        run = self.env["hau_mai.care.dry.run"].create({"rule_ids": [Command.set(self.ids)]})
        return run.action_run()
