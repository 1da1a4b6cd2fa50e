from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.hau_mai_consent import METHODS


class HauMaiConsentRecord(models.TransientModel):
    """Takes down what a customer says: what stands for each purpose and channel, what is new."""

    _name = "hau_mai.consent.record"
    _description = "Recording of Consents"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True)
    line_ids = fields.One2many(
        "hau_mai.consent.record.line",
        "record_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    method = fields.Selection(METHODS, string="How They Said So")
    source = fields.Char(string="In Words")
    wording_ids = fields.Many2many("hau_mai.consent.wording", string="Wordings They Were Shown")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence")
    note = fields.Text()

    @api.depends("partner_id")
    def _compute_line_ids(self):
        """A line each purpose, with what stands by each channel."""
        consent = self.env["hau_mai.consent"]
        purposes = consent._fields["purpose"].get_values(self.env)
        for dialog in self:
            states = consent._states(dialog.partner_id)
            dialog.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "purpose": purpose,
                        **{
                            channel: states.get((dialog.partner_id.id, purpose, channel), False)
                            for channel in consent._fields["channel"].get_values(self.env)
                        },
                    }
                )
                for purpose in purposes
            ]

    def action_apply(self):
        """Add to the register what changed, and nothing else."""
        self.ensure_one()
        consent = self.env["hau_mai.consent"]
        states = consent._states(self.partner_id)
        answers = [
            (line.purpose, channel, line[channel])
            for line in self.line_ids
            for channel in consent._fields["channel"].get_values(self.env)
            if line[channel]
            and line[channel] != states.get((self.partner_id.id, line.purpose, channel))
        ]
        if not answers:
            raise UserError(self.env._("Nothing is different from what stands already."))
        if not self.method:
            raise UserError(self.env._("Choose how the customer said so: it has to be proved."))
        consent.create([self._prepare_consent_vals(*answer) for answer in answers])
        return {"type": "ir.actions.act_window_close"}

    def _prepare_consent_vals(self, purpose, channel, state):
        wording = self.wording_ids.filtered(lambda each: each._covers(purpose, channel))[:1]
        return {
            "partner_id": self.partner_id.id,
            "purpose": purpose,
            "channel": channel,
            "state": state,
            "method": self.method,
            "source": self.source,
            "wording_id": wording.id,
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
            "note": self.note,
        }


class HauMaiConsentRecordLine(models.TransientModel):
    """A purpose, and what stands by each channel; empty where nobody ever asked."""

    _name = "hau_mai.consent.record.line"
    _description = "Purpose in the Recording of Consents"

    record_id = fields.Many2one("hau_mai.consent.record", required=True, ondelete="cascade")
    purpose = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["purpose"].selection,
        required=True,
        readonly=True,
    )
    email = fields.Selection(selection=lambda self: self._states())
    sms = fields.Selection(selection=lambda self: self._states(), string="SMS")
    phone = fields.Selection(selection=lambda self: self._states())
    messenger = fields.Selection(selection=lambda self: self._states())
    post = fields.Selection(selection=lambda self: self._states())

    @api.model
    def _states(self):
        return [("granted", self.env._("Yes")), ("withdrawn", self.env._("No"))]
