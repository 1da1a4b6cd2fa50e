from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.assignment import choose
from ..tools.turns import take_turns
from .hau_mai_complaint_stage import OPEN_KINDS


class HauMaiComplaint(models.Model):
    """Who works on a case: taken by hand, or given by the way of its team."""

    _inherit = "hau_mai.complaint"
    _assigned_action = "hau_mai.hau_mai_complaint_action_my"

    assigned_reason = fields.Char(
        string="Why This Person", readonly=True, copy=False, groups="base.group_user"
    )
    may_take = fields.Boolean(compute="_compute_may_take", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("may_write", "state", "user_id")
    @api.depends_context("uid")
    def _compute_may_take(self):
        """Whether the user can take it: it is open, and nobody who is there has it."""
        there = self.user_id - self.user_id._hau_mai_absent() | self.env.user
        for complaint in self:
            complaint.may_take = (
                complaint.may_write
                and complaint.state in OPEN_KINDS
                and complaint.user_id not in there
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints.filtered(lambda c: not c.user_id and c._gives_by_itself())._assign()
        return complaints

    def write(self, vals):
        """Who is chosen by hand needs no reason."""
        if "user_id" in vals and "assigned_reason" not in vals:
            vals = vals | {"assigned_reason": False}
        return super().write(vals)

    # === ACTION METHODS === #

    def action_take(self):
        """Take the cases. Who comes second is told who has them.

        :raises UserError: naming who has one of them, and is there
        """
        self.browse().check_access("write")
        self.check_access("read")
        take_turns(self)
        self.invalidate_recordset(["user_id"])
        others = self.sudo().user_id - self.env.user
        absent = others._hau_mai_absent()
        for complaint in self.sudo():
            if complaint.user_id and complaint.user_id in others - absent:
                raise UserError(
                    self.env._(
                        "%(user)s has case %(case)s already. To take it over, choose yourself "
                        "as the one it is assigned to.",
                        user=complaint.user_id.name,
                        case=complaint.name,
                    )
                )
        return super().action_take()

    def action_assign(self):
        """Give the cases that nobody works on, or somebody who is away, by the way of their teams.

        :raises UserError: when a team assigns by hand, or a case is over
        """
        self.check_access("write")
        for complaint in self:
            if complaint.state not in OPEN_KINDS:
                raise UserError(self.env._("Case %s is over.", complaint.name))
            if not complaint._gives_by_itself():
                raise UserError(
                    self.env._(
                        "The team of case %s assigns by hand: choose who works on it. A team "
                        "assigns by itself when its page says so.",
                        complaint.name,
                    )
                )
        absent = self.user_id._hau_mai_absent()
        self.filtered(lambda c: not c.user_id or c.user_id in absent)._assign()
        return True

    # === BUSINESS METHODS === #

    def _caretaker(self):
        """Who hears of what happens to this case: never nobody."""
        self.ensure_one()
        return self.user_id or self.team_id.user_id or self.company_id._hau_mai_manager()

    def _gives_by_itself(self):
        """Whether this case is one that its team gives to somebody."""
        return self.state in OPEN_KINDS and (self.team_id.assignment or "manual") != "manual"

    def _assign(self, moment=None):
        """Give these cases to people, each by the way of its team, and say why on the case.

        Constant in queries for the cases of a team. Where nobody is there, the team
        leader gets the case; else it is left as it is, with the reason.

        :param datetime moment: when they have to be there, naive UTC; now when not given
        """
        given = defaultdict(list)
        for team, complaints in self.sudo().grouped("team_id").items():
            pools = complaints._pools(moment or fields.Datetime.now())
            loads = complaints._loads(pools) if team.assignment == "load" else {}
            position = team._take_turns(len(complaints)) if team.assignment == "turn" else 0
            for offset, complaint in enumerate(complaints):
                user, pool = choose(
                    team.assignment, pools[complaint.category_id], loads, position + offset
                )
                if user:
                    loads[user] = loads.get(user, 0) + 1
                given[user, complaint._assigned_sentence(pool)].append(complaint.id)
        for (user, reason), ids in given.items():
            vals = {"user_id": user.id} if user else {}
            self.browse(ids).sudo().write(vals | {"assigned_reason": reason})

    def _pools(self, moment):
        """Who may get cases of one team, by category: ``{category: [(pool, users)]}``, best first.

        :param datetime moment: naive UTC
        """
        team = self.team_id
        lineages = {category: category._lineage() for category in self.category_id}
        if not team.assign_by_skill:
            lineages = {}
        specialists = self.env["hau_mai.complaint.category"].union(*lineages.values()).user_ids
        people = team.member_ids | specialists | team.user_id
        absent = people._hau_mai_absent(moment)
        able = self.env["hau_mai.care.responsible"]._able
        there = people.filtered(lambda user: user not in absent and able(user, team.company_id))
        common = [("members", team.member_ids & there), ("leader", team.user_id & there)]
        return {
            category: [
                *(("specialists", node.user_ids & there) for node in lineages.get(category, ())),
                *common,
            ]
            for category in [*self.category_id, self.env["hau_mai.complaint.category"]]
        }

    def _loads(self, pools):
        """``{user: open cases}`` of all who may get one."""
        users = self.env["res.users"].union(
            *(people for ranked in pools.values() for _pool, people in ranked)
        )
        return dict(
            self._read_group(
                [("user_id", "in", users.ids), ("state", "in", OPEN_KINDS)],
                ["user_id"],
                ["__count"],
            )
        )

    def _assigned_subject(self):
        return self.env._("Cases that are yours now: %s", len(self))

    def _assigned_sentence(self, pool):
        """Why the one who has it now has it.

        :param pool: where they were found, or None
        """
        team = self.team_id
        if pool == "leader":
            return self.env._("Team leader: nobody else of %s is there.", team.name)
        if pool is None:
            return self.env._("Nobody of %s is there. Choose somebody by hand.", team.name)
        if pool == "specialists" and team.assignment == "load":
            return self.env._(
                "Specialist of %s with the fewest open cases.", self.category_id.display_name
            )
        if pool == "specialists":
            return self.env._("Specialist of %s, in turn.", self.category_id.display_name)
        if team.assignment == "load":
            return self.env._("Had the fewest open cases.")
        return self.env._("In turn.")
