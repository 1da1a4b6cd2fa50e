from dataclasses import replace

from odoo import api, fields, models

from ..tools.contact import ContactFacts, refusal

COMPLAINT_EVENTS = [
    ("received", "Received"),
    ("waiting", "An answer is needed"),
    ("solved", "Solved"),
    ("refused", "Refused"),
    ("closing_soon", "Closes soon"),
    ("closed", "Closed"),
    ("merged", "Merged into another case"),
    ("reopened", "Taken up again"),
]


class HauMaiComplaintNotice(models.Model):
    """The ledger of what customers were told of their cases: one row an occasion.

    Who wrote from an address that belongs to no customer is told at this address.
    """

    _name = "hau_mai.complaint.notice"
    _inherit = ["hau_mai.announcement.mixin"]
    _description = "What a Customer Was Told of a Case"
    _rec_name = "event"
    _about = "complaint_id"
    _text_prefix = "complaint"
    _layout = "hau_mai.complaint_notice_layout"

    _once = models.UniqueIndex("(complaint_id, event, key)", "This was told already.")

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    event = fields.Selection(COMPLAINT_EVENTS, string="Message", required=True, readonly=True)
    address = fields.Char(string="Sent To", readonly=True, help="The address or number it went to.")

    # === BUSINESS METHODS === #

    @api.model
    def _verdicts(self, complaints, channel, now):
        """By the customer's own address, else by the one the case was opened with."""
        partners = complaints.told_partner_id
        facts = partners._contact_facts(channel, "service", now)
        addresses = {complaint: complaint._told_address(channel) for complaint in complaints}
        blacklist = partners._contact_blacklist(channel, set(addresses.values()))
        reasons = partners._contact_reasons()
        verdicts = {}
        for complaint, address in addresses.items():
            known = facts.get(complaint.told_partner_id.id, ContactFacts())
            code = refusal(
                replace(known, has_address=bool(address), blacklisted=address in blacklist),
                "service",
            )
            verdicts[complaint] = (not code, reasons[code] if code else "")
        return verdicts

    @api.model
    def _prepare_note_vals(self, complaint, channel, reason):
        address = complaint._told_address(channel) if channel else None
        return super()._prepare_note_vals(complaint, channel, reason) | {"address": address or None}

    def _sms_number(self):
        return self.address
