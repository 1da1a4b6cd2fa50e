from odoo import api, fields, models
from odoo.fields import Command

from ..models.hau_mai_complaint import TYPES


class HauMaiComplaintSplit(models.TransientModel):
    """The dialog that asks which messages of a case are about something else."""

    _name = "hau_mai.complaint.split"
    _description = "Split of a Case"

    complaint_id = fields.Many2one(
        "hau_mai.complaint", string="Case", required=True, readonly=True, ondelete="cascade"
    )
    subject = fields.Char(string="Subject of the New Case", required=True)
    type = fields.Selection(TYPES, required=True, default="complaint")
    onwards = fields.Boolean(string="And All After the First One Ticked")
    line_ids = fields.One2many(
        "hau_mai.complaint.split.line",
        "split_id",
        string="Messages",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("complaint_id")
    def _compute_line_ids(self):
        """A line for each message, the first one first."""
        for dialog in self:
            messages = self.env["mail.message"]
            if dialog.complaint_id:
                domain = dialog.complaint_id._splittable_domain()
                messages = messages.search(domain, order="date, id")
            dialog.line_ids = [
                Command.clear(),
                *(Command.create({"message_id": message.id}) for message in messages),
            ]

    def action_apply(self):
        """Make the new case, and show it."""
        self.ensure_one()
        chosen = self.line_ids.filtered("chosen").message_id
        if self.onwards and chosen:
            first = min(chosen.mapped(lambda message: (message.date, message.id)))
            chosen = self.line_ids.message_id.filtered(lambda m: (m.date, m.id) >= first)
        new = self.complaint_id._split(chosen, {"subject": self.subject, "type": self.type})
        return new._prepare_open_action()
