"""Real e-mails for the tests: raw bytes, as a mail server hands them over."""

from email.message import EmailMessage
from email.utils import make_msgid

from .complaint_common import ComplaintCase


class MailCase(ComplaintCase):
    """A team with a mailbox, and customers who write to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "shop.example"})
        cls.company.alias_domain_id = cls.domain
        cls.company.email = "info@shop.example"
        cls.team.write({"alias_name": "care", "alias_domain_id": cls.domain.id})
        cls.partner.email = "an@example.com"
        cls.to = "care@shop.example"

    def write_mail(self, body="It does not cool.", *, headers=(), files=(), html=None, **fields):
        """An e-mail as bytes. ``fields``: sender, to, subject, reply_to (a message)."""
        mail = EmailMessage()
        mail["From"] = fields.get("sender", "Nguyễn Văn An <an@example.com>")
        mail["To"] = fields.get("to", self.to)
        mail["Message-Id"] = make_msgid(domain="mail.example")
        if fields.get("subject", "AC 9000") is not None:
            mail["Subject"] = fields.get("subject", "AC 9000")
        if parent := fields.get("reply_to"):
            mail["In-Reply-To"] = mail["References"] = parent.message_id
        for name, value in dict(headers).items():
            mail[name] = value
        mail.set_content(body)
        if html:
            mail.add_alternative(html, subtype="html")
        for name, content in files:
            mail.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
        return mail.as_bytes()

    def receive(self, raw):
        """Hand an e-mail over as the mail server does; the cases it made."""
        before = self.Complaint.search([])
        self.env["mail.thread"].message_process(False, raw)
        return self.Complaint.search([]) - before

    def receive_mail(self, *args, **kwargs):
        return self.receive(self.write_mail(*args, **kwargs))

    def mail_of(self, case):
        """The e-mail that opened a case."""
        return case.message_ids.filtered(lambda message: message.message_type == "email")[-1]
