from odoo import api, fields, models
from odoo.tools import SQL


class HauMaiConsent(models.Model):
    """Who agreed to what, by which channel, when and how. Nothing is ever assumed.

    The register is only added to: the latest row of a customer, purpose and
    channel says what holds. (Decree 91/2020/ND-CP, articles 11.3 and 11.7: consent
    and refusal are recorded and kept; Law 91/2025/QH15, article 9: for each purpose,
    and silence is not consent.)
    """

    _name = "hau_mai.consent"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Consent to Contact"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    _latest_idx = models.Index("(partner_id, purpose, channel, date DESC, id DESC)")

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="restrict"
    )
    purpose = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["purpose"].selection,
        required=True,
    )
    channel = fields.Selection(
        [
            ("email", "Email"),
            ("sms", "SMS"),
            ("phone", "Phone"),
            ("messenger", "Messenger"),
            ("post", "Post"),
        ],
        required=True,
    )
    state = fields.Selection(
        [("granted", "Granted"), ("withdrawn", "Withdrawn")], string="Status", required=True
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    source = fields.Char(
        string="How",
        help="How it was given: form, call to the hotline, reply to a message, on the website…",
    )
    user_id = fields.Many2one(
        "res.users", string="Recorded By", default=lambda self: self.env.uid, readonly=True
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "purpose", "channel", "state")
    def _compute_display_name(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("purpose", "channel", "state")
        }
        for consent in self:
            words = [labels[name].get(consent[name], "") for name in labels]
            consent.display_name = f"{consent.partner_id.display_name}: {', '.join(words)}"

    # === CRUD METHODS === #

    def _append_only(self):
        return self.env._(
            "Consents are proof: they are not changed or deleted. Record a new one instead."
        )

    # === BUSINESS METHODS === #

    @api.model
    def _states(self, partners, purpose, channel, at):
        """``{partner id: granted or withdrawn}`` at a moment; who was never asked is missing.

        :param datetime at: UTC
        """
        if not partners:
            return {}
        self.flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT DISTINCT ON (partner_id) partner_id, state
                    FROM hau_mai_consent
                    WHERE partner_id IN %s AND purpose = %s AND channel = %s AND date <= %s
                    ORDER BY partner_id, date DESC, id DESC""",
                    tuple(partners.ids),
                    purpose,
                    channel,
                    at,
                )
            )
        )

    @api.model
    def _withdraw_all(self, partners, purpose, source):
        """Record that these customers do not want to be contacted for a purpose, at all."""
        channels = [channel for channel, _label in self._fields["channel"].selection]
        return self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "purpose": purpose,
                    "channel": channel,
                    "state": "withdrawn",
                    "source": source,
                    "user_id": self.env.uid,
                }
                for partner in partners
                for channel in channels
            ]
        )
