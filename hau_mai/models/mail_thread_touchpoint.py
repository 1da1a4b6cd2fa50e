from odoo import api, models

from ..tools.mail_in import automatic_kind


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Who gets a reply knows whether a machine wrote it."""
        machine = automatic_kind(message.get, message_dict.get("subject"))
        threads = self.with_context(hau_mai_by_machine=bool(machine))
        return super(MailThread, threads)._message_route_process(message, message_dict, routes)
