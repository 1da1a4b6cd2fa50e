from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.contact import (
    ADVERTISING,
    CALL_CHANNELS,
    CONSENT_CHANNELS,
    COUNTED,
    Contact,
    ContactFacts,
)
from .hau_mai_asking_mixin import LOW_RATING

#: channel of the gate -> fields that say where it goes, the best first; numbers otherwise
ADDRESS_FIELDS = {"email": ("email_normalized", "email"), "post": ("street", "city")}
NUMBER_FIELDS = ("phone_sanitized", "phone")

#: What is read of a customer and of their company.
FACT_FIELDS = (
    "active", "deceased", "do_not_contact", "processing_restricted", "tz", "commercial_partner_id",
    *NUMBER_FIELDS, *ADDRESS_FIELDS["email"], *ADDRESS_FIELDS["post"],
)  # fmt: skip

#: Contacts older than this use up no cap.
HISTORY = timedelta(days=31)


class ResPartner(models.Model):
    """What the gate knows of customers, gathered for all of them at once."""

    _inherit = "res.partner"

    _contact_email_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _contact_number_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    def _contact_facts(self, channel, purpose, at):
        """``{partner id: ContactFacts}``, in a constant number of queries."""
        partners = self.sudo()
        rows = partners._contact_rows(channel)
        addresses = {row[5] for row in rows if row[5]}
        customers = {row[1] for row in rows}
        consent_channel = CONSENT_CHANNELS[channel]
        register = self.env["hau_mai.consent"].sudo()
        consents = register._latest(partners, purpose, consent_channel, at)
        blacklist = partners._contact_blacklist(channel, addresses)
        listed = partners._contact_do_not_call(consent_channel, purpose, addresses)
        asked = partners._contact_asked(consent_channel, purpose, addresses)
        unhappy = partners._contact_grievances(purpose, customers)
        rated = partners._contact_low_ratings(purpose, customers, at)
        by_customer, by_address = partners._contact_history(
            channel, purpose, customers, addresses, at
        )
        default_tz, nobody = self.env.company._hau_mai_tz(), (None, None)
        facts = {}
        for partner_id, customer, active, deceased, forbidden, address, tz, restricted in rows:
            consent, consent_for = consents.get(partner_id, nobody)
            contacts = by_customer.get(customer, {}) | by_address.get(address, {})
            facts[partner_id] = ContactFacts(
                active=active,
                deceased=deceased,
                do_not_contact=forbidden,
                restricted=restricted,
                has_address=bool(address),
                address=address,
                blacklisted=address in blacklist,
                consent=consent,
                consent_for=consent_for,
                asked=address in asked,
                do_not_call=address in listed,
                grievance=customer in unhappy,
                low_rating_until=rated.get(customer),
                contacts=tuple(contacts.values()),
                tz=tz or default_tz,
                customer=customer,
            )
        return facts

    # === ADDRESSES === #

    def _contact_address(self, channel):
        """Where a contact by this channel goes: their own address, else their company's."""
        self.ensure_one()
        names = ADDRESS_FIELDS.get(channel, NUMBER_FIELDS)
        people = (self, self.commercial_partner_id)
        return next((who[name] for who in people for name in names if who[name]), False)

    def _contact_rows(self, channel):
        """Rows of id, customer id and facts, in the order :meth:`_contact_facts` reads them."""
        if not self.ids:
            return []
        self.env["res.partner"].flush_model(FACT_FIELDS)
        names = ADDRESS_FIELDS.get(channel, NUMBER_FIELDS)
        address = SQL(", ").join(
            SQL("NULLIF(%s, '')", SQL.identifier(alias, name))
            for alias in ("partner", "customer")
            for name in names
        )
        return self.env.execute_query(
            SQL(
                """SELECT partner.id, customer.id, partner.active,
                    COALESCE(partner.deceased, false),
                    COALESCE(partner.do_not_contact, false)
                        OR COALESCE(customer.do_not_contact, false),
                    COALESCE(%s), COALESCE(partner.tz, customer.tz),
                    COALESCE(partner.processing_restricted, false)
                        OR COALESCE(customer.processing_restricted, false)
                FROM res_partner partner
                JOIN res_partner customer ON customer.id = partner.commercial_partner_id
                WHERE partner.id IN %s""",
                address,
                tuple(self.ids),
            )
        )

    # === LISTS === #

    @api.model
    def _contact_blacklist(self, channel, addresses):
        """Those of these addresses that are on Odoo's blacklist of the channel."""
        by_email = channel == "email"
        model, field = ("mail.blacklist", "email") if by_email else ("phone.blacklist", "number")
        if channel == "post":
            return set()
        return self._contact_listed(model, field, addresses)

    @api.model
    def _contact_do_not_call(self, channel, purpose, addresses):
        """Those of these numbers that are on the do-not-call list, where it binds."""
        binds = purpose in ADVERTISING and channel in CALL_CHANNELS
        if not binds or not self.env.company.sudo().hau_mai_vietnam_rules:
            return set()
        return self._contact_listed("hau_mai.do.not.call", "number", addresses)

    @api.model
    def _contact_asked(self, channel, purpose, addresses):
        """Those of these numbers that were asked once by message."""
        if purpose not in ADVERTISING or channel not in CALL_CHANNELS:
            return set()
        return self._contact_listed("hau_mai.consent.request", "number", addresses)

    @api.model
    def _contact_listed(self, model, field, addresses):
        # In SQL: searching core's blacklists formats every number again, one by one.
        addresses = [address for address in addresses if address]
        if not addresses:
            return set()
        self.env[model].flush_model()
        active = SQL("active AND ") if "active" in self.env[model]._fields else SQL()
        rows = self.env.execute_query(
            SQL(
                "SELECT %(field)s FROM %(table)s WHERE %(active)s%(field)s IN %(addresses)s",
                field=SQL.identifier(field),
                table=SQL.identifier(self.env[model]._table),
                active=active,
                addresses=tuple(addresses),
            )
        )
        return {row[0] for row in rows}

    # === MOODS === #

    @api.model
    def _contact_grievances(self, purpose, customers):
        """Those of these customers who have an open complaint."""
        if purpose not in COUNTED or not customers:
            return set()
        complaints = self.env["hau_mai.complaint"].sudo()
        of_customers = Domain("commercial_partner_id", "in", list(customers))
        rows = complaints._read_group(
            complaints._open_grievance_domain() & of_customers, ["commercial_partner_id"]
        )
        return {customer.id for (customer,) in rows}

    @api.model
    def _contact_low_ratings(self, purpose, customers, at):
        """``{customer id: until when}`` of those who rated low a short time ago.

        Who would not recommend us is not content either.
        """
        days = self.env.company.sudo().hau_mai_low_rating_days
        if purpose not in ADVERTISING or not customers or not days:
            return {}
        self.env["rating.rating"].flush_model()
        self.env["hau_mai.nps"].flush_model(["category", "date_answered"])
        rows = self.env.execute_query(
            SQL(
                """SELECT customer_id, max(moment) FROM (
                    SELECT partner.commercial_partner_id AS customer_id,
                        COALESCE(rating.rated_on, rating.write_date) AS moment
                    FROM rating_rating rating
                    JOIN res_partner partner ON partner.id = rating.partner_id
                    WHERE rating.consumed IS TRUE AND rating.rating > 0 AND rating.rating <= %(low)s
                        AND (rating.rated_on > %(since)s
                            OR rating.rated_on IS NULL AND rating.write_date > %(since)s)
                        AND partner.commercial_partner_id IN %(customers)s
                    UNION ALL
                    SELECT commercial_partner_id, date_answered FROM hau_mai_nps
                    WHERE category = 'detractor' AND date_answered > %(since)s
                        AND commercial_partner_id IN %(customers)s
                ) low GROUP BY customer_id""",
                low=LOW_RATING,
                since=at - timedelta(days=days),
                customers=tuple(customers),
            )
        )
        return {customer: rated_on + timedelta(days=days) for customer, rated_on in rows}

    # === HISTORY === #

    @api.model
    def _contact_history(self, channel, purpose, customers, addresses, at):
        """What left lately for these customers, and to these addresses whoever has them.

        One advertiser is a company with its branches. What left at once for several things
        of a customer is one contact.

        :return: two dicts, ``{customer id: {key: Contact}}`` and ``{address: {key: Contact}}``
        """
        by_customer, by_address = {}, {}
        if purpose not in COUNTED or not customers:
            return by_customer, by_address
        for customer, address, rule, moment, sent_by, about in self._contact_history_rows(
            channel, customers, addresses, at
        ):
            key = (customer, rule, moment, sent_by)
            contact = Contact(moment, sent_by, about in ADVERTISING)
            by_customer.setdefault(customer, {})[key] = contact
            if address:
                by_address.setdefault(address, {})[key] = contact
        return by_customer, by_address

    @api.model
    def _contact_history_rows(self, channel, customers, addresses, at):
        """Rows (customer id, address by this channel, rule id, moment, sent by, purpose)."""
        self.env["hau_mai.touchpoint"].flush_model(
            ["partner_id", "company_id", "rule_id", "purpose", "state", "date_sent", "sent_by"]
        )
        advertiser = self.env["res.company"].sudo()
        advertiser = advertiser.search([("id", "child_of", self.env.company.root_id.id)])
        address = SQL.identifier(ADDRESS_FIELDS.get(channel, NUMBER_FIELDS)[0])
        return self.env.execute_query(
            SQL(
                """WITH people AS (
                    SELECT id, commercial_partner_id AS customer_id, %(address)s AS address
                    FROM res_partner WHERE commercial_partner_id IN %(customers)s
                    UNION
                    SELECT id, commercial_partner_id, %(address)s
                    FROM res_partner WHERE %(address)s IN %(addresses)s
                )
                SELECT DISTINCT people.customer_id, people.address, touchpoint.rule_id,
                    touchpoint.date_sent, touchpoint.sent_by, touchpoint.purpose
                FROM people JOIN hau_mai_touchpoint touchpoint ON touchpoint.partner_id = people.id
                WHERE touchpoint.date_sent > %(since)s AND touchpoint.purpose IN %(purposes)s
                    AND touchpoint.state IN ('open', 'done')
                    AND touchpoint.company_id IN %(companies)s""",
                address=address,
                since=at - HISTORY,
                purposes=tuple(COUNTED),
                companies=tuple(advertiser.ids),
                customers=tuple(customers),
                addresses=tuple(addresses or {""}) if channel != "post" else ("",),
            )
        )
