from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .hau_mai_complaint import SEVERITIES
from .hau_mai_complaint_stage import OPEN_KINDS


class HauMaiComplaint(models.Model):
    """A case within a case: handed to a team within the house, which answers who handed it over.

    The customer hears and sees nothing of it: their own case goes on meanwhile.
    """

    _inherit = "hau_mai.complaint"

    parent_id = fields.Many2one(
        "hau_mai.complaint",
        string="Asked By Case",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
        groups="base.group_user",
    )
    child_ids = fields.One2many(
        "hau_mai.complaint",
        "parent_id",
        string="Handed Over",
        groups="hau_mai.group_user_own",
    )
    answer = fields.Text(
        tracking=True, copy=False, groups="base.group_user", help="For the colleague who asked."
    )
    open_children = fields.Char(
        string="Not Answered Yet",
        compute="_compute_open_children",
        groups="hau_mai.group_user_own",
    )

    # === COMPUTE METHODS === #

    @api.depends("child_ids.state", "child_ids.team_id")
    def _compute_open_children(self):
        for complaint in self:
            complaint.open_children = " ".join(complaint._sentences_of_children()) or False

    # === CONSTRAINT METHODS === #

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle("parent_id"):
            raise UserError(self.env._("A case cannot be handed over within itself."))

    # === ACTION METHODS === #

    def action_handover(self, team, words, severity=None):
        """Hand the cases to another team at once; what it answers comes back to each.

        :param team: the team, or its id
        :param str words: what they have to find out or do
        :param str severity: a key of ``SEVERITIES``; the case's own when left out
        :return: the new cases, as an action that shows them
        :raises UserError: when a case is over, or nothing is asked
        """
        self.check_access("write")
        if not isinstance(team, models.BaseModel):
            team = self.env["hau_mai.complaint.team"].browse(team)
        if not team or not (words or "").strip():
            raise UserError(self.env._("Choose a team, and say what it has to find out."))
        if severity and severity not in dict(SEVERITIES):
            raise UserError(self.env._("“%s” is not a severity.", severity))
        for complaint in self:
            if complaint.state not in OPEN_KINDS:
                raise UserError(self.env._("Case %s is over.", complaint.name))
        children = self.create(
            [complaint._prepare_child_vals(team, words, severity) for complaint in self]
        )
        self._message_log_batch(
            bodies={
                child.parent_id.id: self.env._(
                    "Handed over to %(team)s as %(case)s: %(words)s",
                    team=team.name,
                    case=child.name,
                    words=words,
                )
                for child in children
            }
        )
        return children._prepare_open_action()

    # === BUSINESS METHODS === #

    def _prepare_child_vals(self, team, words, severity=None):
        """Values of the case within this one: a question, which is no second grievance."""
        self.ensure_one()
        return self._prepare_same_vals() | {
            "parent_id": self.id,
            "team_id": team.id,
            "type": "question",
            "subject": self.subject,
            "description": plaintext2html(words),
            "severity": severity or self.severity,
            # nobody outside waits to be told that it was received
            "date_acknowledged": fields.Datetime.now(),
        }

    def _prepare_open_action(self):
        """The form of a case, or the list of several."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_complaint_action")
        if len(self) != 1:
            return action | {"domain": [("id", "in", self.ids)], "context": {}}
        return action | {"views": [(False, "form")], "res_id": self.id, "context": {}}

    def _sentences_of_children(self):
        """A sentence for each case within this one that is not answered yet."""
        return [
            self.env._("%(team)s has not answered %(case)s yet.", team=team, case=child.name)
            for child in self.sudo().child_ids
            if child.state in OPEN_KINDS
            for team in [child.team_id.name or self.env._("Nobody")]
        ]

    def _open_promises(self):
        return [*super()._open_promises(), *self._sentences_of_children()]

    def _on_stage_changed(self, before):
        over = self.sudo().filtered(
            lambda c: c.state not in OPEN_KINDS and before[c.id] in OPEN_KINDS
        )
        over.filtered(lambda c: c.parent_id and c.close_reason != "merged")._answer_parent()
        over._note_open_children()
        return super()._on_stage_changed(before)

    def _answer_parent(self):
        """Bring the answers of these cases back to who asked: a note, and something to do."""
        quiet = self.env.context.get("install_mode")
        for child in self:
            parent = child.parent_id._merge_target()
            answer = child.answer or self.env._("no words; see the case.")
            note = self.env._(
                "%(team)s answered %(case)s: %(answer)s",
                team=child.team_id.name,
                case=child.name,
                answer=answer,
            )
            parent._message_log(body=note)
            if parent.state in OPEN_KINDS and not quiet:
                parent.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=parent._caretaker().id, summary=note
                )

    def _note_open_children(self):
        """Nobody ends a case over an open question without a word in the history."""
        notes = {case.id: " ".join(case._sentences_of_children()) for case in self}
        notes = {case_id: note for case_id, note in notes.items() if note}
        self.browse(notes)._message_log_batch(
            bodies={
                case_id: self.env._("It was ended all the same: %s", note)
                for case_id, note in notes.items()
            }
        )

    def _tell_customer(self, event, **values):
        """What is asked within the house is nobody's news outside."""
        return super(
            HauMaiComplaint, self.filtered(lambda c: not c.sudo().parent_id)
        )._tell_customer(event, **values)
