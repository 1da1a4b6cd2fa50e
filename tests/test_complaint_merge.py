"""Merging cases: nothing is lost, the customer is told once, and everything can go back."""

import random
from unittest.mock import patch

from odoo.exceptions import AccessError

from odoo.addons.hau_mai.models.hau_mai_case_mixin import HauMaiCaseMixin

from .complaint_common import ComplaintCase


class MergeCase(ComplaintCase):
    @classmethod
    def make_full(cls, number=0, **vals):
        """A case with everything that can go along."""
        complaint = cls.make_complaint(
            subject=f"Case {number}", date_open=f"2026-01-{20 - number:02} 03:00:00", **vals
        )
        complaint.message_post(
            body=f"Words {number}",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=cls.partner.id,
            attachments=[(f"{number}.txt", b"photo")],
        )
        cls.env["ir.attachment"].create(
            {"name": f"bill {number}", "res_model": complaint._name, "res_id": complaint.id}
        )
        complaint.message_subscribe((cls.desk if number % 2 else cls.agent).partner_id.ids)
        complaint.message_subscribe(cls.partner.ids)
        complaint.activity_schedule("mail.mail_activity_data_todo", user_id=cls.desk.id)
        complaint._rating_get_access_token()
        return complaint

    @staticmethod
    def words_of(complaints):
        """What people wrote, without what the case noted by itself."""
        return complaints.message_ids.filtered(lambda m: m.message_type == "comment")

    def state_of(self, complaints, messages):
        """All that a merge changes and its undoing has to restore."""
        self.env.invalidate_all()
        links = [
            ("mail.message", "model", [("id", "in", messages.ids)]),
            ("ir.attachment", "res_model", []),
            ("mail.activity", "res_model", []),
            ("rating.rating", "res_model", []),
            ("mail.followers", "res_model", []),
        ]
        state = {}
        for complaint in complaints.sudo():
            [values] = complaint.read(
                ["stage_id", "waiting_for", "waiting_reason", "close_reason", "date_open"]
                + ["date_acknowledged", "date_first_response", "date_solved", "date_closed"]
                + ["merged_into_id", "parent_id", "user_id", "reopen_count"]
            )
            for model, name, domain in links:
                own = [(name, "=", complaint._name), ("res_id", "=", complaint.id)]
                values[model] = set(self.env[model].sudo().search([*own, *domain]).ids)
            state[complaint.id] = values
        return state


class TestMerge(MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target, cls.source = cls.make_full(0), cls.make_full(1)
        cls.child = cls.make_complaint(parent_id=cls.source.id, type="question")

    def test_everything_goes_along_and_comes_back(self):
        messages = self.words_of(self.source | self.target)
        before = self.state_of(self.source | self.target | self.child, messages)
        self.source._merge_into(self.target)
        after = self.state_of(self.source | self.target, messages)
        for model in ("mail.message", "ir.attachment", "mail.activity", "rating.rating"):
            both = before[self.source.id][model] | before[self.target.id][model]
            self.assertEqual(after[self.target.id][model], both, model)
            self.assertFalse(after[self.source.id][model], model)
        followers = self.target.message_partner_ids
        self.assertLessEqual(self.desk.partner_id | self.agent.partner_id | self.partner, followers)
        self.assertEqual(self.target.date_open, self.source.date_open)
        self.assertEqual((self.source.state, self.source.close_reason), ("closed", "merged"))
        self.assertEqual(self.source._merge_target(), self.target)
        self.assertEqual(self.child.parent_id, self.target)
        new = self.target.message_post(body="Written since")
        self.source.action_undo_merge()
        self.assertEqual(self.state_of(self.source | self.target | self.child, messages), before)
        self.assertEqual(new.res_id, self.target.id)
        [row] = self.source.merge_ids
        self.assertEqual((row.target_id, bool(row.date_undone)), (self.target, True))

    def test_the_dialog_keeps_the_one_that_was_opened_first(self):
        cases = (self.target | self.source | self.make_full(2)).with_user(self.agent)
        action = cases.action_merge()
        dialog = self.env[action["res_model"]].with_context(**action["context"])
        dialog = dialog.with_user(self.agent).create({})
        self.assertEqual(dialog.target_id, cases[2])
        self.assertFalse(dialog.other_ids)
        self.assertEqual(dialog.action_apply()["res_id"], cases[2].id)
        self.assertEqual(cases[2].merged_ids, cases[:2])

    def test_a_link_of_a_rating_in_an_old_mail_rates_the_case_that_stays(self):
        token = self.source._rating_get_access_token()
        self.source._merge_into(self.target)
        rating = self.env["rating.rating"].search([("access_token", "=", token)])
        self.assertEqual(
            (rating.res_id, rating.res_name), (self.target.id, self.target.display_name)
        )

    def test_the_customer_is_told_once(self):
        told = []

        def tell(complaints, event, **_values):
            if not complaints.env.context.get("install_mode"):
                told.extend((complaint.name, event) for complaint in complaints)

        third = self.make_full(3)
        over = self.make_full(4)
        over.action_close()
        with patch.object(HauMaiCaseMixin, "_tell_customer", tell):
            (self.source | third | over)._merge_into(self.target)
            third.action_undo_merge()
        self.assertEqual(told, [(self.source.name, "merged")])
        self.assertEqual(over.close_reason, "by_hand")

    def test_steps_and_clocks_stay_with_their_case(self):
        moves = self.source.move_ids
        self.source._merge_into(self.target)
        self.assertLessEqual(moves, self.source.move_ids)
        self.assertEqual(self.source.move_ids[-1].kind, "closed")
        self.assertNotIn("closed", self.target.move_ids.mapped("kind"))

    def test_what_the_case_noted_by_itself_stays_in_its_own_history(self):
        note = self.source._message_log(body="The severity changed")
        told = self.source.message_notify(body="You have it", partner_ids=self.desk.partner_id.ids)
        self.source._merge_into(self.target)
        self.assertEqual((note.res_id, told.res_id), (self.source.id, self.target.id))

    def test_what_waited_waits_again(self):
        self.source.action_wait("supplier", "a board")
        self.source._merge_into(self.target)
        self.source.action_undo_merge()
        self.assertEqual(
            (self.source.state, self.source.waiting_for, self.source.waiting_reason),
            ("waiting", "supplier", "a board"),
        )

    def test_an_answer_given_since_is_not_forgotten(self):
        self.source.date_first_response = "2026-02-01 03:00:00"
        self.source._merge_into(self.target)
        self.assertEqual(self.target.date_first_response, self.source.date_first_response)
        third = self.make_full(3)
        third._merge_into(self.target)
        self.source.action_undo_merge()
        self.assertFalse(self.target.date_first_response)
        self.target.date_first_response = "2026-03-01 03:00:00"
        third.action_undo_merge()
        self.assertEqual(str(self.target.date_first_response), "2026-03-01 03:00:00")

    def test_what_was_asked_for_one_of_them_is_answered_to_the_one_that_stays(self):
        self.target.user_id = self.agent
        self.source._merge_into(self.target)
        self.child.answer = "Known batch"
        self.solve(self.child)
        self.assertIn("Known batch", "".join(self.target.message_ids.mapped("body")))

    def test_a_case_is_not_asked_by_itself_when_it_takes_in_who_asked(self):
        inner = self.make_complaint(parent_id=self.child.id, type="question")
        self.child._merge_into(inner)
        self.assertEqual(inner.parent_id, self.child)
        self.child.action_undo_merge()
        self.assertEqual((inner.parent_id, self.child.parent_id), (self.child, self.source))

    def test_a_message_that_was_split_off_since_stays_there(self):
        message = self.words_of(self.source)
        self.source._merge_into(self.target)
        new = self.target._split(message)
        self.source.action_undo_merge()
        self.assertEqual(message.res_id, new.id)

    def test_what_cannot_be_merged(self):
        third = self.make_full(3)
        with self.refused("at least two cases"):
            self.target._merge_into(self.target)
        self.source._merge_into(self.target)
        with self.refused("is merged into .* already"):
            self.source._merge_into(third)
        with self.refused("is merged into .* already"):
            third._merge_into(self.source)
        with self.refused("Undo that first"):
            self.source.action_reopen("Hello?")
        with self.refused("is not merged"):
            third.action_undo_merge()
        with self.refused("handed over within the house"):
            third._merge_into(self.child)
        self.target.action_close()
        with self.refused("is over: reopen it first"):
            third._merge_into(self.target)

    def test_other_customers_only_when_it_is_meant_by_who_may(self):
        other = self.env["res.partner"].create({"name": "Bình"})
        theirs = self.make_full(5, partner_id=other.id)
        with self.refused("another customer"):
            theirs._merge_into(self.target)
        with self.refused("may change all documents"):
            theirs.with_user(self.agent)._merge_into(self.target.with_user(self.agent), True)
        dialog = self.env["hau_mai.complaint.merging"].with_user(self.desk)
        dialog = dialog.create({"complaint_ids": (theirs | self.target).ids})
        dialog.target_id = self.target
        self.assertEqual(dialog.other_ids, theirs)
        dialog.confirmed = True
        dialog.action_apply()
        self.assertEqual(theirs.merged_into_id, self.target)

    def test_who_may_not_change_a_case_cannot_merge_it(self):
        theirs = self.make_full(5, user_id=self.desk.id)
        for source, target in ((theirs, self.target), (self.target, theirs)):
            with self.assertRaises(AccessError):
                source.with_user(self.agent)._merge_into(target.with_user(self.agent))
        self.source._merge_into(theirs)
        with self.assertRaises(AccessError):
            self.source.with_user(self.agent).action_undo_merge()

    def test_a_merge_of_contacts_keeps_cases_and_their_merges(self):
        other = self.env["res.partner"].create({"name": "An Nguyễn"})
        self.target.partner_id = self.source.partner_id = other
        (self.source | self.target).message_subscribe(other.ids)
        self.source._merge_into(self.target)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((other | self.partner).ids, self.partner)
        self.env.invalidate_all()
        self.assertEqual((self.source | self.target).partner_id, self.partner)
        self.source.action_undo_merge()
        for complaint in (self.source, self.target):
            self.assertIn(self.partner, complaint.message_partner_ids)


class TestMergeOfMerged(MergeCase):
    def test_any_merges_undone_in_any_order_leave_what_was(self):
        """Merge of merged, undo of an inner one, again: 4 stories, each with its own dice."""
        self.cases = self.Complaint.union(*(self.make_full(number) for number in range(5)))
        for number, complaint in enumerate(self.cases):
            complaint.date_first_response = f"2026-02-{10 + number} 03:00:00"
        self.cases[2].write({"parent_id": self.cases[0].id, "date_first_response": False})
        self.cases[4].write({"parent_id": self.cases[3].id})
        self.solve(self.cases[4])
        self.messages = self.words_of(self.cases)
        self.partners = {case: case.message_partner_ids for case in self.cases}
        before = self.state_of(self.cases, self.messages)
        for story in range(4):
            with self.subTest(story=story):
                self.tell_story(random.Random(story))
                self.assertEqual(self.state_of(self.cases, self.messages), before)

    def tell_story(self, dice):
        """Some merges and undoings, then the undoing of all that is merged, in any order."""
        for _step in range(dice.randint(4, 10)):
            merged = self.cases.filtered("merged_into_id")
            roots = self.cases - merged
            if len(roots) > 1 and (not merged or dice.random() < 0.6):
                target = dice.choice(roots.filtered(lambda c: not c.parent_id))
                sources = dice.sample(list(roots - target), dice.randint(1, len(roots) - 1))
                self.Complaint.union(*sources)._merge_into(target)
            elif merged:
                dice.choice(merged).action_undo_merge()
            self.check_all_is_with_the_roots()
        merged = list(self.cases.filtered("merged_into_id"))
        dice.shuffle(merged)
        for complaint in merged:
            complaint.action_undo_merge()

    def check_all_is_with_the_roots(self):
        """What belongs to a case stands where it went on, and nowhere else."""
        self.env.invalidate_all()
        roots = self.cases.filtered(lambda c: not c.merged_into_id)
        self.assertLessEqual(set(self.messages.mapped("res_id")), set(roots.ids))
        for root in roots:
            tree = root._merge_tree()
            self.assertEqual(root.date_open, min(tree.mapped("date_open")))
            followers = self.env["res.partner"].union(*(self.partners[case] for case in tree))
            self.assertEqual(root.message_partner_ids, followers)


class TestMergeQueries(MergeCase):
    def test_messages_and_cases_do_not_multiply_the_queries(self):
        def queries(count):
            target = self.make_full(0)
            sources = self.Complaint.create(
                [{"subject": "Again", "partner_id": self.partner.id}] * 4
            )
            for source in sources:
                for number in range(count):
                    source.message_post(body=f"Words {number}", message_type="comment")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sources._merge_into(target)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertLessEqual(queries(20), queries(2) + 3)
