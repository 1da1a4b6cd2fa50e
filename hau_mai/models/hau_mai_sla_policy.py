from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

TARGETS = [
    ("acknowledge", "Confirm the receipt"),
    ("first_response", "First answer"),
    ("next_response", "Next answer"),
    ("solution", "Solution or refusal"),
    ("report", "Report to who sent it"),
]

#: Fields with a choice of keys of a selection of the case -> that selection.
CHOICES = {
    "types": "type",
    "severities": "severity",
    "priorities": "priority",
    "channels": "channel",
    "sources": "source",
}


class HauMaiSlaPolicy(models.Model):
    """A promise of time: for which cases, what, within how much working time.

    Of the promises of the same target that fit a case, it gets the first. What is left
    empty fits every case. The choices of types, severities, channels and sources are
    lists of the keys of those selections, which one field can hold and a widget shows
    as buttons; teams and categories are records and therefore relations.
    """

    _name = "hau_mai.sla.policy"
    _description = "Promise of Time"
    _inherit = ["hau_mai.promised.time.mixin"]
    _order = "sequence, id"

    _positive = models.Constraint(
        "CHECK (minutes >= 0 AND hours >= 0 AND days >= 0 AND minutes + hours + days > 0)",
        "A promise is longer than nothing: give it minutes, hours or days.",
    )

    # === FIELDS === #

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="All companies when empty.")
    target = fields.Selection(TARGETS, string="What Is Promised", required=True, default="solution")
    team_ids = fields.Many2many("hau_mai.complaint.team", string="Teams")
    category_ids = fields.Many2many(
        "hau_mai.complaint.category", string="Categories", help="And all that is part of them."
    )
    types = fields.Json(help="Keys of the types of cases; all when empty.")
    severities = fields.Json(help="Keys of the severities; all when empty.")
    priorities = fields.Json(help="Keys of the priorities; all when empty.")
    channels = fields.Json(help="Keys of the channels; all when empty.")
    sources = fields.Json(string="Came From", help="Keys of who sent the case; all when empty.")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Counted By",
        help="Working hours; those of the team when empty.",
    )
    pause_stage_ids = fields.Many2many(
        "hau_mai.complaint.stage",
        string="Stopped In",
        default=lambda self: self.env["hau_mai.complaint.stage"].search([("kind", "=", "waiting")]),
        help="While a case stands in one of these, its clock does not run.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains(*CHOICES)
    def _check_choices(self):
        for policy in self:
            for fname, of_case in CHOICES.items():
                field = self.env["hau_mai.complaint"]._fields[of_case]
                keys = policy[fname] or []
                known = field.get_values(self.env)
                if not isinstance(keys, list) or any(key not in known for key in keys):
                    raise ValidationError(
                        self.env._(
                            "%(field)s of the promise “%(promise)s” must be a list of these: "
                            "%(keys)s.",
                            field=self._fields[fname]._description_string(self.env),
                            promise=policy.name,
                            keys=", ".join(known),
                        )
                    )

    @api.constrains("company_id", "team_ids", "calendar_id")
    def _check_company_of_parts(self):
        """A promise of one company is not for another one's teams, nor by its hours."""
        for policy in self.sudo().filtered("company_id"):
            family = self.env["res.company"].search([("id", "child_of", policy.company_id.id)])
            for part in policy._company_parts():
                if part.company_id and part.company_id not in family:
                    raise ValidationError(
                        self.env._(
                            "“%(part)s” belongs to %(company)s, the promise “%(promise)s” does "
                            "not. Choose one of the same company, or leave the company of the "
                            "promise empty.",
                            part=part.display_name,
                            company=part.company_id.name,
                            promise=policy.name,
                        )
                    )

    @api.constrains("calendar_id", "team_ids", "active")
    def _check_hours(self):
        for policy in self.filtered("active"):
            calendars = policy.calendar_id or policy.team_ids.mapped(lambda team: team._calendar())
            for calendar in calendars:
                if calendar._hau_mai_never_opens():
                    raise ValidationError(
                        self.env._(
                            "Nobody works by the hours “%(hours)s” within a year, so the promise "
                            "“%(promise)s” would never be due. Give them working time, or choose "
                            "others.",
                            hours=calendar.name,
                            promise=policy.name,
                        )
                    )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_given(self):
        given = self.env["hau_mai.sla.status"].sudo().with_context(active_test=False)
        if clock := given.search([("policy_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "The promise “%s” was given to cases, which keep it. Archive it instead.",
                    clock.policy_id.name,
                )
            )

    # === BUSINESS METHODS === #

    def _match_domain(self):
        """Which cases this promise is for. A seam: others add conditions of theirs."""
        self.ensure_one()
        domain = Domain.TRUE
        if self.company_id:
            domain &= Domain("company_id", "child_of", self.company_id._origin.id)
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids._origin.ids)
        if self.category_ids:
            domain &= Domain("category_id", "child_of", self.category_ids._origin.ids)
        for fname, of_case in CHOICES.items():
            if self[fname]:
                domain &= Domain(of_case, "in", self[fname])
        return domain

    def _company_parts(self):
        """The records a promise names that may belong to a company."""
        self.ensure_one()
        return [*self.team_ids, *self.calendar_id]

    def _matches(self, complaints):
        """Those of these cases this promise is for."""
        return complaints.filtered_domain(self._match_domain())

    @api.model
    def _first_matches(self, complaints):
        """The promises each of these cases gets now: the first that fits, for each target.

        The number of queries does not depend on the number of cases.

        :return: {case id: {target: promise}}
        """
        found = {complaint.id: {} for complaint in complaints}
        for policy in self.sudo().search([]):
            for complaint in policy._matches(complaints):
                found[complaint.id].setdefault(policy.target, policy)
        return found

    def _calendar_of(self, complaint):
        """By which hours the promise is counted for a case: its own, the team's, the company's."""
        company_hours = complaint.company_id.resource_calendar_id
        team_hours = complaint.team_id._calendar() if complaint.team_id else company_hours
        return self.calendar_id or team_hours
