from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.contact import CONSENT_CHANNELS, ContactFacts, refusal


class ResPartner(models.Model):
    _inherit = "res.partner"

    # === CONTACT: FIELDS === #

    _birthday_idx = models.Index(
        "(((EXTRACT(month FROM birthdate) * 100 + EXTRACT(day FROM birthdate))::integer)) "
        "WHERE birthdate IS NOT NULL"
    )

    birthdate = fields.Date(string="Date of Birth")
    do_not_contact = fields.Boolean(
        tracking=True,
        help="They asked not to be contacted, for any purpose and by any channel.",
    )
    consent_ids = fields.One2many(
        "hau_mai.consent", "partner_id", string="Consents", groups="hau_mai.group_user_own"
    )
    consent_count = fields.Integer(
        compute="_compute_consent_count", groups="hau_mai.group_user_own"
    )
    touchpoint_ids = fields.One2many(
        "hau_mai.touchpoint", "partner_id", string="Follow-ups", groups="hau_mai.group_user_own"
    )

    # === CONTACT: COMPUTE === #

    def _compute_consent_count(self):
        counts = dict(
            self.env["hau_mai.consent"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.consent_count = counts.get(partner._origin, 0)

    # === CONTACT: CRUD === #

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["hau_mai.touchpoint"]._cancel_for_customers(
                self, self.env._("The customer was archived.")
            )
        return result

    # === CONTACT: THE GATE === #

    def _contact_verdicts(self, channel, purpose, at):
        """May these customers be contacted? Asked by everything that leaves for a customer.

        A constant number of queries. What a company forbids holds for its people.

        :param str channel: how: activity (a person calls), email, sms, post
        :param str purpose: service, marketing, survey or birthday
        :param datetime at: the moment of the contact, UTC
        :return: ``{partner id: (allowed, reason)}``; the reason is a sentence, empty
            when allowed
        """
        reasons = self._contact_reasons()
        codes = {
            partner_id: refusal(facts, purpose)
            for partner_id, facts in self._contact_facts(channel, purpose, at).items()
        }
        return {
            partner_id: (not code, reasons[code] if code else "")
            for partner_id, code in codes.items()
        }

    def _contact_verdict(self, channel, purpose, at):
        """``(allowed, reason)`` of one customer; see :meth:`_contact_verdicts`."""
        self.ensure_one()
        return self._contact_verdicts(channel, purpose, at)[self.id]

    def _contact_next_moments(self, channel, purpose, at):
        """``{partner id: moment}``: when these customers may be contacted, not before ``at``.

        None where time alone changes nothing: somebody has to.
        """
        verdicts = self._contact_verdicts(channel, purpose, at)
        return {partner_id: at if verdict[0] else None for partner_id, verdict in verdicts.items()}

    def _contact_next_moment(self, channel, purpose, at):
        """The next allowed moment of one customer, or None."""
        self.ensure_one()
        return self._contact_next_moments(channel, purpose, at)[self.id]

    def _contact_facts(self, channel, purpose, at):
        """``{partner id: ContactFacts}``, gathered for all at once."""
        partners = self.sudo().with_context(active_test=False)
        consents = self.env["hau_mai.consent"]._states(
            partners, purpose, CONSENT_CHANNELS[channel], at
        )
        addresses = {partner: partner._contact_address(channel) for partner in partners}
        blacklist = self._contact_blacklist(channel, set(addresses.values()))
        return {
            partner.id: ContactFacts(
                active=partner.active,
                do_not_contact=partner.do_not_contact
                or partner.commercial_partner_id.do_not_contact,
                has_address=bool(address),
                blacklisted=address in blacklist,
                consent=consents.get(partner.id),
            )
            for partner, address in addresses.items()
        }

    def _contact_address(self, channel):
        """Where a contact by this channel goes: their own address, else their company's."""
        self.ensure_one()
        for partner in (self, self.commercial_partner_id):
            if channel == "email":
                address = partner.email_normalized or partner.email
            elif channel == "post":
                address = partner.street or partner.city
            else:
                address = partner.phone_sanitized or partner.phone
            if address:
                return address
        return False

    @api.model
    def _contact_blacklist(self, channel, addresses):
        """Those of these addresses that are on Odoo's blacklist of the channel."""
        addresses = [address for address in addresses if address]
        if channel == "post" or not addresses:
            return set()
        by_email = channel == "email"
        model, field = ("mail.blacklist", "email") if by_email else ("phone.blacklist", "number")
        # In SQL: searching these models formats every number again, one by one.
        self.env[model].flush_model([field, "active"])
        rows = self.env.execute_query(
            SQL(
                "SELECT %(field)s FROM %(table)s WHERE active AND %(field)s IN %(addresses)s",
                field=SQL.identifier(field),
                table=SQL.identifier(self.env[model]._table),
                addresses=tuple(addresses),
            )
        )
        return {row[0] for row in rows}

    @api.model
    def _contact_reasons(self):
        """``{code: sentence a salesperson can read out}``."""
        return {
            "archived": self.env._("This customer is archived."),
            "do_not_contact": self.env._("This customer asked not to be contacted."),
            "refused": self.env._("This customer does not want to be contacted for this purpose."),
            "no_address": self.env._("There is no address or number to reach this customer at."),
            "blacklisted": self.env._("This address or number is on the blacklist."),
            "no_consent": self.env._("This customer has not agreed to contacts for this purpose."),
        }

    # === CONTACT: ACTIONS === #

    def action_view_consents(self):
        """The register of consents of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_consent_action")
        return dict(
            action,
            domain=[("partner_id", "=", self.id)],
            context={"default_partner_id": self.id},
        )
