from odoo import api, models

from ..tools.tcvn import is_known


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Who is given a call to make need not follow the order for ever."""
        if self.env.context.get("hau_mai_no_follow"):
            return True
        return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """E-mails to cases: what a machine wrote opens none, what was merged goes where it went."""
        routes = self.env["hau_mai.complaint"]._mail_routes(message, message_dict, routes)
        return super()._message_route_process(message, message_dict, routes)

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        """Text in a character set nobody knows is read as well as it can be, not refused."""
        for part in message.walk():
            charset = part.get_content_charset()
            if part.get_content_maintype() == "text" and charset and not is_known(charset):
                part.set_param("charset", "utf-8")
        return super()._message_parse_extract_payload(message, message_dict, save_original)
