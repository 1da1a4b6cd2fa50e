from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.reply import meaning


class HauMaiConsentRequest(models.Model):
    """The one message that asks a number for its consent; there is never a second one.

    Decree 91/2020/ND-CP, art. 13.2 and 13.3: one registration message a number, ever; a no and no
    answer are the same, and a number on the do-not-call list is not even asked.
    """

    _name = "hau_mai.consent.request"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Registration Message"
    _order = "date desc, id desc"
    _rec_name = "number"
    _filled_in_later = ("answer", "date_answer")

    _number_unique = models.UniqueIndex(
        "(number)", "This number was asked before. The law allows one registration message, ever."
    )

    number = fields.Char(required=True, readonly=True, help="As it is dialed from abroad.")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    wording_id = fields.Many2one(
        "hau_mai.consent.wording", required=True, ondelete="restrict", readonly=True
    )
    purpose = fields.Selection(related="wording_id.purpose")
    text = fields.Text(required=True, readonly=True, help="What the customer was sent.")
    date = fields.Datetime(
        string="Sent On", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users", string="Sent By", readonly=True, default=lambda self: self.env.uid
    )
    answer = fields.Selection([("yes", "Yes"), ("no", "No")], readonly=True)
    date_answer = fields.Datetime(string="Answered On", readonly=True)

    # === ACTION METHODS === #

    def action_yes(self):
        """The customer answered yes."""
        return self._answer("yes", "granted")

    def action_no(self):
        """The customer answered no."""
        return self._answer("no", "withdrawn")

    # === BUSINESS METHODS === #

    @api.model
    def _ask(self, partner, wording):
        """Ask a customer for their consent by SMS, once and for all.

        The row is written before the message leaves, and its unique number lets one in.

        :raises UserError: when the number cannot be asked, with the reason
        """
        number = partner._contact_address("sms")
        if refused := self._why_not_ask(partner, number):
            raise UserError(refused)
        text = wording.with_context(lang=partner.lang)._registration_text()
        request = self.sudo().create(
            {
                "number": number,
                "partner_id": partner.id,
                "wording_id": wording.id,
                "text": text,
                "user_id": self.env.uid,
            }
        )
        request.flush_recordset()
        self.env["sms.sms"].sudo().create(
            {"number": number, "partner_id": partner.id, "body": text}
        )
        return request

    @api.model
    def _why_not_ask(self, partner, number):
        """Why this customer must not be sent a registration message; False if they may."""
        allowed, reason = partner._contact_verdict("sms", "service", fields.Datetime.now())
        if not allowed:
            return reason
        before = self.sudo().search([("number", "=", number)], limit=1)
        if before:
            return self.env._(
                "%(number)s was asked on %(day)s already. One registration message is allowed, "
                "ever; no answer is a no.",
                number=number,
                day=fields.Date.to_string(self.env.company._hau_mai_day(before.date)),
            )
        if self.env["res.partner"]._contact_listed("hau_mai.do.not.call", "number", {number}):
            return self.env._("This number is on the do-not-call list: it must not even be asked.")
        refused = self.env["hau_mai.consent"].sudo()._states(partner)
        if refused.get((partner.id, "marketing", "sms")) == "withdrawn":
            return self.env._("This customer said no before.")
        return False

    @api.model
    def _receive(self, number, text):
        """A text message came from a number. To be called by the module of an SMS provider:
        Odoo's own sends only.

        A clear yes answers the registration message; a no or a stop, whenever it comes, ends
        all advertising and surveys by SMS to who has the number. What is not clear, and a yes
        that nobody asked for, is logged on the customer, for a person to read.

        :param str number: of who wrote, however it is written
        :param str text: what they wrote
        :return: what was understood: ``yes``, ``no``, ``stop`` or None
        """
        number = self.env["hau_mai.do.not.call"]._reader()(number) or number
        said, requests = meaning(text), self.sudo().search([("number", "=", number)])
        partners = requests.partner_id | requests.partner_id.search(
            [("phone_sanitized", "=", number)]
        )
        unanswered = requests.filtered(lambda request: not request.answer)
        if said == "yes" and unanswered:
            unanswered.action_yes()
        elif said and said != "yes":
            unanswered.action_no()
            partners.sudo()._stop_advertising(["sms"], method="message", source=text)
        else:
            words = self.env._("Wrote by SMS: %s", text)
            partners.sudo()._message_log_batch(bodies=dict.fromkeys(partners.ids, words))
        return said

    def _answer(self, answer, state):
        """Write down the answer, and what it means for the register."""
        for request in self:
            if request.answer:
                raise UserError(self.env._("This customer has answered already."))
            request.write({"answer": answer, "date_answer": fields.Datetime.now()})
            self.env["hau_mai.consent"].create(
                {
                    "partner_id": request.partner_id.id,
                    "purpose": request.purpose,
                    "channel": "sms",
                    "state": state,
                    "method": "message",
                    "address": request.number,
                    "wording_id": request.wording_id.id,
                }
            )
        return True
