from odoo import api, fields, models, tools

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
    kind_sentence = fields.Char(string="What It Means", compute="_compute_kind_sentence")
    fold = fields.Boolean(string="Folded in Kanban")
    active = fields.Boolean(default=True)
    team_ids = fields.Many2many(
        "hau_mai.complaint.team",
        string="Teams",
        groups="base.group_user",
        help="Only for these teams; all when empty.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_sentence(self):
        sentences = {
            "new": self.env._("Nobody has begun; the clocks run."),
            "in_progress": self.env._("Somebody works on it; the clocks run."),
            "waiting": self.env._("Somebody else has to act; the clocks may stand still."),
            "solved": self.env._("Done, with cause and resolution; the customer may still object."),
            "closed": self.env._("Over; the customer may reopen it for some days."),
            "refused": self.env._("Refused in writing, with the reason."),
        }
        for stage in self:
            stage.kind_sentence = sentences.get(stage.kind)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === BUSINESS METHODS === #

    @api.model
    def _first_of(self, kind):
        """The first active stage of a kind, or none."""
        return self.browse(self._first_id_of(kind))

    @api.model
    @tools.ormcache("kind")
    def _first_id_of(self, kind):
        domain = [("kind", "=", kind)]
        return self.sudo().with_context(active_test=True).search(domain, limit=1).id
