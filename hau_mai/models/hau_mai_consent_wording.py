from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

#: consent channel -> the field that says whether a wording covers it
COVERS = {
    channel: f"covers_{channel}" for channel in ("email", "sms", "phone", "messenger", "post")
}

#: What a customer is told; nothing of it changes once somebody agreed to it.
SHOWN_FIELDS = ("content", "frequency", "refusal")
FROZEN_FIELDS = {"purpose", "company_id", *SHOWN_FIELDS, *COVERS.values()}


class HauMaiConsentWording(models.Model):
    """What customers are told before they agree: what is sent, how often, how to refuse.

    One purpose each: nothing is bundled (Law 91/2025/QH15, art. 9), and advertising needs a
    consent to content, form and frequency (art. 28). What somebody agreed to does not change
    any more: another version takes its place.
    """

    _name = "hau_mai.consent.wording"
    _description = "Wording of a Consent"
    _order = "company_id, purpose, version desc, id desc"
    _check_company_auto = True

    _version_unique = models.UniqueIndex(
        "(purpose, COALESCE(company_id, 0), name, version)",
        "There is this version already.",
    )

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    version = fields.Integer(required=True, default=1, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", help="For this company and its branches; empty for all companies."
    )
    purpose = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["purpose"].selection,
        required=True,
        default="marketing",
    )
    covers_email = fields.Boolean(string="Email")
    covers_sms = fields.Boolean(string="SMS")
    covers_phone = fields.Boolean(string="Phone")
    covers_messenger = fields.Boolean(string="Messenger")
    covers_post = fields.Boolean(string="Post")
    content = fields.Text(string="What Is Sent", required=True, translate=True)
    frequency = fields.Char(string="How Often at Most", required=True, translate=True)
    refusal = fields.Text(string="How to Refuse", required=True, translate=True)
    date_from = fields.Date(
        string="Valid From", required=True, default=lambda self: self.env.company._hau_mai_today()
    )
    consent_ids = fields.One2many("hau_mai.consent", "wording_id", string="Consents")
    consent_count = fields.Integer(compute="_compute_consent_count")
    is_used = fields.Boolean(compute="_compute_consent_count")

    # === COMPUTE METHODS === #

    @api.depends("consent_ids")
    def _compute_consent_count(self):
        counts = dict(
            self.env["hau_mai.consent"]
            .sudo()
            ._read_group([("wording_id", "in", self.ids)], ["wording_id"], ["__count"])
        )
        for wording in self:
            wording.consent_count = counts.get(wording._origin, 0)
            wording.is_used = bool(wording.consent_count)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for wording in self:
            wording.display_name = self.env._(
                "%(name)s, version %(version)s", name=wording.name, version=wording.version
            )

    # === CONSTRAINT METHODS === #

    @api.constrains(*COVERS.values())
    def _check_covers(self):
        for wording in self:
            if not any(wording[fname] for fname in COVERS.values()):
                raise ValidationError(self.env._("Choose at least one channel it covers."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_frozen()

    # === CRUD METHODS === #

    def write(self, vals):
        if FROZEN_FIELDS & vals.keys():
            self._check_frozen()
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translation is what some customers were shown."""
        if field_name in SHOWN_FIELDS:
            self._check_frozen(translations)
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def _check_frozen(self, languages=()):
        """Refuse to change what somebody agreed to.

        :param languages: changed only in these; a language nobody read it in is still free
        """
        used = self.filtered("is_used")
        if languages:
            used = used.filtered(
                lambda wording: (
                    set(languages) & set(wording.sudo().consent_ids.partner_id.mapped("lang"))
                )
            )
        if used:
            raise UserError(
                self.env._(
                    "Customers agreed to “%s”: what they were told does not change. Make a new "
                    "version.",
                    used[0].display_name,
                )
            )

    # === ACTION METHODS === #

    def action_new_version(self):
        """A copy to change, valid from today; this one is archived."""
        self.ensure_one()
        self.check_access("write")
        newest = self.with_context(active_test=False).search(
            [
                ("name", "=", self.name),
                ("purpose", "=", self.purpose),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        version = self.copy(
            {
                "name": self.name,
                "version": newest.version + 1,
                "date_from": self.env.company._hau_mai_today(),
            }
        )
        self.active = False
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "view_mode": "form",
        }

    def action_view_consents(self):
        """Who agreed to it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_consent_action")
        return dict(action, domain=[("wording_id", "=", self.id)], context={})

    # === BUSINESS METHODS === #

    def _covers(self, purpose, channel):
        """Whether a customer who was shown this agreed to this purpose by this channel."""
        self.ensure_one()
        return self.purpose == purpose and self[COVERS[channel]]

    @api.model
    def _current(self, company, purpose, channel=None):
        """The wording a company shows today, its own before the one of all companies."""
        domain = (
            Domain("purpose", "=", purpose)
            & Domain("date_from", "<=", company._hau_mai_today())
            & (Domain("company_id", "=", False) | Domain("company_id", "parent_of", company.ids))
        )
        if channel:
            domain &= Domain(COVERS[channel], "=", True)
        found = self.sudo().search(domain, order="date_from desc, version desc")
        return found.sorted(lambda wording: not wording.company_id)[:1]

    def _registration_text(self):
        """Who asks for what, how often it would come, and how to answer."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.env._(
            "%(company)s: %(content)s %(frequency)s Reply YES to agree; without an answer we send "
            "nothing. %(refusal)s",
            company=company.name,
            content=self.content,
            frequency=self.frequency,
            refusal=self.refusal,
        )
