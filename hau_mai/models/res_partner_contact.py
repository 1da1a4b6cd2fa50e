from dataclasses import replace

from odoo import api, fields, models

from ..tools.contact import ADVERTISING, CONSENT_CHANNELS, COUNTED, Contact, next_moment, why_not


class ResPartner(models.Model):
    """The gate: may these customers be contacted? Asked by everything that leaves for them.

    :mod:`tools.contact` decides; the facts come from ``_contact_facts``.
    """

    _inherit = "res.partner"

    deceased = fields.Boolean(
        tracking=True,
        groups="base.group_user",
        help="They died: nothing leaves for them any more, whatever it is.",
    )

    # === VERDICTS === #

    def _contact_verdicts(self, channel, purpose, at):
        """May these customers be contacted? By the rules of the current company.

        A constant number of queries. What a company forbids holds for its people.

        :param str channel: how: activity (a person calls), email, sms, messenger, post
        :param str purpose: service, marketing, survey or birthday
        :param datetime at: the moment of the contact, UTC
        :return: ``{partner id: (allowed, reason)}``; the reason is a sentence, empty
            when allowed
        """
        reasons, rules = self._contact_reasons(), self._contact_rules(channel, at)
        codes = {
            partner_id: why_not(facts, purpose, at, rules)
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

    def _contact_next_moments(self, channel, purpose, at, taken=None):
        """``{partner id: moment}``: when these customers may be contacted, not before ``at``.

        Exact where time heals it: hours, days off, caps, a low rating. Who has an open
        complaint is asked about again a day later. None where somebody has to do something.

        :param dict taken: slots taken in this transaction, see :meth:`_contact_take`
        """
        rules = self._contact_rules(channel, at)
        return {
            partner_id: next_moment(self._with_taken(facts, taken or {}), purpose, at, rules)
            for partner_id, facts in self._contact_facts(channel, purpose, at).items()
        }

    def _contact_next_moment(self, channel, purpose, at):
        """The next allowed moment of one customer, or None."""
        self.ensure_one()
        return self._contact_next_moments(channel, purpose, at)[self.id]

    # === SLOTS === #

    def _contact_take(self, channel, purpose, at, taken=None):
        """Like :meth:`_contact_verdicts`, and takes a slot for each who may be contacted.

        To be called in the transaction that lets the contact leave. Of two workers with one
        slot left the second gets a serialization error, and sees the first one's contact when
        it tries again. Service needs no slot.

        :param dict taken: the slots already taken in this transaction, by key; added to
        """
        if purpose not in COUNTED:
            return self._contact_verdicts(channel, purpose, at)
        taken = {} if taken is None else taken
        all_facts = self._contact_facts(channel, purpose, at)
        keys = {partner_id: self._contact_keys(facts) for partner_id, facts in all_facts.items()}
        self.env["hau_mai.contact.slot"]._lock(
            {key for partner_keys in keys.values() for key in partner_keys}, at
        )
        reasons, rules = self._contact_reasons(), self._contact_rules(channel, at)
        contact = Contact(at, CONSENT_CHANNELS[channel], purpose in ADVERTISING)
        verdicts = {}
        for partner_id, facts in all_facts.items():
            code = why_not(self._with_taken(facts, taken), purpose, at, rules)
            verdicts[partner_id] = (not code, reasons[code] if code else "")
            if not code:
                number = len(taken.get(keys[partner_id][0], ()))
                for key in keys[partner_id]:
                    taken.setdefault(key, {})[partner_id, number] = contact
        return verdicts

    @api.model
    def _with_taken(self, facts, taken):
        """The facts with the contacts this transaction makes besides."""
        contacts = {}
        for key in self._contact_keys(facts) if taken else ():
            contacts |= taken.get(key, {})
        return replace(facts, contacts=(*facts.contacts, *contacts.values())) if contacts else facts

    @api.model
    def _contact_keys(self, facts):
        """What caps are counted by: the customer, and the address whoever has it."""
        by_address = self.env["hau_mai.contact.slot"]._address_key(facts.address)
        return tuple(filter(None, (f"customer:{facts.customer}", by_address)))

    # === WORDS AND RULES === #

    @api.model
    def _contact_rules(self, channel, at):
        return self.env.company._hau_mai_contact_rules(channel, at)

    @api.model
    def _contact_reasons(self):
        """``{code: sentence a salesperson can read out}``."""
        return {
            "archived": self.env._("This customer is archived."),
            "deceased": self.env._("This customer has died."),
            "do_not_contact": self.env._("This customer asked not to be contacted."),
            "restricted": self.env._("This customer asked to restrict the use of their data."),
            "refused": self.env._("This customer does not want to be contacted for this purpose."),
            "no_address": self.env._("There is no address or number to reach this customer at."),
            "blacklisted": self.env._("This address or number is on the blacklist."),
            "no_consent": self.env._("This customer has not agreed to contacts for this purpose."),
            "no_answer": self.env._(
                "This customer was asked once and gave no answer; no answer is a no."
            ),
            "other_address": self.env._("This customer agreed for another address or number."),
            "do_not_call": self.env._("This number is on the do-not-call list."),
            "grievance": self.env._("This customer has an open complaint."),
            "low_rating": self.env._("This customer was not content lately."),
            "cap_law": self.env._(
                "This customer got as much advertising today as the law allows in 24 hours."
            ),
            "cap_gap": self.env._("This customer was contacted only a few days ago."),
            "cap_week": self.env._("This customer was contacted often enough this week."),
            "cap_month": self.env._("This customer was contacted often enough this month."),
            "quiet_hours": self.env._("It is too early or too late in the customer's day."),
            "day_off": self.env._("It is a day off."),
        }
