from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.contact import ADVERTISING, CONSENT_CHANNELS, COUNTED
from .hau_mai_touchpoint import LIVE


class ResPartner(models.Model):
    """What customers agreed to, and what they refused."""

    _inherit = "res.partner"

    consent_ids = fields.One2many(
        "hau_mai.consent", "partner_id", string="Consents", groups="hau_mai.group_user_own"
    )
    consent_count = fields.Integer(
        compute="_compute_consent_count", groups="hau_mai.group_user_own"
    )
    agrees_to = fields.Selection(
        selection="_selection_agrees_to",
        compute="_compute_agrees_to",
        search="_search_agrees_to",
        groups="hau_mai.group_user_own",
        help="To find who agrees to what now; shows the first of what they agree to.",
    )
    contact_summary = fields.Text(
        string="May We Contact?",
        compute="_compute_contact_summary",
        groups="hau_mai.group_user_own",
    )

    # === COMPUTE METHODS === #

    def _compute_consent_count(self):
        counts = dict(
            self.env["hau_mai.consent"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.consent_count = counts.get(partner._origin, 0)

    @api.model
    def _selection_agrees_to(self):
        """Every purpose by every channel: "Marketing by SMS"."""
        consent = self.env["hau_mai.consent"]
        purposes = consent._fields["purpose"]._description_selection(self.env)
        channels = consent._fields["channel"]._description_selection(self.env)
        return [
            (
                f"{purpose}-{channel}",
                self.env._("%(purpose)s by %(channel)s", purpose=what, channel=how),
            )
            for purpose, what in purposes
            for channel, how in channels
        ]

    @api.depends("consent_ids")
    def _compute_agrees_to(self):
        states = self.env["hau_mai.consent"]._states(self._origin)
        first = {}
        for (partner_id, purpose, channel), state in states.items():
            if state == "granted":
                first.setdefault(partner_id, f"{purpose}-{channel}")
        for partner in self:
            partner.agrees_to = first.get(partner._origin.id, False)

    def _search_agrees_to(self, operator, value):
        if operator != "in":
            return NotImplemented
        given = Domain("state", "=", "granted") & Domain("is_latest", "=", True)
        of_pairs = Domain.FALSE
        for pair in value:
            if pair:
                purpose, _dash, channel = pair.partition("-")
                of_pairs |= Domain("purpose", "=", purpose) & Domain("channel", "=", channel)
        found = Domain("consent_ids", "any", given & of_pairs)
        return found | ~Domain("consent_ids", "any", given) if False in value else found

    @api.depends_context("uid", "company", "lang")
    def _compute_contact_summary(self):
        """Service and marketing: by which channels now, and why not by the others."""
        now = fields.Datetime.now()
        consent = self.env["hau_mai.consent"]
        purposes = dict(consent._fields["purpose"]._description_selection(self.env))
        channels = dict(consent._fields["channel"]._description_selection(self.env))
        verdicts = {
            (purpose, channel): self._origin._contact_verdicts(channel, purpose, now)
            for purpose in ("service", "marketing")
            for channel in CONSENT_CHANNELS
        }
        for partner in self:
            lines = {}
            for (purpose, channel), told in verdicts.items():
                allowed, reason = told.get(partner._origin.id, (False, ""))
                said = self.env._("yes") if allowed else reason
                key = (purposes[purpose], said)
                lines.setdefault(key, []).append(channels[CONSENT_CHANNELS[channel]])
            partner.contact_summary = "\n".join(
                self.env._(
                    "%(purpose)s by %(channels)s: %(verdict)s",
                    purpose=purpose,
                    channels=", ".join(names),
                    verdict=said,
                )
                for (purpose, said), names in lines.items()
                if said
            )

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        for fname in ("deceased", "do_not_contact"):
            if vals.get(fname):
                self._stop_following_up(fname)
        return result

    # === ACTION METHODS === #

    def action_view_consents(self):
        """The register of consents of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_consent_action")
        return dict(
            action,
            domain=[("partner_id", "=", self.id)],
            context={"default_partner_id": self.id},
        )

    def action_record_consent(self):
        """The dialog that shows what stands, and takes down what the customer says."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Consents of %s", self.display_name),
            "res_model": "hau_mai.consent.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def action_ask_consent(self):
        """Ask this customer by SMS whether they agree to marketing: once, and never again."""
        self.ensure_one()
        self.env["hau_mai.consent"].check_access("create")
        self.check_access("read")
        company = self.env.company
        wording = self.env["hau_mai.consent.wording"]._current(company, "marketing", "sms")
        if not wording:
            raise UserError(
                self.env._(
                    "There is no wording of a consent to marketing by SMS that is valid today. An "
                    "administrator of After-Sales writes it under Configuration > Consent Wordings."
                )
            )
        self.env["hau_mai.consent.request"]._ask(self, wording)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The customer is asked by SMS, this one time."),
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _withdraw_for_addresses(self, fname, addresses, channels):
        """Who has one of these addresses wants no advertising by these channels any more.

        :param str fname: the field of the customer that holds the address
        """
        partners = self.sudo().with_context(active_test=False)
        found = partners.search([(fname, "in", [each for each in addresses if each])])
        answers = [
            (partner, purpose, channel, "withdrawn")
            for partner in found
            for purpose in sorted(ADVERTISING)
            for channel in channels
        ]
        if answers:
            source = self.env._("Put on the blacklist")
            self.env["hau_mai.consent"].sudo()._record(
                answers, method="blacklist", source=source, user_id=self.env.uid
            )

    def _stop_following_up(self, code):
        """Cancel all that is planned for these customers, as the gate would; their people too.

        :param str code: why, a code of the gate
        """
        scope = self if code == "deceased" else self.search([("id", "child_of", self.ids)])
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        touchpoints.search(
            [("partner_id", "in", (self | scope).ids), ("state", "in", LIVE)]
        )._cancel("gate", self._contact_reasons()[code])

    def _stop_advertising(self, channels=None, **proof):
        """These customers want no advertising and no surveys by these channels, or by any.

        :return: the new rows of the register
        """
        every = self.env["hau_mai.consent"]._fields["channel"].get_values(self.env)
        answers = [
            (partner, purpose, channel, "withdrawn")
            for partner in self
            for purpose in sorted(COUNTED)
            for channel in channels or every
        ]
        return self.env["hau_mai.consent"].sudo()._record(answers, **proof)

    def _stop_everything(self, **proof):
        """Nothing any more, service neither: their addresses go on Odoo's blacklists too.

        :return: the new rows of the register
        """
        rows = self._stop_advertising(**proof)
        partners = self.sudo()
        for email in partners.mapped("email_normalized"):
            if email:
                self.env["mail.blacklist"].sudo()._add(email)
        numbers = [number for number in partners.mapped("phone_sanitized") if number]
        if numbers:
            self.env["phone.blacklist"].sudo()._add(numbers)
        return rows
