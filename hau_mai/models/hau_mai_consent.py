from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

METHODS = [
    ("message", "Answer to the registration message"),
    ("paper", "Form on paper"),
    ("web", "Form on the website"),
    ("app", "Form in an app"),
    ("social", "Form on social media"),
    ("hotline", "Call or message to the hotline"),
    ("software", "Software"),
    ("staff", "Said so to staff"),
    ("link", "Link in a message"),
    ("blacklist", "Blacklist"),
    ("import", "Import"),
]

#: Yes, no and their proof are kept at least so long after the no (Decree 91/2020/ND-CP, art. 11.7).
KEPT_YEARS = 1


class HauMaiConsent(models.Model):
    """Who agreed to what, by which channel, when and how. Nothing is ever assumed.

    The register is only added to: the latest row of a customer, purpose and
    channel says what holds. (Decree 91/2020/ND-CP, articles 11.3 and 11.7: consent
    and refusal are recorded and kept; Law 91/2025/QH15, article 9: for each purpose,
    and silence is not consent.)
    """

    _name = "hau_mai.consent"
    _inherit = ["hau_mai.append.only.mixin", "hau_mai.by.hand.mixin"]
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
    wording_id = fields.Many2one(
        "hau_mai.consent.wording",
        index="btree_not_null",
        ondelete="restrict",
        help="The text the customer agreed to.",
    )
    method = fields.Selection(
        METHODS,
        help="How they said so (Decree 91/2020/ND-CP, art. 11.1: answer to the registration "
        "message, form, hotline, software).",
    )
    address = fields.Char(
        help="The email address or number it was given for; the customer's when left out."
    )
    source = fields.Char(
        string="How",
        help="In your words: form at the counter, call to the hotline, reply to a message…",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "hau_mai_consent_attachment_rel",
        string="Evidence",
        bypass_search_access=True,
        help="The signed form, a screenshot, a recording.",
    )
    ip = fields.Char(string="IP Address", readonly=True)
    note = fields.Text()
    user_id = fields.Many2one(
        "res.users", string="Recorded By", default=lambda self: self.env.uid, readonly=True
    )
    is_latest = fields.Boolean(
        string="Holds Now", compute="_compute_is_latest", search="_search_is_latest"
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

    @api.depends("partner_id", "purpose", "channel", "date")
    def _compute_is_latest(self):
        latest = set(self._search(Domain("id", "in", self.ids) & Domain.custom(to_sql=_holds_now)))
        for consent in self:
            consent.is_latest = consent._origin.id in latest

    def _search_is_latest(self, operator, value):
        if operator != "in":
            return NotImplemented
        holds = Domain.custom(to_sql=_holds_now)
        wanted = {bool(each) for each in value}
        return Domain.TRUE if len(wanted) == 2 else holds if True in wanted else ~holds

    # === CONSTRAINT METHODS === #

    @api.constrains("wording_id", "purpose", "channel")
    def _check_wording(self):
        for consent in self:
            wording = consent.wording_id
            if wording and not wording._covers(consent.purpose, consent.channel):
                raise ValidationError(
                    self.env._(
                        "The wording “%s” does not cover this purpose and channel. Choose the one "
                        "the customer was shown.",
                        wording.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Only the system deletes, and only what a no made moot more than a year ago."""
        if not self.env.su or self - self._past_keeping(fields.Datetime.now()):
            raise UserError(self._append_only())

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """What was said, with the address it was said for; a no works at once."""
        self, vals_list = self._by_hand(vals_list)
        consents = super().create([self._with_address(vals) for vals in vals_list])
        for consent in consents.filtered("attachment_ids"):
            consent.attachment_ids.sudo().write({"res_model": self._name, "res_id": consent.id})
        consents._on_withdrawn()
        return consents

    @api.model
    def _with_address(self, vals):
        if vals.get("address") or not vals.get("partner_id") or not vals.get("channel"):
            return vals
        partner = self.env["res.partner"].sudo().browse(vals["partner_id"])
        return dict(vals, address=partner._contact_address(vals["channel"]))

    def _append_only(self):
        return self.env._(
            "Consents are proof: they are not changed or deleted. Record a new one instead."
        )

    # === BUSINESS METHODS === #

    @api.model
    def _latest(self, partners, purpose, channel, at):
        """``{partner id: (granted or withdrawn, for which address)}`` at a moment.

        Who was never asked is missing.

        :param datetime at: UTC
        """
        if not partners:
            return {}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (partner_id) partner_id, state, address
                FROM hau_mai_consent
                WHERE partner_id IN %s AND purpose = %s AND channel = %s AND date <= %s
                ORDER BY partner_id, date DESC, id DESC""",
                tuple(partners.ids),
                purpose,
                channel,
                at,
            )
        )
        # A letter finds them where they live; a number or an email is another's tomorrow.
        post = channel == "post"
        return {row[0]: (row[1], None if post else row[2]) for row in rows}

    @api.model
    def _states(self, partners):
        """``{(partner id, purpose, channel): state}`` as it stands, where anybody asked."""
        latest = self.search([("partner_id", "in", partners.ids), ("is_latest", "=", True)])
        return {(row.partner_id.id, row.purpose, row.channel): row.state for row in latest}

    @api.model
    def _record(self, answers, **proof):
        """Record what customers said; what stands already is not written again.

        :param answers: rows (customer, purpose, channel, state)
        :param proof: values of all new rows: method, source, ip, wording…
        :return: the new rows
        """
        partners = self.env["res.partner"].union(*(answer[0] for answer in answers))
        states = self._states(partners)
        return self.create(
            [
                {
                    "partner_id": partner.id,
                    "purpose": purpose,
                    "channel": channel,
                    "state": state,
                    **proof,
                }
                for partner, purpose, channel, state in answers
                if states.get((partner.id, purpose, channel)) != state
            ]
        )

    @api.model
    def _withdraw_all(self, partners, purpose, source):
        """Record that these customers do not want to be contacted for a purpose, at all."""
        channels = [channel for channel, _label in self._fields["channel"].selection]
        return self.sudo()._record(
            [
                (partner, purpose, channel, "withdrawn")
                for partner in partners
                for channel in channels
            ],
            source=source,
            method="staff",
            user_id=self.env.uid,
        )

    def _on_withdrawn(self):
        """A no works at once: what was planned or queued does not leave any more."""
        said_no = self.filtered(lambda row: row.state == "withdrawn" and row.is_latest)
        reason = self.env._("The customer does not want to be contacted for this purpose.")
        stops = said_no.grouped(lambda row: (row.partner_id, row.purpose))
        for (partner, purpose), rows in stops.items():
            channels = set(rows.mapped("channel"))
            self.env["hau_mai.touchpoint"]._stop(partner, purpose, channels, reason)

    def _past_keeping(self, now):
        """Those of these rows that may be deleted: a no more than a year ago came after them.

        The no itself stays: without it, the customer would be asked again.

        :param datetime now: UTC
        """
        if not self.ids:
            return self
        rows = self.env.execute_query(
            SQL(
                """SELECT past.id FROM hau_mai_consent past WHERE past.id IN %s AND EXISTS (
                    SELECT FROM hau_mai_consent said_no
                    WHERE said_no.partner_id = past.partner_id
                        AND said_no.purpose = past.purpose AND said_no.channel = past.channel
                        AND said_no.state = 'withdrawn' AND said_no.date <= %s
                        AND (said_no.date, said_no.id) > (past.date, past.id))""",
                tuple(self.ids),
                now - relativedelta(years=KEPT_YEARS),
            )
        )
        return self.browse(row[0] for row in rows)


def _holds_now(model, alias, query):
    """That no later row says otherwise, as SQL."""
    return SQL(
        """NOT EXISTS (SELECT FROM hau_mai_consent later
            WHERE later.partner_id = %(alias)s.partner_id AND later.purpose = %(alias)s.purpose
                AND later.channel = %(alias)s.channel
                AND (later.date, later.id) > (%(alias)s.date, %(alias)s.id)
                AND later.date <= %(now)s)
            AND %(alias)s.date <= %(now)s""",
        alias=SQL.identifier(alias),
        now=fields.Datetime.now(),
    )
