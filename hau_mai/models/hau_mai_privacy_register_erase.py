from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.privacy import PersonFacts, erased_before, kept_until
from .hau_mai_complaint_stage import OPEN_KINDS
from .hau_mai_service import OPEN_STATES

#: What stands where words were that a record cannot be without.
ERASED = "—"


class HauMaiPrivacyRegister(models.AbstractModel):
    """What is erased of a kind of data, and what somebody still needs of a person.

    Records stay, with what happened and when; the words, numbers and files in them go. In
    SQL, because ledgers refuse every change, and because the old words would be tracked.
    """

    _inherit = "hau_mai.privacy.register"

    # === WHAT IS DUE === #

    @api.model
    def _erasable(self, holding, people, company, erasure, today):
        """Records of a kind that are erased when a person asks for it.

        What belongs to a purchase waits: for the end of its warranty, and for the company's
        time of keeping where there is one.

        :param erasure: what stays of the contact, see :func:`tools.privacy.erasure`
        :param today: day of the company
        """
        none = self.env[holding.model].browse()
        if not holding.erases or (holding.ground == "contract" and erasure.keeps_contact):
            return none
        months = holding.least
        if holding.ground == "contract":
            rule = self.env["hau_mai.retention.rule"]._rule_of(holding.kind, company)
            months = max(months, rule.months)
        old = self._old(holding, erased_before(today, months), today, company._hau_mai_tz())
        return self._search_all(holding, self._held(holding, people, company) & old)

    @api.model
    def _facts(self, people, today):
        """What somebody still needs of a person, with any company.

        :rtype: PersonFacts
        """
        ids = people.ids
        invoices = self._all("account.move", [("partner_id", "in", ids), ("state", "=", "posted")])
        coverages = self._all(
            "hau_mai.coverage",
            [
                ("unit_id.partner_id", "in", ids),
                ("unit_id.state", "=", "valid"),
                "|", ("date_end", "=", False), ("date_end", ">=", today),
            ],
        )  # fmt: skip
        proof = self._holding("consent")
        last = max(self._all(proof.model, self._kept_proof(ids)).mapped("date"), default=None)
        return PersonFacts(
            invoiced=bool(invoices),
            warranty_until=max((c.date_end for c in coverages if c.date_end), default=None),
            for_life=any(not c.date_end and c.date_start and not c.duration for c in coverages),
            open_work=any(not c.date_start and not c.date_end for c in coverages)
            or self._has_open_work(ids, invoices),
            proof_until=last and kept_until(self.env.company._hau_mai_day(last), proof.least),
        )

    @api.model
    def _kept_proof(self, ids):
        """The domain of consents of these contacts with something left that will be erased."""
        model = self.env["hau_mai.consent"]
        personal = [name for name in self._holding("consent").erases if name in model._fields]
        return Domain("partner_id", "in", ids) & Domain.OR(
            Domain(name, "!=", False) for name in personal
        )

    @api.model
    def _has_open_work(self, ids, invoices):
        """Whether an order, a job, a case or a payment of these contacts is not finished."""
        return bool(
            invoices.filtered(lambda move: move.payment_state in ("not_paid", "partial"))
            or self._all(
                "sale.order",
                [
                    ("partner_id", "in", ids),
                    "|", ("state", "=", "sent"),
                    "&", ("state", "=", "sale"), ("invoice_status", "=", "to invoice"),
                ],
            )
            or self._all(
                "hau_mai.service",
                [("partner_id", "in", ids), ("state", "in", (*OPEN_STATES, "done"))],
            )
            or self._all(
                "hau_mai.complaint",
                [("partner_id", "in", ids), ("state", "in", (*OPEN_KINDS, "solved"))],
            )
        )  # fmt: skip

    @api.model
    def _all(self, name, domain):
        return self.env[name].sudo().with_context(active_test=False).search(Domain(domain))

    # === ERASING === #

    @api.model
    def _erase(self, holding, records):
        """Empty what is personal in these records of a kind, with their conversation."""
        if not records:
            return
        self.env.flush_all()
        fields = [records._fields[name] for name in holding.erases if name in records._fields]
        values = {
            field.name: ERASED if field.required else None for field in fields if field.column_type
        }
        if values:
            self._set(records, values)
        self._erase_files(records, [field for field in fields if not field.column_type])
        if holding.talk:
            self._erase_talk(records)
        self.env.invalidate_all()

    @api.model
    def _erase_files(self, records, fields):
        """Delete what these fields hold: pictures, and files that were chosen."""
        of_records = Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
        names = [field.name for field in fields]
        files = self._files(of_records & Domain("res_field", "in", names))
        for field in fields:
            if field.type == "many2many":
                files |= records[field.name]
        files.sudo().unlink()

    @api.model
    def _erase_talk(self, records):
        """Empty the words of a conversation; its files go, and what was tracked of it."""
        of_records = Domain("model", "=", records._name) & Domain("res_id", "in", records.ids)
        messages = self._all("mail.message", of_records)
        (
            messages.attachment_ids
            | self._files(
                Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                & Domain("res_field", "=", False)
            )
        ).sudo().unlink()
        self._erase_messages(messages)

    @api.model
    def _erase_messages(self, messages):
        """Empty messages, the e-mails that were made of them, and what they tracked."""
        if not messages:
            return
        self.env.flush_all()
        self._set(messages, {"body": "", "subject": None, "email_from": None, "reply_to": None})
        mails = self._all("mail.mail", [("mail_message_id", "in", messages.ids)])
        if mails:
            mails.filtered(lambda mail: mail.state == "outgoing").cancel()
            self.env.flush_all()
            self._set(mails, {"body_html": None, "email_to": None, "email_cc": None})
        messages.sudo().tracking_value_ids.unlink()

    @api.model
    def _set(self, records, values):
        """Write these columns of all the records in one query, past every rule of the model."""
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s WHERE id IN %s RETURNING id",
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(fname), value) for fname, value in values.items()
                ),
                tuple(records.ids),
            )
        )

    @api.model
    def _files(self, domain):
        """Attachments, those of fields too."""
        return (
            self.env["ir.attachment"].sudo().with_context(skip_res_field_check=True).search(domain)
        )
