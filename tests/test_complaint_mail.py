"""Cases by e-mail: real MIME messages through Odoo's gateway."""

import base64
import quopri
from datetime import timedelta
from email.message import EmailMessage

from odoo import fields
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.hau_mai.tools.mail_in import (
    automatic_kind,
    fitting,
    forwarded_from,
    reception,
)

from .mail_common import MailCase

GATEWAY = "odoo.addons.mail.models.mail_thread"


class TestMailTools(TransactionCase):
    def test_what_a_machine_writes_is_known(self):
        cases = [
            ({}, "AC 9000", None),
            ({"Auto-Submitted": "no"}, "", None),
            ({"Auto-Submitted": "auto-replied (vacation)"}, "", "echo"),
            ({"Auto-Submitted": "auto-generated"}, "", "message"),
            ({"Auto-Submitted": "auto-generated", "In-Reply-To": "<1@x>"}, "", "echo"),
            ({"Precedence": "bulk"}, "", "echo"),
            ({"Precedence": "auto_reply"}, "", "echo"),
            ({"Precedence": "list"}, "", None),
            ({"X-Auto-Response-Suppress": "All"}, "", "message"),
            ({"X-Auto-Response-Suppress": "OOF, AutoReply"}, "", None),
            ({"X-Autoreply": "yes"}, "", "echo"),
            ({"Return-Path": "<>"}, "", "echo"),
            ({}, "Automatic reply: AC 9000", "echo"),
            ({}, "Trả lời tự động: AC 9000", "echo"),
            ({"References": "<1@x>"}, None, None),
        ]
        for headers, subject, expected in cases:
            with self.subTest(headers=headers, subject=subject):
                self.assertEqual(automatic_kind(headers.get, subject), expected)

    def test_what_becomes_of_it(self):
        for automatic, own, known, expected in (
            (None, False, False, "take"),
            (None, False, True, "take"),
            ("echo", False, False, "drop"),
            ("echo", False, True, "note"),
            ("message", False, False, "quietly"),
            ("message", False, True, "note"),
            (None, True, False, "drop"),
            ("message", True, False, "drop"),
            ("echo", True, True, "drop"),
        ):
            got = reception(automatic=automatic, own=own, known=known)
            self.assertEqual(got, expected)

    def test_who_wrote_what_is_forwarded(self):
        text = "See below\n---------- Forwarded message ---------\nFrom: An <An@Example.com>\n"
        self.assertEqual(forwarded_from("Fwd: AC", text), "an@example.com")
        self.assertEqual(forwarded_from("FW: AC", "*Từ:* la@example.net"), "la@example.net")
        self.assertIsNone(forwarded_from("AC", "From: an@example.com"))
        self.assertIsNone(forwarded_from("Fwd: AC", "Nothing of use"))

    def test_files_that_fit(self):
        self.assertEqual(fitting([5, 9, 4], 10), [0, 2])
        self.assertEqual(fitting([5, 9, 4], 0), [0, 1, 2])
        self.assertEqual(fitting([], 10), [])


class TestMailIn(MailCase):
    # === A NEW MAIL === #

    def test_a_new_mail_opens_a_case_of_the_team_for_the_customer(self):
        case = self.receive_mail("It does not cool.\nSince Monday.", files=[("a.jpg", b"\xff\xd8")])
        self.assertEqual(
            (case.subject, case.channel, case.team_id, case.partner_id, case.email_from),
            ("AC 9000", "email", self.team, self.partner, "an@example.com"),
        )
        self.assertEqual((case.state, case.company_id), ("new", self.company))
        self.assertRegex(case.name, r"\d{4}")
        self.assertIn("Since Monday", case.description)
        message = self.mail_of(case)
        self.assertEqual(message.author_id, self.partner)
        self.assertEqual(message.attachment_ids.mapped("name"), ["a.jpg"])
        self.assertEqual(case.unanswered_message_id, message)
        self.assertTrue(case.date_last_customer)
        self.assertFalse(case.date_first_response)

    def test_the_receipt_is_confirmed_and_the_answer_joins_the_case(self):
        self.company.hau_mai_tell_customers = True
        case = self.receive_mail()
        [mail] = self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertIn(self.to, mail.reply_to)
        self.assertTrue(case.date_acknowledged)
        self.assertFalse(self.receive_mail("Thanks", reply_to=mail.mail_message_id))
        self.assertIn("Thanks", case.message_ids[0].body)

    def test_an_unknown_sender_is_kept_to_be_linked(self):
        case = self.receive_mail(sender="Trần Thị Lá <La@Example.net>")
        self.assertEqual((case.partner_id.id, case.email_from), (False, "la@example.net"))
        message = self.mail_of(case)
        self.assertFalse(message.author_id)
        case.with_user(self.agent).action_take()
        case.with_user(self.manager).action_create_customer()
        self.assertEqual(
            (case.partner_id.name, case.partner_id.email), ("Trần Thị Lá", "la@example.net")
        )
        self.assertEqual(message.author_id, case.partner_id)
        with self.refused("needs an address and no customer"):
            case.action_create_customer()

    def test_who_is_a_customer_of_another_company_is_nobody_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partner.company_id = other
        case = self.receive_mail()
        self.assertFalse(case.partner_id)
        self.assertEqual(case.email_from, "an@example.com")
        message = self.mail_of(case)
        self.assertFalse(message.author_id, "their name is no news here")

    def test_an_address_of_two_customers_is_left_to_people(self):
        self.env["res.partner"].create({"name": "An's wife", "email": "an@example.com"})
        self.assertFalse(self.receive_mail().partner_id)

    def test_without_a_subject_the_first_words_say_what_it_is(self):
        self.assertEqual(
            self.receive_mail("\n It drips \nand drips", subject=None).subject, "It drips"
        )
        self.assertEqual(self.receive_mail("", subject="").subject, "(no subject)")

    def test_what_a_colleague_forwards_is_its_writers(self):
        self.agent.partner_id.email = "lan@shop.example"
        body = "FYI\n---------- Forwarded message ---------\nFrom: An <an@example.com>\n\nIt drips"
        case = self.receive_mail(body, sender="Lan <lan@shop.example>", subject="Fwd: AC")
        self.assertEqual((case.partner_id, case.email_from), (self.partner, "an@example.com"))
        self.assertFalse(case.date_first_response)
        self.assertEqual(self.mail_of(case).author_id, self.partner)

    def test_no_sender_writes_from_the_future(self):
        case = self.receive_mail(headers={"Date": "Fri, 01 Jan 2100 10:00:00 +0000"})
        self.assertLessEqual(self.mail_of(case).date, fields.Datetime.now())

    def test_a_wrong_alias_opens_nothing(self):
        with self.assertRaisesRegex(ValueError, "No possible route"):
            self.receive_mail(to="caer@shop.example")

    def test_the_same_mail_twice_is_one_case(self):
        raw = self.write_mail()
        self.assertEqual(len(self.receive(raw)), 1)
        self.assertFalse(self.receive(raw))

    # === VIETNAMESE === #

    def test_vietnamese_in_every_encoding_that_is_used(self):
        text = "Máy lạnh không mát, nước chảy ướt sàn nhà."
        words = "Khiếu nại: máy lạnh"
        bodies = {
            "base64": base64.encodebytes(text.encode()),
            "quoted-printable": quopri.encodestring(text.encode()),
            "8bit": text.encode(),
        }
        b64 = base64.b64encode(words.encode()).decode()
        q = quopri.encodestring(words.encode(), header=True).decode()
        subjects = {
            "base64": f"=?UTF-8?B?{b64}?=".encode(),
            "quoted-printable": f"=?utf-8?Q?{q}?=".encode(),
            "mixed": b"=?UTF-8?B?" + base64.b64encode("Khiếu nại: ".encode()) + b"?=\r\n "
            b"=?utf-8?Q?m=C3=A1y?= =?UTF-8?Q?_l=E1=BA=A1nh?=",
        }
        number = 0
        for encoding, body in bodies.items():
            for kind, subject in subjects.items():
                number += 1
                raw = self.raw(subject, body, "utf-8", encoding, number)
                with self.subTest(body=encoding, subject=kind):
                    case = self.receive(raw)
                    self.assertEqual(case.subject, words)
                    self.assertIn(text, case.description)

    def test_windows_1258_is_read(self):
        """The code page of old Vietnamese mail programs: letters with combining marks."""
        text = "Máy không mát"
        body = text.encode("cp1258")
        subject = b"=?windows-1258?B?" + base64.b64encode(text.encode("cp1258")) + b"?="
        case = self.receive(
            self.raw(subject, base64.encodebytes(body), "windows-1258", "base64", 99)
        )
        self.assertEqual(case.subject, text)
        self.assertIn(text, case.description)

    def test_what_no_program_knows_to_read_still_opens_a_case(self):
        case = self.receive(self.raw(b"=?x-abc?Q?M=B8y?=", b"M\xb8y hong", "x-abc", "8bit", 101))
        self.assertEqual(case.partner_id, self.partner)
        self.assertIn("y hong", case.description)

    def test_tcvn_is_read(self):
        """The letters of the north before Unicode, in headers and in the text."""
        text = "Máy lạnh không mát"
        subject = b"=?x-viet-tcvn?Q?M=B8y_l=B9nh_kh=ABng_m=B8t?="
        case = self.receive(self.raw(subject, text.encode("tcvn3"), "x-viet-tcvn", "8bit", 100))
        self.assertEqual(case.subject, text)
        self.assertIn(text, case.description)

    def raw(self, subject, body, charset, encoding, number):
        """An e-mail byte by byte, as old mail programs write them."""
        return b"\r\n".join(
            [
                b"From: =?UTF-8?B?Tmd1eeG7hW4gVsSDbiBBbg==?= <an@example.com>",
                b"To: " + self.to.encode(),
                b"Subject: " + subject,
                f"Message-Id: <raw{number}@mail.example>".encode(),
                b"MIME-Version: 1.0",
                f'Content-Type: text/plain; charset="{charset}"'.encode(),
                f"Content-Transfer-Encoding: {encoding}".encode(),
                b"",
                body,
            ]
        )

    # === ANSWERS === #

    def test_an_answer_joins_and_the_case_goes_on(self):
        case = self.receive_mail()
        case.action_wait("customer")
        answer = case.message_post(
            body="Which model?", message_type="comment", subtype_xmlid="mail.mt_comment",
            author_id=self.agent.partner_id.id, partner_ids=self.partner.ids,
        )  # fmt: skip
        self.assertFalse(case.unanswered_message_id or case.date_last_customer)
        self.assertFalse(self.receive_mail("AC 9000", reply_to=answer))
        self.assertEqual(case.state, "in_progress")
        self.assertEqual(case.unanswered_message_id, case.message_ids[0])
        self.assertIn("AC 9000", case.message_ids[0].body)

    def test_an_answer_to_an_internal_note_is_the_customers_word_all_the_same(self):
        case = self.receive_mail()
        note = case.message_post(body="Hm", message_type="comment", subtype_xmlid="mail.mt_note")
        self.receive_mail("It drips", reply_to=note)
        self.assertFalse(case.message_ids[0].subtype_id.internal or case.message_ids[0].is_internal)
        self.assertEqual(case.message_ids[0].author_id, self.partner)

    def test_an_answer_opens_again_what_was_over(self):
        for end in ("solved", "closed"):
            case = self.receive_mail()
            first = self.mail_of(case)
            self.solve(case)
            if end == "closed":
                case.action_close()
            self.assertFalse(case.date_last_customer)
            with self.subTest(end=end):
                self.assertFalse(self.receive_mail("It drips again", reply_to=first))
                self.assertEqual((case.state, case.reopen_count), ("in_progress", 1))
                self.assertTrue(case.date_last_customer)

    def test_an_answer_after_a_long_time_makes_a_new_case_that_is_linked(self):
        case = self.receive_mail()
        first = self.mail_of(case)
        self.solve(case)
        self.company.hau_mai_reopen_days = 7
        case.date_solved -= timedelta(days=60)
        new = self.receive_mail("It drips again", reply_to=first)
        self.assertEqual((case.state, new.state, new.partner_id), ("solved", "new", self.partner))
        self.assertIn(case, new.related_ids)
        self.assertIn("It drips again", new.message_ids[0].body)

    def test_an_answer_to_a_case_that_was_merged_goes_where_it_went(self):
        case, other = self.receive_mail(), self.receive_mail(subject="The same")
        note = case.message_post(body="Which one?", subtype_xmlid="mail.mt_comment")
        case._answered(fields.Datetime.now())
        case._merge_into(other)
        self.assertTrue(other.unanswered_message_id)
        self.assertFalse(self.receive_mail("Both", reply_to=note))
        self.assertIn("Both", other.message_ids[0].body)
        self.assertEqual((case.state, other.state), ("closed", "new"))

    def test_an_answer_to_what_was_merged_and_merged_again_goes_all_the_way(self):
        first, second, third = (self.receive_mail(subject=f"The same {n}") for n in range(3))
        mail = self.mail_of(first)
        first._merge_into(second)
        second._merge_into(third)
        self.assertFalse(self.receive_mail("All three", reply_to=mail))
        self.assertIn("All three", third.message_ids[0].body)
        self.assertEqual({first.state, second.state}, {"closed"})
        self.assertTrue(third.unanswered_message_id)

    def test_a_colleague_of_the_customer_answers_for_the_company(self):
        hotel = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        self.partner.parent_id = hotel
        colleague = self.env["res.partner"].create(
            {"name": "Bình", "email": "binh@hotel.example", "parent_id": hotel.id}
        )
        case = self.receive_mail()
        first = self.mail_of(case)
        case.action_wait("customer")
        case._answered(fields.Datetime.now())
        self.assertFalse(
            self.receive_mail("AC 9000", sender="Bình <binh@hotel.example>", reply_to=first)
        )
        self.assertEqual((case.state, case.partner_id), ("in_progress", self.partner))
        self.assertEqual(case.message_ids[0].author_id, colleague)
        self.assertTrue(case.date_last_customer)

    def test_a_stranger_who_answers_is_heard_and_is_not_the_customer(self):
        """Somebody the mail was forwarded to: their words are kept, nobody is answered by them."""
        case = self.receive_mail()
        first = self.mail_of(case)
        case.action_wait("customer")
        self.assertFalse(
            self.receive_mail("Who are you?", sender="<x@elsewhere.example>", reply_to=first)
        )
        self.assertIn("Who are you?", case.message_ids.mapped("preview"))
        self.assertEqual((case.partner_id, case.email_from), (self.partner, "an@example.com"))
        self.assertFalse(case.date_first_response)

    def test_an_answer_without_a_word_is_an_answer(self):
        """A photo alone, or a mail program that sends nothing but a signature mark."""
        case = self.receive_mail()
        first = self.mail_of(case)
        case.action_wait("customer")
        self.receive_mail("", reply_to=first, files=[("plate.jpg", b"\xff\xd8")])
        message = case.message_ids.filtered(lambda m: m.attachment_ids)
        self.assertEqual(message.attachment_ids.name, "plate.jpg")
        self.assertEqual(case.state, "in_progress")

    def test_a_colleague_answers_from_their_own_mailbox(self):
        self.agent.partner_id.email = "lan@shop.example"
        case = self.receive_mail()
        self.receive_mail(
            "We come on Monday", sender="Lan <lan@shop.example>", reply_to=self.mail_of(case)
        )
        self.assertEqual(case.state, "in_progress")
        self.assertTrue(case.date_first_response and case.date_acknowledged)
        self.assertFalse(case.unanswered_message_id)

    # === MACHINES === #

    def test_what_a_machine_replies_opens_nothing(self):
        for headers in ({"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}):
            with self.subTest(headers=headers):
                self.assertFalse(self.receive_mail(headers=headers))

    def test_what_a_machine_says_by_itself_opens_a_case_that_no_machine_answers(self):
        """An authority's web form is heard; two machines never write to each other."""
        self.company.hau_mai_tell_customers = True
        for headers in ({"Auto-Submitted": "auto-generated"}, {"X-Auto-Response-Suppress": "All"}):
            with self.subTest(headers=headers):
                case = self.receive_mail(headers=headers)
                self.assertEqual((case.state, case.channel), ("new", "email"))
                self.assertTrue(case.date_last_customer)
                self.assertFalse(case.notice_ids or case.date_acknowledged)
                self.assertIn("A machine wrote this", " ".join(case.message_ids.mapped("body")))

    def test_a_vacation_reply_is_kept_as_a_note_and_changes_nothing(self):
        case = self.receive_mail()
        first = self.mail_of(case)
        self.solve(case)
        vacation = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
        self.receive_mail("On holiday", headers=vacation, reply_to=first, subject="Out of office")
        self.assertEqual((case.state, case.reopen_count), ("solved", 0))
        self.assertFalse(case.date_last_customer)
        self.assertIn("On holiday", case.message_ids[0].body)
        self.assertTrue(case.message_ids[0].subtype_id.internal)

    def test_our_own_mailbox_writes_to_nobody(self):
        for address in (self.to, "catchall@shop.example", "Care <CARE@shop.example>"):
            self.assertFalse(self.receive_mail(sender=address))

    @mute_logger(GATEWAY)
    def test_who_writes_without_end_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        made = sum((len(self.receive_mail(subject=f"Loop {n}")) for n in range(6)), 0)
        self.assertEqual(made, 3)

    def test_what_comes_back_opens_nothing_and_is_said_on_the_case(self):
        self.company.hau_mai_tell_customers = True
        case = self.receive_mail()
        [mail] = self.env["mail.mail"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertFalse(self.receive(self.bounce_of(mail.mail_message_id)))
        self.assertFalse(self.receive_mail(sender="mailer-daemon@mail.example"))
        self.assertIn("came back", case.message_ids[0].body)

    def bounce_of(self, message):
        """What a mail server sends back (RFC 3464)."""
        return f"""\
From: Mail Delivery System <MAILER-DAEMON@mail.example>
To: bounce@shop.example
Subject: Undelivered Mail Returned to Sender
Message-Id: <bounce@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="frontier"

--frontier
Content-Type: text/plain; charset=us-ascii

The address does not exist.

--frontier
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; an@example.com
Action: failed
Status: 5.1.1

--frontier
Content-Type: message/rfc822

From: care@shop.example
To: an@example.com
Message-Id: {message.message_id}
Subject: Case

Text

--frontier--
""".encode()

    # === FILES === #

    def test_huge_files_are_left_out_and_named(self):
        self.company.hau_mai_mail_megabytes = 1
        large, small = b"\xff\xd8" + b"0" * 1_500_000, b"\xff\xd8"
        case = self.receive_mail(files=[("film.jpg", large), ("plate.jpg", small)])
        message = self.mail_of(case)
        self.assertEqual(message.attachment_ids.mapped("name"), ["plate.jpg"])
        self.assertIn("film.jpg (1.4 MB)", message.body)
        self.assertIn("may have 1 MB together", message.body)

    def test_a_mail_of_html_only_is_read_and_cannot_run_anything(self):
        mail = EmailMessage()
        mail["From"], mail["To"] = "an@example.com", self.to
        mail["Subject"], mail["Message-Id"] = "AC", "<html@mail.example>"
        mail.set_content(
            "<p>Máy <b>không mát</b></p><script>alert(1)</script>"
            '<img src="cid:1"><img src=x onerror="alert(2)"><a href="javascript:alert(3)">x</a>',
            subtype="html",
        )
        case = self.receive(mail.as_bytes())
        self.assertIn("không mát", case.description)
        for text in (case.description, self.mail_of(case).body):
            for bad in ("<script", "onerror", "javascript:"):
                self.assertNotIn(bad, text)

    def test_invitations_and_winmail_are_files_like_others(self):
        mail = EmailMessage()
        mail["From"], mail["To"] = "an@example.com", self.to
        mail["Subject"], mail["Message-Id"] = "Visit", "<ics@mail.example>"
        mail.set_content("When do you come?")
        mail.add_attachment(
            b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
            maintype="text", subtype="calendar", filename="invite.ics",
        )  # fmt: skip
        mail.add_attachment(
            b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef",
            filename="winmail.dat",
        )  # fmt: skip
        case = self.receive(mail.as_bytes())
        self.assertIn("When do you come?", case.description)
        self.assertEqual(
            set(self.mail_of(case).attachment_ids.mapped("name")), {"invite.ics", "winmail.dat"}
        )

    def test_who_writes_as_one_of_the_house_answers_nobody_by_it(self):
        """Whoever puts a colleague's address into From opens a case of that colleague, at most."""
        self.agent.partner_id.email = "lan@shop.example"
        case = self.receive_mail("Pay here", sender="Lan <lan@shop.example>", subject="Refund")
        self.assertEqual((case.partner_id, case.state), (self.agent.partner_id, "new"))
        self.assertFalse(case.date_first_response or case.date_acknowledged)

    def test_another_mail_as_a_file_is_kept(self):
        inner = EmailMessage()
        inner["Subject"] = "Invoice"
        inner.set_content("Paid")
        outer = EmailMessage()
        outer["From"], outer["To"] = "an@example.com", self.to
        outer["Subject"], outer["Message-Id"] = "See the invoice", "<outer@mail.example>"
        outer.set_content("Attached")
        outer.add_attachment(inner)
        case = self.receive(outer.as_bytes())
        self.assertEqual(len(self.mail_of(case).attachment_ids), 1)
