from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ..tools.privacy import Holding
from ..tools.recurrence import day_start
from .hau_mai_service import OPEN_STATES

_lt = LazyTranslate(__name__)

#: Why data is held, as the person reads it.
GROUNDS = {
    "contract": _lt("Needed for what you bought: its delivery, warranty and service."),
    "consent": _lt("You agreed to it."),
    "proof": _lt("Proof of what you agreed to; kept at least a year after you say no "
                 "(Decree 91/2020/ND-CP, art. 11.7)."),
    "accounting": _lt("Accounting documents have to be kept by law."),
    "warranty": _lt("A warranty is still running."),
    "open_work": _lt("An order, a job or a case is not finished."),
    "retention": _lt("Kept until the company's time of keeping is over."),
}  # fmt: skip

#: The register of processing: what is held about people, where, why, and what is erased.
#: Rows of models that are not installed are passed over.
HOLDINGS = (
    Holding(
        "person", "res.partner", _lt("Your details"), "contract",
        paths=("id",),
        shows=(
            "name", "email", "phone", "street", "street2", "zip", "city", "state_id",
            "country_id", "vat", "lang", "birthdate", "do_not_contact", "processing_restricted",
            "hau_mai_vulnerable", "hau_mai_vulnerable_until", "hau_mai_vulnerable_ground",
            "create_date",
        ),
    ),
    Holding(
        "consent", "hau_mai.consent", _lt("What you agreed to"), "proof",
        shows=(
            "date", "purpose", "channel", "state", "wording_id", "method", "source", "address",
            "ip",
        ),
        erases=("source", "address", "ip", "note", "attachment_ids"), since="date", least=12,
    ),
    # The number stays: it is asked once, and never again.
    Holding(
        "consent_request", "hau_mai.consent.request", _lt("When we asked you to agree"), "proof",
        shows=("date", "number", "purpose", "text", "answer", "date_answer"),
    ),
    Holding(
        "touchpoint", "hau_mai.touchpoint", _lt("When we contacted you"), "consent",
        shows=("date_planned", "date_done", "channel", "purpose", "state", "outcome"),
        erases=("feedback", "reason"),
        over=(("state", "in", ("done", "cancelled", "failed")),),
        since="date_planned", talk=True,
    ),
    Holding(
        "unit", "hau_mai.unit", _lt("Warranty cards"), "contract",
        shows=(
            "name", "product_id", "serial_number", "quantity", "order_name", "state",
            "date_ordered", "date_delivered", "date_start", "date_end_main",
        ),
    ),
    Holding(
        "coverage", "hau_mai.coverage", _lt("Warranty periods"), "contract",
        paths=("unit_id.partner_id",),
        shows=("unit_id", "name", "date_start", "date_end"),
    ),
    Holding(
        "old_card", "hau_mai.card.import.row", _lt("Cards taken over from an earlier system"),
        "contract",
        shows=("old_number", "customer", "phone", "address", "note", "create_date"),
        erases=("customer", "phone", "address", "note"),
        over=(("verdict", "=", "taken"),), since="create_date", unit="unit_id",
    ),
    Holding(
        "owner", "hau_mai.unit.owner", _lt("Products you owned"), "contract",
        shows=("unit_id", "date_from", "date_to", "how"),
        erases=("reason",), since="create_date", unit="unit_id",
    ),
    # Who got it is data about them too; what was said of them goes when it was decided.
    Holding(
        "transfer", "hau_mai.transfer.request", _lt("Products you gave away, or were given"),
        "contract",
        paths=("partner_id", "new_partner_id"),
        shows=("unit_id", "name", "phone", "email", "state", "create_date"),
        erases=("name", "phone", "email", "reason"), over=(("state", "!=", "asked"),),
        since="create_date", unit="unit_id",
    ),
    Holding(
        "forfeiture", "hau_mai.forfeiture", _lt("Warranties that were ended"), "contract",
        shows=("name", "unit_id", "kind", "reason", "date", "state"),
        erases=("reason", "attachment_ids", "letter_ids"),
        since="date", unit="unit_id",
    ),
    Holding(
        "contact", "hau_mai.unit.contact", _lt("Things you look after"), "contract",
        shows=("unit_id",),
    ),
    Holding(
        "activation", "hau_mai.activation", _lt("Warranties you activated"), "contract",
        paths=("partner_id", "dealer_id"),
        shows=(
            "date_asked", "how", "unit_id", "name", "phone_typed", "email", "serial_typed",
            "note", "state", "date",
        ),
        erases=("name", "phone_typed", "phone", "email", "note", "reason", "photo_ids"),
        over=(("state", "!=", "waiting"),), since="date_asked", unit="unit_id", talk=True,
    ),
    Holding(
        "activation_notice", "hau_mai.activation.notice", _lt("What we told you about them"),
        "contract",
        shows=("date", "activation_id", "event", "channel", "state"),
        erases=("detail",), since="date", unit="activation_id.unit_id",
    ),
    Holding(
        "maintenance", "hau_mai.maintenance.schedule", _lt("Maintenance promised"), "contract",
        shows=("name", "unit_id"),
    ),
    Holding(
        "visit", "hau_mai.maintenance.occurrence", _lt("Maintenance visits"), "contract",
        shows=("schedule_id", "number", "date_due", "state"),
    ),
    Holding(
        "service", "hau_mai.service", _lt("Jobs"), "contract",
        paths=("partner_id", "contact_id", "brought_by_id", "address_id"),
        shows=(
            "name", "kind", "product_id", "serial_number", "phone", "request", "accessories",
            "state", "date_received", "date_promised", "date_done", "date_returned", "solution",
            "solution_note",
        ),
        erases=(
            "phone", "request", "diagnosis", "accessories", "receipt_signature",
            "receipt_signed_by", "customer_signature", "signed_by",
        ),
        over=(("state", "not in", (*OPEN_STATES, "done")),),
        since="create_date", unit="unit_id", talk=True,
    ),
    Holding(
        "service_notice", "hau_mai.service.notice", _lt("What we told you about jobs"), "contract",
        shows=("date", "service_id", "event", "channel", "state"),
        erases=("detail",), since="date", unit="service_id.unit_id",
    ),
    Holding(
        "complaint", "hau_mai.complaint", _lt("Questions and complaints"), "contract",
        paths=("partner_id", "contact_id"),
        shows=(
            "name", "type", "subject", "description", "email_from", "phone", "product_id",
            "state", "date_open", "date_solved", "date_closed", "resolution", "answer",
        ),
        erases=(
            "subject", "description", "email_from", "phone", "refusal_reason", "refusal_ground",
            "answer", "waiting_reason",
        ),
        over=(("state", "in", ("closed", "refused")),),
        since="date_open", unit="unit_id", talk=True,
    ),
    Holding(
        "complaint_notice", "hau_mai.complaint.notice", _lt("What we told you about cases"),
        "contract",
        shows=("date", "complaint_id", "event", "channel", "address", "state"),
        erases=("detail", "address"), since="date", unit="complaint_id.unit_id",
    ),
    Holding(
        "order", "sale.order", _lt("Orders"), "contract",
        shows=("name", "date_order", "state", "amount_total", "currency_id"),
    ),
    Holding(
        "invoice", "account.move", _lt("Invoices"), "accounting",
        shows=(
            "name", "move_type", "invoice_date", "amount_total", "currency_id", "payment_state",
        ),
    ),
    Holding(
        "membership", "hau_mai.loyalty.membership", _lt("Loyalty tier"), "contract",
        shows=("tier_id", "date_since", "date_until", "amount", "order_count", "points"),
        erases=("lock_reason",), since="date_since",
    ),
    Holding(
        "tier_move", "hau_mai.loyalty.tier.move", _lt("Changes of your tier"), "contract",
        shows=("date", "tier_from_id", "tier_to_id", "kind", "reason", "amount", "points"),
    ),
    Holding(
        "card", "loyalty.card", _lt("Points, vouchers and gift cards"), "contract",
        shows=("code", "program_id", "points", "expiration_date"),
    ),
    Holding(
        "card_move", "loyalty.history", _lt("Points earned and used"), "contract",
        paths=("card_id.partner_id",),
        shows=("create_date", "card_id", "description", "issued", "used"),
    ),
    Holding(
        "referral_code", "hau_mai.referral.code", _lt("Your code to bring others"), "consent",
        shows=("code",),
    ),
    # Whom somebody brought, or who brought them, is data about the other one too.
    Holding(
        "referral", "hau_mai.referral", _lt("Customers you brought, or being brought"), "consent",
        paths=("referrer_id", "referee_id"),
        shows=("date", "state"),
        erases=("reason",),
        over=(("state", "in", ("rewarded", "refused")),),
        since="date", talk=True,
    ),
    Holding(
        "rating", "rating.rating", _lt("Your ratings"), "contract",
        shows=("rated_on", "rating", "feedback"),
        erases=("feedback",), over=(("consumed", "=", True),), since="create_date",
    ),
    Holding(
        "nps", "hau_mai.nps", _lt("How likely you are to recommend us"), "consent",
        shows=("date_sent", "date_answered", "score", "comment"),
        erases=("comment",), over=(("state", "!=", "planned"),), since="date_due", talk=True,
    ),
    Holding(
        "review", "hau_mai.review", _lt("Your published reviews"), "consent",
        shows=(
            "date", "about", "mark", "text", "shown_name", "date_consent", "date_withdrawn",
            "reply",
        ),
        erases=("text", "shown_name", "reply"), since="date", talk=True,
    ),
    Holding(
        "gift", "hau_mai.gift", _lt("Gifts we sent you"), "consent",
        shows=("what", "date_planned", "date_sent", "address", "phone", "state"),
        erases=("address", "phone", "note"), over=(("state", "!=", "to_pack"),),
        since="date_planned", talk=True,
    ),
    Holding(
        "messenger", "hau_mai.messenger.message", _lt("Messages by messenger"), "consent",
        shows=("date", "number", "body", "state"),
        erases=("number", "body", "params"), since="date",
    ),
    Holding(
        "message", "mail.message", _lt("Messages you wrote"), "contract",
        paths=("author_id",),
        shows=("date", "subject", "body"),
        erases=("subject", "body", "email_from"),
        over=(("model", "!=", "account.move"),),
        since="date",
    ),
    Holding(
        "request", "hau_mai.privacy.request", _lt("Your requests about your data"), "proof",
        shows=("name", "kind", "date_received", "state", "date_answered", "date_done"),
        erases=("description", "contact_name", "contact_address"),
        over=(("state", "in", ("done", "refused")),),
        since="date_received", least=12, talk=True,
    ),
    Holding(
        "request_notice", "hau_mai.privacy.notice", _lt("What we told you about them"), "proof",
        shows=("date", "request_id", "event", "channel", "state"),
        erases=("detail",), since="date", least=12,
    ),
)  # fmt: skip

#: Models of ours with a contact that hold nothing about customers, and why.
NOT_ABOUT_CUSTOMERS = {
    "hau_mai.loyalty.due": "only says whose tier is to be looked at",
    "hau_mai.service.center": "the business that repairs",
    "hau_mai.service.technician": "people who work for it",
    "hau_mai.service.claim": "the manufacturer",
    "hau_mai.service.leg": "the manufacturer",
}


#: Models whose conversation is shown and erased with the record.
TALKING = [holding.model for holding in HOLDINGS if holding.talk]


class HauMaiPrivacyRegister(models.AbstractModel):
    """What is held about people: one table, from which all else follows.

    The search, the export, the erasure and the retention of each kind of data are read
    from :data:`HOLDINGS`. To hold more about people is to add a row.
    """

    _name = "hau_mai.privacy.register"
    _description = "Register of Personal Data"

    @api.model
    def _holdings(self):
        """The rows whose models are installed."""
        return [holding for holding in HOLDINGS if holding.model in self.env]

    @api.model
    def _kinds(self):
        """``[(kind, label)]`` of what may be erased when it is old enough."""
        return [
            (holding.kind, self._word(holding.label))
            for holding in self._holdings()
            if holding.erases and holding.since
        ]

    @api.model
    def _listed_kinds(self):
        """The same, with the customers who were erased in part and are looked at again."""
        return [*self._kinds(), ("person", self.env._("The rest of erased customers"))]

    @api.model
    def _holding(self, kind):
        return next(holding for holding in HOLDINGS if holding.kind == kind)

    @api.model
    def _ground(self, ground):
        """Why something is held, as a sentence."""
        return self._word(GROUNDS[ground])

    @api.model
    def _word(self, text):
        """A word of the table, in the language of the context."""
        return text._translate(self.env.lang or "en_US")

    @api.model
    def _people(self, partner):
        """A person with the addresses they have besides their own; nobody else.

        The people of a company are persons of their own.
        """
        return partner | self.env["res.partner"].sudo().with_context(active_test=False).search(
            [("parent_id", "in", partner.ids), ("type", "!=", "contact")]
        )

    @api.model
    def _held(self, holding, people, company):
        """The domain of what is held of one kind about these people, with a company.

        :param company: with those that belong to the same root; all companies when empty
        """
        model = self.env[holding.model]
        domain = Domain.OR(
            Domain(path, "in", people.ids) for path in holding.paths if _is_path(model, path)
        )
        if holding.kind == "message":
            domain &= self._shown_messages() & Domain("model", "not in", TALKING)
        if company and "company_id" in model._fields and holding.kind != "person":
            domain &= Domain("company_id", "=", False) | Domain(
                "company_id", "child_of", company.root_id.id
            )
        return domain

    @api.model
    def _shown_messages(self):
        """The domain of the messages that customers may read: no internal note."""
        return self.env["mail.message"]._get_search_domain_share() & Domain(
            "message_type", "in", ("comment", "email", "email_outgoing")
        )

    @api.model
    def _of_customers(self):
        """The domain of messages that customers wrote outside of conversations that are listed."""
        return (
            self._shown_messages()
            & Domain("model", "not in", TALKING)
            & Domain("author_id.partner_share", "=", True)
        )

    @api.model
    def _search_all(self, holding, domain, **options):
        """Records of a kind, archived ones too, with all rights; the oldest first."""
        model = self.env[holding.model].sudo().with_context(active_test=False)
        return model.search(domain, **{"order": "id", **options})

    @api.model
    def _old(self, holding, first, today, tz):
        """The domain of what is over and from before a day.

        :param date first: the first day of a company that is not meant
        :param today: day of the company, on which no warranty of it may run
        :param str tz: where its days are
        """
        before = day_start(first, tz)
        is_day = self.env[holding.model]._fields[holding.since].type == "date"
        over = Domain(list(holding.over)) & Domain(holding.since, "<", first if is_day else before)
        if holding.unit:
            running = Domain("date_end", "=", False) | Domain("date_end", ">=", today)
            under_warranty = Domain("state", "=", "valid") & Domain("coverage_ids", "any", running)
            over &= Domain(holding.unit, "not any", under_warranty)
        if holding.kind != "consent":
            return over
        # What a customer agreed to goes with its withdrawal, once that is old enough; what
        # still holds never does.
        return over & Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                """EXISTS (
                    SELECT 1 FROM (
                        SELECT state, date FROM hau_mai_consent latest
                        WHERE latest.partner_id = %(partner)s AND latest.purpose = %(purpose)s
                          AND latest.channel = %(channel)s
                        ORDER BY date DESC, id DESC LIMIT 1
                    ) latest
                    WHERE latest.state = 'withdrawn' AND latest.date < %(before)s
                )""",
                partner=model._field_to_sql(alias, "partner_id", query),
                purpose=model._field_to_sql(alias, "purpose", query),
                channel=model._field_to_sql(alias, "channel", query),
                before=before,
            )
        )

    @api.model
    def _count(self, people, company):
        """``[(holding, number of records)]`` of what is held, without what there is none of."""
        counts = [
            (
                holding,
                self.env[holding.model]
                .sudo()
                .with_context(active_test=False)
                .search_count(self._held(holding, people, company)),
            )
            for holding in self._holdings()
        ]
        return [(holding, count) for holding, count in counts if count]


def _is_path(model, path):
    return path.split(".")[0] in model._fields
