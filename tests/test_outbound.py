"""Whatever leaves for a customer asks the contact gate: no path that sends is unknown.

Every place in the code that can send something to somebody stands in a table below, with how the
gate is asked. A new one fails until it does too. (All that leaves for marketing, surveys and
birthdays is a follow-up of a rule; service notices go through ``hau_mai.announcement.mixin``.)
"""

import ast
from pathlib import Path

import pytest

from odoo.modules.module import get_module_path

#: Methods that send, or put into a queue what is sent.
SENDS = {
    "send_mail", "send_mail_batch", "rating_send_request", "message_notify",
    "message_mail_with_source", "message_post_with_source", "message_sms", "_message_sms",
    "_message_sms_with_template",
    "_message_sms_schedule_mass", "action_send_mail", "action_send_sms", "_action_send_mail",
    "_action_send_sms", "_send_creation_communication", "_send_points_reach_communication",
    "_action_send_sign_up", "action_reset_password", "portal_share",
}  # fmt: skip

#: Models of which a record is something that is sent, or that sends when it is made.
SENT_MODELS = {
    "mail.mail", "sms.sms", "mail.compose.message", "sms.composer", "loyalty.card",
    "loyalty.generate.wizard", "mail.message", "mailing.mailing", "hau_mai.messenger.message",
}  # fmt: skip

#: A message that is posted with one of these may leave for followers or people named.
POSTED_TO = {"partner_ids", "subtype_xmlid", "subtype_id", "message_type", "email_add_signature"}

ASKS = "asks _contact_verdicts before"
COLLEAGUES = "goes to colleagues only"
OWN_WORD = "what the customer wrote or asked for themselves"

#: "file:function" -> how the gate is asked, or why it need not be.
KNOWN = {
    "models/hau_mai_announcement_mixin.py:_send_email": f"{ASKS}, in _choose_channels",
    "models/hau_mai_announcement_mixin.py:_send_sms": f"{ASKS}, in _choose_channels",
    "models/hau_mai_forfeiture.py:_send_letter": f"{ASKS}, purpose service",
    "models/hau_mai_asking_mixin.py:_ask_rating": f"{ASKS}, purpose survey",
    "models/hau_mai_unit_sending_job.py:_mail_cards": f"{ASKS}, in _send_cards",
    "models/hau_mai_consent_request.py:_ask": f"{ASKS}, and once a number, ever",
    "models/hau_mai_care_runner_email.py:_send_by_email": "the runner asks, in _pass_gate",
    "models/hau_mai_care_runner_sms.py:_send_by_sms": "the runner asks, in _pass_gate",
    "models/hau_mai_care_runner_messenger.py:_queue_messenger": "the runner asks, in _pass_gate",
    "models/hau_mai_touchpoint_answer.py:_tell_of_answer": COLLEAGUES,
    "models/loyalty_program.py:_hau_mai_make_cards": "quiet: loyalty_no_mail, sends nothing",
    "models/hau_mai_complaint_voucher.py:_tell_voucher": "the answer to a case the customer opened",
    "models/hau_mai_complaint_link.py:_send_new_link": f"{OWN_WORD}: a new link to their case",
    "models/hau_mai_complaint_portal_action.py:_post_as_customer": OWN_WORD,
    "models/hau_mai_service_request.py:_note_request": OWN_WORD,
    "models/hau_mai_call.py:log_note": "a note in the chatter of the customer",
    "models/hau_mai_complaint_portal_action.py:_tell_agent": COLLEAGUES,
    "models/hau_mai_service_booking.py:_tell_desk": COLLEAGUES,
    "models/hau_mai_complaint_month.py:_send": COLLEAGUES,
    "models/hau_mai_service_center_offer.py:_tell_centers": "goes to service centers, by contract",
    "models/res_users.py:_hau_mai_send_digest": COLLEAGUES,
}


class _Finder(ast.NodeVisitor):
    """Collects the functions in which something is sent."""

    def __init__(self, path):
        self.path, self.functions, self.found, self.named = path, [], {}, {}

    def visit_FunctionDef(self, node):
        self.functions.append(node.name)
        self.generic_visit(node)
        self.functions.pop()

    def visit_Call(self, node):
        if what := self.sent_by(node):
            place = f"{self.path}:{'.'.join(self.functions) or 'module'}"
            self.found[place] = (node.lineno, what)
        self.generic_visit(node)

    def visit_Assign(self, node):
        """A model that is named first and used later sends as well."""
        value = node.value
        while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            if value.func.attr not in ("sudo", "with_context", "with_company", "with_user"):
                break
            value = value.func.value
        if isinstance(value, ast.Subscript) and (named := self.models_in(value) & SENT_MODELS):
            self.named |= {
                target.id: named for target in node.targets if isinstance(target, ast.Name)
            }
        self.generic_visit(node)

    def sent_by(self, call):
        if not isinstance(call.func, ast.Attribute):
            return None
        name = call.func.attr
        if name in SENDS and not self.is_super(call.func.value):
            return f"calls {name}()"
        if name == "create" and (models := self.models_in(call.func.value) & SENT_MODELS):
            return f"creates {models.pop()}"
        called = getattr(call.func.value, "id", None)
        if name == "create" and called in self.named:
            return f"creates {next(iter(self.named[called]))}"
        keywords = {keyword.arg for keyword in call.keywords}
        if name == "message_post" and (keywords & POSTED_TO or None in keywords):
            return "posts a message that may leave"
        return None

    @staticmethod
    def is_super(node):
        return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"

    @staticmethod
    def models_in(node):
        return {
            part.slice.value
            for part in ast.walk(node)
            if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant)
        }


def places_of(source, path="models/some.py"):
    finder = _Finder(path)
    finder.visit(ast.parse(source))
    return finder.found


def all_places():
    root = Path(get_module_path("hau_mai"))
    found = {}
    for folder in ("models", "wizard", "controllers", "tools"):
        for file in sorted((root / folder).glob("*.py")):
            found |= places_of(file.read_text(), file.relative_to(root).as_posix())
    return found


def test_every_path_that_sends_is_known():
    found = all_places()
    new = {place: found[place] for place in found.keys() - KNOWN.keys()}
    told = "\n".join(
        f"  {place} (line {line}) {what}" for place, (line, what) in sorted(new.items())
    )
    assert not new, (
        "These places send something and nobody knows whether the contact gate is asked:\n"
        f"{told}\n"
        "What leaves for a customer for marketing, a survey or a birthday is a follow-up of a rule "
        "and leaves by the runner, which takes a slot; what is service goes through "
        "hau_mai.announcement.mixin. When yours asks the gate, or reaches no customer, write it "
        "into KNOWN with how."
    )


def test_the_table_names_no_place_that_is_gone():
    assert not KNOWN.keys() - all_places().keys()


@pytest.mark.parametrize(
    ("source", "sends"),
    [
        ("def f(self): template.send_mail(1)", True),
        ("def f(self): template.send_mail_batch([1], email_values={})", True),
        ("def f(self): self.env['sms.sms'].sudo().create({})", True),
        ("def f(self): self.env['mail.mail'].create([])", True),
        ("def f(self): self.env['loyalty.card'].with_context(x=1).create([])", True),
        ("def f(self): self.partner_id.message_notify(partner_ids=[1])", True),
        ("def f(self): self.message_post(body='x', partner_ids=[1])", True),
        ("def f(self): self.message_post(body='x', subtype_xmlid='mail.mt_comment')", True),
        ("def f(self): self.message_post(**values)", True),
        ("def f(self):\n  mails = self.env['mail.mail'].sudo()\n  mails.create([])", True),
        ("def f(self): self.message_post_with_source('hau_mai.text')", True),
        ("def f(self): self.message_post(body='x')", False),
        ("def f(self): self._message_log(body='x')", False),
        ("def f(self): self.env['mail.activity'].create([])", False),
        ("def f(self): self.env['sms.sms'].search([])", False),
        ("def send_mail(self): return super().send_mail(1)", False),
    ],
)
def test_what_counts_as_sending(source, sends):
    assert bool(places_of(source)) == sends
