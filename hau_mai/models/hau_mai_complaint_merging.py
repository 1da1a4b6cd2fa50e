from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.merging import earliest, join_items, own_moment, without_items
from ..tools.turns import take_turns
from .hau_mai_complaint_stage import OPEN_KINDS

#: The moments of which the first one counts, wherever among the merged cases it was.
DATES = ("date_open", "date_acknowledged", "date_first_response")

#: What a merge changes on the source, and its undoing restores.
STATUS = (
    "stage_id",
    "reopen_count",
    "waiting_for",
    "waiting_reason",
    "close_reason",
    "date_solved",
    "date_closed",
    "date_later",
    "later_reason",
)


class HauMaiComplaint(models.Model):
    """Several cases that are one: merged into one of them, and taken apart again."""

    _inherit = "hau_mai.complaint"

    merged_into_id = fields.Many2one(
        "hau_mai.complaint",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
        groups="base.group_user",
    )
    merged_ids = fields.One2many(
        "hau_mai.complaint",
        "merged_into_id",
        string="Merged Into This One",
        groups="hau_mai.group_user_own",
    )
    merge_ids = fields.One2many(
        "hau_mai.complaint.merge", "source_id", string="Merges", groups="hau_mai.group_user_own"
    )

    # === ACTION METHODS === #

    def action_merge(self):
        """The dialog that asks which of these cases stays."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": "hau_mai.complaint.merging",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids},
        }

    def action_undo_merge(self):
        """Take these cases out again of what they were merged into; everything goes back.

        What was written since stays with the case that stayed.

        :raises UserError: when one is not merged
        """
        self.check_access("write")
        for complaint in self:
            if not complaint.merged_into_id:
                raise UserError(self.env._("Case %s is not merged.", complaint.name))
        for complaint in self:
            complaint._undo_merge()
        return True

    # === BUSINESS METHODS === #

    def _merge_target(self):
        """The case in which this one goes on: itself, or the last one it was merged into."""
        self.ensure_one()
        target = self.sudo()
        while target.merged_into_id:
            target = target.merged_into_id
        return target.with_env(self.env)

    def _merge_tree(self):
        """These cases, and all that were merged into them, at any depth."""
        tree = level = self.sudo()
        while level := level.merged_ids:
            tree |= level
        return tree

    def _live_merges(self):
        """The merges of these cases into others that were not undone."""
        return (
            self.env["hau_mai.complaint.merge"]
            .sudo()
            .search([("source_id", "in", self.ids), ("date_undone", "=", False)])
        )

    def _merged_items(self):
        """What came to these cases by merges: ``{model: [ids]}``."""
        return join_items((self._merge_tree() - self)._live_merges().mapped("items"))

    def _merge_into(self, target, confirmed=False):
        """Let these cases go on as another one.

        Messages, attachments, activities, ratings and followers go to it; steps and
        clocks stay where they are, and its own clocks run from when the first of the
        cases was opened. The customers are told once.

        :param target: the case that stays
        :param bool confirmed: whether cases of other customers are meant
        :raises UserError: saying which cases cannot be merged, and why
        """
        (self | target).check_access("write")
        take_turns(self | target)
        self._check_mergeable(target, confirmed)
        own = target._own_moments()
        items = self._find_items()
        self.env["hau_mai.complaint.merge"].sudo().create(
            [
                {
                    "source_id": source.id,
                    "target_id": target.id,
                    "company_id": source.company_id.id,
                    "items": without_items(items[source.id], source._merged_items()),
                    "before": source._merge_before(),
                }
                for source in self
            ]
        )
        told = self.filtered(lambda c: c.state in OPEN_KINDS)
        open_cases = self.filtered(lambda c: c.state in (*OPEN_KINDS, "solved"))
        moments = {case: case._moments() for case in open_cases}
        # nobody is told that a case was closed which goes on, and that is no answer
        open_cases.with_context(install_mode=True).action_close("merged")
        open_cases._keep_moments(moments)
        self.sudo().merged_into_id = target
        target._gather(target._merged_items(), target._merge_tree())
        self.env.invalidate_all()
        target._show_moments(own)
        target._apply_sla()
        (self | target)._on_messages_moved()
        self._note_merge(target)
        for sources in told.grouped("partner_id").values():
            sources[0]._tell_customer("merged", reason=target.name)

    def _check_mergeable(self, target, confirmed):
        """Refuse what cannot be merged.

        :raises UserError: naming the case
        """
        if not self or target in self:
            raise UserError(self.env._("Choose at least two cases, and the one that stays."))
        for complaint in self | target:
            if complaint.merged_into_id:
                raise UserError(
                    self.env._(
                        "Case %(case)s is merged into %(target)s already.",
                        case=complaint.name,
                        target=complaint.merged_into_id.name,
                    )
                )
            if complaint.company_id != target.company_id:
                raise UserError(self.env._("Cases of different companies cannot be merged."))
        if target.state not in OPEN_KINDS and any(c.state in OPEN_KINDS for c in self):
            raise UserError(
                self.env._("Case %s is over: reopen it first, or keep an open one.", target.name)
            )
        if target.parent_id and not all(complaint.parent_id for complaint in self):
            raise UserError(
                self.env._(
                    "Case %s was handed over within the house: the customer would not see any more "
                    "what becomes of theirs. Keep the other one.",
                    target.name,
                )
            )
        self._check_other_customers(target, confirmed)

    def _check_other_customers(self, target, confirmed):
        """Refuse to merge cases of different customers by mistake.

        :raises UserError: naming the cases
        """
        others = self._of_other_customers(target)
        if not others:
            return
        if not confirmed:
            raise UserError(
                self.env._(
                    "%s: another customer. Merged, each could read what the other wrote. Say in "
                    "the dialog that it is meant.",
                    ", ".join(others.mapped("name")),
                )
            )
        if not self.env.user.has_group("hau_mai.group_user_all"):
            raise UserError(
                self.env._(
                    "Cases of different customers are merged by who may change all documents."
                )
            )

    def _of_other_customers(self, target):
        """Those of these cases whose customer is not known to be the target's."""
        return self.filtered(
            lambda c: (
                c.commercial_partner_id != target.commercial_partner_id
                or (not c.partner_id and c.email_from != target.email_from)
            )
        )

    def _merge_before(self):
        """The status of this case, to be restored."""
        [values] = self.sudo().read(STATUS, load=None)
        return {
            fname: fields.Datetime.to_string(value) if fname.startswith("date_") else value
            for fname, value in values.items()
            if fname != "id"
        }

    def _undo_merge(self):
        """Take this case out of what it was merged into."""
        self.ensure_one()
        path = self.sudo().merged_into_id
        while path[-1].merged_into_id:
            path |= path[-1].merged_into_id
        root = path[-1].with_env(self.env)
        root.check_access("write")
        take_turns(self | path)
        [row] = self._live_merges()
        moments = {case: case._own_moments() for case in path}
        within = root._merge_tree()
        self.sudo().merged_into_id = False
        # all go home first: who follows two of the cases follows the right one afterwards
        for merge in within._live_merges():
            merge.source_id._gather(merge.items or {}, within)
        for case in (self, root):
            case._gather(case._merged_items(), within)
        self.env.invalidate_all()
        shown = {self: self._moments()}
        self.sudo().with_context(install_mode=True).write(row.before)
        self._keep_moments(shown)
        row.write({"date_undone": fields.Datetime.now(), "undone_by_id": self.env.uid})
        for case in path:
            case._show_moments(moments[case])
        (self | root)._apply_sla()
        (self | root)._on_messages_moved()
        self._message_log(body=self.env._("No longer merged into %s.", row.target_id.name))
        root._message_log(body=self.env._("Case %s was taken out again.", self.name))

    def _check_transition(self, stage):
        """What is merged goes on elsewhere; what is taken out goes back to where it stood."""
        closed = self.filtered(lambda c: c.state not in OPEN_KINDS)
        for complaint in closed.sudo().filtered("merged_into_id"):
            raise UserError(
                self.env._(
                    "Case %(case)s is merged into %(target)s. Undo that first.",
                    case=complaint.name,
                    target=complaint.merged_into_id.name,
                )
            )
        rows = closed._live_merges() if closed else ()
        back = self.browse(row.source_id.id for row in rows if row.before["stage_id"] == stage.id)
        return super(HauMaiComplaint, self - back)._check_transition(stage)

    def _moments(self):
        """The moments this case shows: ``{field: moment}``."""
        return {fname: self.sudo()[fname] for fname in DATES}

    def _keep_moments(self, moments):
        """Take back what a change of status noted in cases that neither ended nor began.

        :param moments: {case: what :meth:`_moments` said before}
        """
        for case in self:
            noted = case._moments()
            vals = {fname: was for fname, was in moments[case].items() if was != noted[fname]}
            if vals:
                case.sudo().write(vals)

    def _own_moments(self):
        """The moments this case has by itself: ``{field: moment}``."""
        self.ensure_one()
        case = self.sudo()
        remembered = case.merged_ids._live_merges()[:1].own or {}
        return {
            fname: own_moment(
                case[fname],
                case.merged_ids.mapped(fname),
                fields.Datetime.to_datetime(remembered.get(fname)) or False,
            )
            for fname in DATES
        }

    def _show_moments(self, own):
        """Let this case show the first of its own moments and of those merged into it."""
        self.ensure_one()
        sources = self.sudo().merged_ids
        sources._live_merges().own = {
            fname: fields.Datetime.to_string(moment) for fname, moment in own.items()
        }
        self.sudo().write(
            {fname: earliest([own[fname], *sources.mapped(fname)]) for fname in DATES}
        )

    def _note_merge(self, target):
        """Say on both sides of a merge what happened."""
        self._message_log_batch(
            bodies=dict.fromkeys(
                self.ids, self.env._("Merged into %s, where it goes on.", target.name)
            )
        )
        target._message_log(
            body=self.env._(
                "Merged into this case, with what was written there: %s",
                ", ".join(self.mapped("name")),
            )
        )
