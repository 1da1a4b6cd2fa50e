from odoo import api, models
from odoo.tools import SQL

from ..tools.counter import phone_digits
from ..tools.referral import (
    Party,
    ReferralFacts,
    family_names,
    mail_key,
    referral_verdict,
    text_key,
)


class HauMaiReferral(models.Model):
    """The guard: what speaks against a referral holds it for a decision, and is said."""

    _inherit = "hau_mai.referral"

    def _judge(self):
        """Hold those a person has to look at, each with the reason."""
        facts = self._gather_facts()
        held = {}
        for referral in self:
            ok, codes = referral_verdict(facts[referral.id])
            if not ok:
                held.setdefault(codes, []).append(referral.id)
        for codes, ids in held.items():
            self.browse(ids)._hold(codes)

    def _hold(self, codes):
        """For a person to decide, who gets a task.

        :param codes: what speaks against it, see :meth:`_doubts_in_words`
        """
        words = self._doubts_in_words()
        self.write({"state": "review", "reason": " ".join(words[code] for code in codes)})
        if not self.env.context.get("install_mode"):
            self._ask_to_decide()

    def _ask_to_decide(self):
        """A task for whoever decides."""
        for company, referrals in self.grouped("company_id").items():
            referrals.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Decide whether this referral is rewarded"),
                user_id=company._hau_mai_manager().id,
            )

    @api.model
    def _doubts_in_words(self):
        """``{code: sentence a salesperson can read out}``."""
        return {
            "oneself": self.env._("Nobody brings themselves, or a colleague of their company."),
            "bought_before": self.env._("The customer had bought before the code was named."),
            "brought_before": self.env._("A referral of this customer was refused before."),
            "tax_id": self.env._("Both have the same tax ID."),
            "phone": self.env._("Both have the same phone number."),
            "email": self.env._("Both have the same email address."),
            "address": self.env._("Both live at the same address."),
            "household": self.env._("They seem to be of one household: same street and name."),
            "circle": self.env._("The new customer brought, in the end, who is named here."),
            "too_many": self.env._("They have brought unusually many customers in a short time."),
        }

    # === FACTS === #

    def _gather_facts(self):
        """``{id: ReferralFacts}``, in a constant number of queries."""
        if not self:
            return {}
        parties = self._gather_parties()
        history = self._gather_history()
        return {
            referral.id: ReferralFacts(
                referrer=parties[referral.referrer_id.id],
                referee=parties[referral.referee_id.id],
                most=referral.company_id.sudo().hau_mai_referral_max,
                **history[referral.id],
            )
            for referral in self
        }

    def _gather_parties(self):
        """``{customer id: Party}`` of all who brought or were brought."""
        customers = self.referrer_id | self.referee_id
        people = (
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            .search([("commercial_partner_id", "in", customers.ids)])
        )
        return {
            customer.id: self._describe_party(customer, those)
            for customer, those in people.grouped("commercial_partner_id").items()
        }

    @api.model
    def _describe_party(self, customer, people):
        known = lambda keys: frozenset(key for key in keys if key)  # noqa: E731
        persons = people.filtered(lambda person: not person.is_company)
        return Party(
            customer=customer.id,
            phones=known(phone_digits(person.phone) for person in people),
            emails=known(mail_key(person.email) for person in people),
            tax_id=text_key(customer.vat),
            streets=known(
                text_key(f"{person.street or ''}{person.street2 or ''}") for person in people
            ),
            city=text_key(customer.city),
            names=frozenset().union(*(family_names(person.name) for person in persons)),
        )

    def _gather_history(self):
        """``{id: dict}`` with what the books say: bought_before, brought_before, circle, recent."""
        self.env["sale.order"].flush_model(["state", "date_order", "partner_id", "company_id"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                """WITH RECURSIVE above(id, company_id, partner_id) AS (
                    SELECT id, company_id, referrer_id FROM hau_mai_referral WHERE id IN %(ids)s
                    UNION
                    SELECT above.id, above.company_id, upper.referrer_id
                    FROM above
                    JOIN hau_mai_referral upper ON upper.referee_id = above.partner_id
                        AND upper.company_id = above.company_id AND upper.state != 'refused'
                )
                SELECT referral.id,
                    EXISTS (
                        SELECT FROM res_partner buyer
                        JOIN sale_order bought ON bought.partner_id = buyer.id
                        JOIN res_company shop ON shop.id = bought.company_id
                        WHERE buyer.commercial_partner_id = referral.referee_id
                            AND split_part(shop.parent_path, '/', 1)::int = referral.company_id
                            AND bought.state = 'sale' AND bought.date_order < referral.date
                            AND bought.id IS DISTINCT FROM referral.order_id
                    ) AS bought_before,
                    EXISTS (
                        SELECT FROM hau_mai_referral earlier
                        WHERE earlier.referee_id = referral.referee_id
                            AND earlier.company_id = referral.company_id
                            AND earlier.id != referral.id AND earlier.state = 'refused'
                    ) AS brought_before,
                    EXISTS (
                        SELECT FROM above
                        WHERE above.id = referral.id AND above.partner_id = referral.referee_id
                    ) AS circle,
                    (
                        SELECT count(*) FROM hau_mai_referral other
                        WHERE other.referrer_id = referral.referrer_id
                            AND other.company_id = referral.company_id
                            AND other.state != 'refused'
                            AND (other.date, other.id) < (referral.date, referral.id)
                            AND other.date > referral.date
                                - company.hau_mai_referral_max_days * interval '1 day'
                    ) AS recent
                FROM hau_mai_referral referral
                JOIN res_company company ON company.id = referral.company_id
                WHERE referral.id IN %(ids)s""",
                ids=tuple(self.ids),
            )
        )
        return {row.pop("id"): row for row in rows}
