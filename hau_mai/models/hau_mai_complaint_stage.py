from odoo import fields, models

#: What a stage means, whatever it is called. The rules go by it, never by the name.
STAGE_KINDS = [
    ("new", "New"),
    ("in_progress", "In progress"),
    ("waiting", "Waiting"),
    ("solved", "Solved"),
    ("closed", "Closed"),
    ("refused", "Refused"),
]

#: Kinds of stages in which something has still to be done for the customer.
OPEN_KINDS = ("new", "in_progress", "waiting")

#: kind -> kinds it may go to. Within a kind every stage may follow every other.
TRANSITIONS = {
    "new": {"in_progress", "waiting", "solved", "closed", "refused"},
    "in_progress": {"new", "waiting", "solved", "closed", "refused"},
    "waiting": {"new", "in_progress", "solved", "closed", "refused"},
    "solved": {"in_progress", "waiting", "closed"},
    "closed": {"in_progress"},
    "refused": {"in_progress", "closed"},
}


class HauMaiComplaintStage(models.Model):
    """A step on the way of a case. Its kind says what it means, its name what people call it."""

    _name = "hau_mai.complaint.stage"
    _description = "Case Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        STAGE_KINDS,
        required=True,
        default="in_progress",
        help="What the stage means: the clocks, the buttons and the reports go by it.",
    )
    fold = fields.Boolean(string="Folded in Kanban")
    active = fields.Boolean(default=True)
    team_ids = fields.Many2many(
        "hau_mai.complaint.team",
        string="Teams",
        groups="base.group_user",
        help="Only for these teams; all when empty.",
    )
