from odoo import models


class HauMaiUnit(models.Model):
    """Decisions on a card that somebody else takes: the task, and the dialog that asks why."""

    _inherit = "hau_mai.unit"

    def _remind(self, user, summary):
        """Leave somebody a task on the card, unless nobody is to be told anything.

        :return: the task, or none
        """
        activities = self.env["mail.activity"]
        if self.env.context.get("install_mode"):
            return activities
        card = self.with_context(mail_activity_quick_update=True)
        todo = "mail.mail_activity_data_todo"
        return card.activity_schedule(todo, user_id=user.id, summary=summary) or activities

    def _open_ruling(self, title, record):
        """The dialog that asks why something is not done, or is taken back.

        :param record: what is decided about
        """
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "hau_mai.unit.ruling",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": record._name, "default_res_id": record.id},
        }
