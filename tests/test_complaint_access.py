"""Every button of a case, for whoever has no right to it: somebody else's, another company's."""

from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .complaint_common import ComplaintCase
from .test_access import CHANGING

CASE = "hau_mai.complaint"


class CaseAccess(ComplaintCase):
    """Lan's case, Hoa's case, and the case of a shop of another company with its agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_complaint(subject="Own", user_id=cls.agent.id)
        cls.theirs = cls.make_complaint(
            subject="Theirs", user_id=cls.desk.id, unit_id=cls.unit.id, severity="high"
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other Shop"})
        cls.stranger = new_test_user(
            cls.env,
            login="stranger",
            groups="hau_mai.group_manager",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )

    def facts(self, case):
        """All that a button could change: the case, and what hangs on it."""
        case.invalidate_recordset()
        values = case.sudo().read(
            ["state", "user_id", "team_id", "stage_id", "priority", "date_later", "resolution",
             "partner_id", "cause_id", "subject", "close_reason", "waiting_for", "write_date"],
            load=False,
        )  # fmt: skip
        kept = [len(case.sudo()[fname]) for fname in (
            "message_ids", "action_ids", "minutes_ids", "child_ids", "merge_ids", "notice_ids",
            "sla_status_ids", "alert_ids", "miss_ids",
        ) if fname in case]  # fmt: skip
        return values, kept

    def assertNoRight(self, user, records, method, args=(), case=None):
        """Called from outside it is refused, and nothing of it stays."""
        case = case or records
        before = self.facts(case)
        model = self.env[records._name].with_user(user)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            said = call_kw(model, method, [records.ids, *args], {})
            self.env.flush_all()
            self.fail(f"{method} answered {said}")
        self.assertEqual(self.facts(case), before)


class TestButtons(CaseAccess):
    def test_somebody_elses_case_is_read_and_nothing_more(self):
        self.assertEqual(self.theirs.with_user(self.agent).subject, "Theirs")
        self.assertFalse(self.theirs.with_user(self.agent).may_write)
        self.assertTrue(self.own.with_user(self.agent).may_write)
        self.theirs.action_wait("customer", "a photo")
        for method, args in {
            **CHANGING[CASE],
            "write": [{"subject": "Mine now"}],
            "message_subscribe": [self.desk.partner_id.ids],
        }.items():
            if method == "action_take":
                continue  # says who has it, see test_complaint_triage
            with self.subTest(button=method):
                self.assertNoRight(self.agent, self.theirs, method, args)

    def test_another_companys_case_is_not_even_seen(self):
        for method, args in {
            **CHANGING[CASE],
            "action_view_minutes": [],
            "read": [["subject"]],
            "write": [{"subject": "Ours"}],
            "message_post": [],
            "message_subscribe": [self.agent.partner_id.ids],
        }.items():
            with self.subTest(button=method):
                self.assertNoRight(self.stranger, self.theirs, method, args)
        cases = self.env[CASE].with_user(self.stranger)
        self.assertFalse(cases.search([("id", "=", self.theirs.id)]))
        self.assertFalse(cases.search([("sla_status_ids.complaint_id", "=", self.theirs.id)]))

    def test_a_dialog_opened_with_somebody_elses_case_in_its_context_does_nothing(self):
        """The ids come from the browser, so does the context."""
        dialogs = {
            "hau_mai.complaint.solve": (
                {"cause_id": self.cause.id, "resolution": "repair"},
                ["action_apply", "action_do"],
            ),
            "hau_mai.complaint.refusal": ({"reason": "x", "ground": "x"}, ["action_apply"]),
            "hau_mai.complaint.decision": ({"reason": "x"}, ["action_apply"]),
        }
        case = self.theirs
        before = self.facts(case)
        for who in (self.agent, self.stranger):
            for name, (values, methods) in dialogs.items():
                dialog = self.env[name].with_user(who)
                one = "complaint_id" in dialog
                key, value = ("complaint_id", case.id) if one else ("complaint_ids", case.ids)
                for method in methods:
                    with self.subTest(user=who.login, dialog=name, method=method):
                        with suppress(AccessError), self.env.cr.savepoint():
                            context = {f"default_{key}": value}
                            wizard = dialog.with_context(**context).create(values)
                            call_kw(dialog, method, [wizard.ids], {"context": context})
                            self.env.flush_all()
                            # rules leave nothing of another company's in a list of cases
                            self.assertFalse(wizard[key], "it did something")
                        self.assertEqual(self.facts(case), before)

    def test_a_case_cannot_be_made_over_to_or_from_another_company(self):
        cases = self.env[CASE].with_user(self.stranger)
        for vals in (
            {"subject": "x", "company_id": self.company.id},
            {"subject": "x", "team_id": self.team.id},
            {"subject": "x", "unit_id": self.unit.id},
            {"subject": "x", "parent_id": self.theirs.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    cases.create(vals)
                    self.env.flush_all()

    def test_a_duplicate_or_a_merge_reads_nothing_of_another_company(self):
        """The id of the other case is the browser's word too."""
        ours = self.env[CASE].create({"subject": "There", "company_id": self.other_company.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            call_kw(
                self.env[CASE].with_user(self.stranger),
                "action_duplicate",
                [ours.ids, self.theirs.id, "a reason"],
                {},
            )
        self.assertEqual(ours.state, "new")

    def test_vouchers_over_the_limit_are_decided_by_nobody_whose_case_it_is_not(self):
        self.company.hau_mai_voucher_limit_user = 10
        action = self.env["hau_mai.complaint.action"].create(
            {
                "complaint_id": self.theirs.id,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "kind": "voucher",
                "key": "0:",
                "state": "to_approve",
                "amount": 5,
                "user_id": self.agent.id,
            }
        )
        for who in (self.agent, self.stranger):
            for method, args in CHANGING["hau_mai.complaint.action"].items():
                with self.subTest(user=who.login, method=method):
                    self.assertNoRight(who, action, method, args, case=self.theirs)
                    self.assertEqual(action.state, "to_approve")

    def test_ledgers_are_written_by_nobody(self):
        """Moves, clocks, segments, warnings, notices, actions: by the case's own methods only."""
        for name in ("move", "notice", "action", "merge"):
            self.written_by_nobody(f"hau_mai.complaint.{name}")
        for name in ("status", "segment", "alert", "miss"):
            self.written_by_nobody(f"hau_mai.sla.{name}")

    def written_by_nobody(self, name):
        for user in (self.agent, self.desk, self.manager):
            model = self.env[name].with_user(user)
            for operation in ("create", "write", "unlink"):
                with self.subTest(model=name, user=user.login, operation=operation):
                    self.assertFalse(model.has_access(operation))

    def test_minutes_of_somebody_elses_case_are_read_only(self):
        minutes = self.env["hau_mai.complaint.minutes"].create(
            {"complaint_id": self.theirs.id, "content": "It drips"}
        )
        self.assertEqual(minutes.with_user(self.agent).content, "It drips")
        for user in (self.agent, self.stranger):
            self.assertNoRight(user, minutes, "write", [{"content": "x"}], case=self.theirs)
            self.assertNoRight(user, minutes, "unlink", case=self.theirs)
        self.assertNoRight(self.stranger, minutes, "read", [["content"]], case=self.theirs)


class TestSalespeople(CaseAccess):
    def test_a_salesperson_reads_the_cases_of_their_orders_and_changes_none(self):
        seller = new_test_user(self.env, login="seller", groups="sales_team.group_sale_salesman")
        order = self.make_order(user_id=seller.id)
        case = self.make_complaint(order_id=order.id, user_id=self.agent.id, subject="Theirs")
        self.assertEqual(case.with_user(seller).subject, "Theirs")
        self.assertFalse(self.env[CASE].with_user(seller).search([]) - case)
        for method, args in {**CHANGING[CASE], "write": [{"subject": "x"}]}.items():
            with self.subTest(button=method):
                self.assertNoRight(seller, case, method, args)
        with self.assertRaises(AccessError):
            self.env[CASE].with_user(seller).create({"subject": "x"})

    def test_who_has_no_role_sees_no_case_and_no_figure(self):
        clerk = new_test_user(self.env, login="clerk", groups="base.group_user")
        for method in ("search_read", "search_count", "web_search_read"):
            args = [[], {"subject": {}}] if method == "web_search_read" else [[]]
            with self.subTest(method=method), self.assertRaises(AccessError):
                call_kw(self.env[CASE].with_user(clerk), method, args, {})
        for name in ("hau_mai.complaint.report", "hau_mai.sla.report", "hau_mai.sla.status"):
            with self.subTest(model=name), self.assertRaises(AccessError):
                call_kw(self.env[name].with_user(clerk), "search_read", [[]], {})
        with self.assertRaises(AccessError):
            caller = self.env["hau_mai.call"].with_user(clerk)
            call_kw(caller, "log_note", [self.theirs.partner_id.id, "x"], {})
