from odoo import api, fields, models


class HauMaiComplaintSplitLine(models.TransientModel):
    """A message of a case that is split: it goes, or it stays."""

    _name = "hau_mai.complaint.split.line"
    _description = "Message of a Split"
    _order = "date, id"

    split_id = fields.Many2one("hau_mai.complaint.split", required=True, ondelete="cascade")
    message_id = fields.Many2one("mail.message", required=True, ondelete="cascade")
    chosen = fields.Boolean(string="Goes")
    date = fields.Datetime(related="message_id.date", store=True)
    author_id = fields.Many2one(related="message_id.author_id")
    preview = fields.Char(related="message_id.preview")

    @api.constrains("message_id")
    def _check_message_id(self):
        """Whoever makes a line can name any message: only those they may read are shown."""
        self.message_id.sudo(False).check_access("read")
