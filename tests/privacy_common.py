"""What the tests of privacy have in common: two people about whom much is held."""

import json
from datetime import timedelta

from .loyalty_common import LoyaltyCase


class PrivacyCase(LoyaltyCase):
    """A person and somebody else, each with an invoice, a card, a case, consents, calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register = cls.env["hau_mai.privacy.register"]
        cls.manager = cls.make_user("after_manager", name="Minh")
        cls.agent = cls.make_user("after_all", name="Hoa")
        cls.rule = cls.make_rule(purpose="marketing")
        cls.person = cls.make_person("Trần Thị Mai", "+84 90 999 88 77", "mai@example.com")
        cls.other = cls.make_person("Lê Văn Khác", "+84 91 111 22 33", "khac@example.com")
        cls.env.flush_all()

    @classmethod
    def make_person(cls, name, phone, email):
        person = cls.env["res.partner"].create(
            {
                "name": name,
                "phone": phone,
                "email": email,
                "street": f"12 street of {name}",
                "birthdate": "1990-02-03",
                "comment": f"note on {name}",
                "lang": "en_US",
            }
        )
        order = cls.sell(100, person)
        invoice = order._create_invoices()
        invoice.action_post()
        cls.make_order((cls.product, 1), partner_id=person.id)
        cls.env["hau_mai.consent"].create(
            {
                "partner_id": person.id,
                "purpose": "marketing",
                "channel": "email",
                "state": "granted",
                "date": cls.days_ago(500),
                "source": f"form of {name}",
            }
        )
        cls.make_call(person)
        case = cls.env["hau_mai.complaint"].create(
            {"subject": f"drips at {name}", "partner_id": person.id}
        )
        case.message_post(
            body=f"words of {name}",
            author_id=person.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        case.message_post(
            body=f"secret on {name}", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        cls.env["hau_mai.loyalty.membership"].create(
            {"partner_id": person.id, "company_id": cls.company.id, "tier_id": cls.silver.id}
        )
        return person

    @classmethod
    def make_call(cls, person, **vals):
        """A follow-up that was done long ago, with what was said."""
        return cls.Touchpoint.sudo().create(
            {
                "rule_id": cls.rule.id,
                "partner_id": person.id,
                "company_id": cls.company.id,
                "res_model": "res.partner",
                "res_id": person.id,
                "channel": "activity",
                "purpose": "marketing",
                "date_planned": cls.today - timedelta(days=800),
                "date_done": cls.today - timedelta(days=800),
                "state": "done",
                "feedback": f"chat with {person.name}",
                **vals,
            }
        )

    @classmethod
    def make_plain(cls, name="Phạm Đơn"):
        """Somebody of whom there is nothing that anybody needs."""
        plain = cls.env["res.partner"].create(
            {"name": name, "phone": "+84 93 555 66 77", "email": "don@example.com"}
        )
        cls.make_call(plain)
        return plain

    @classmethod
    def make_request(cls, kind="delete", partner=None, **vals):
        return cls.env["hau_mai.privacy.request"].create(
            {
                "partner_id": (partner or cls.person).id,
                "kind": kind,
                "identity": "papers",
                "user_id": cls.manager.id,
                **vals,
            }
        )

    @classmethod
    def make_retention(cls, kind="touchpoint", months=24, **vals):
        cls.env["hau_mai.retention.rule"].with_context(active_test=False).search(
            [("kind", "=", kind)]
        ).unlink()
        return cls.env["hau_mai.retention.rule"].create(
            {"kind": kind, "months": months, "active": True, "notice_days": 7, **vals}
        )

    @classmethod
    def days_ago(cls, count):
        return cls.env.cr.now().replace(microsecond=0) - timedelta(days=count)

    def export(self, partner):
        """The file for machines, read back."""
        return json.loads("".join(self.register._export_json(partner, self.company)))

    def end_warranties(self, person, days=-1):
        """What runs for this person ends on this day, counted from today: yesterday."""
        coverages = self.env["hau_mai.coverage"].search([("unit_id.partner_id", "=", person.id)])
        self.register._set(
            coverages, {"date_start": self.days(days - 900), "date_end": self.days(days)}
        )
        self.env.invalidate_all()

    def finish_all(self, person):
        """No order, case or payment of this person is open."""
        orders = self.env["sale.order"].search([("partner_id", "=", person.id)])
        self.register._set(orders, {"invoice_status": "invoiced"})
        invoices = self.env["account.move"].search([("partner_id", "=", person.id)])
        self.register._set(invoices, {"payment_state": "paid"})
        self.env.invalidate_all()
        cases = self.env["hau_mai.complaint"].search([("partner_id", "=", person.id)])
        cases.filtered(lambda case: case.state != "closed").action_close()
