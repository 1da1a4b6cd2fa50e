from odoo import api, fields, models
from odoo.exceptions import UserError

#: state -> states it may go to
TRANSITIONS = {
    "draft": {"planned", "cancelled"},
    "planned": {"draft", "in_force", "cancelled"},
    "in_force": set(),
    "cancelled": {"draft"},
}

#: What is decided with the plan: only a draft changes it.
DECIDED = {"line_ids", "keep_held", "company_id", "date_from"}


class HauMaiLoyaltyDraft(models.Model):
    """ "What if?": other thresholds on a copy of the ladder, tried before they are in force."""

    _name = "hau_mai.loyalty.draft"
    _description = "Draft of Tiers"
    _inherit = ["mail.thread", "hau_mai.batch.mixin", "hau_mai.flow.mixin"]
    _transitions = TRANSITIONS
    _order = "id DESC"
    _check_company_auto = True

    # === FIELDS === #

    name = fields.Char(
        required=True, default=lambda self: self.env._("New thresholds"), tracking=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("in_force", "In force"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_from = fields.Date(
        string="In Force From",
        copy=False,
        tracking=True,
        help="On this day of the company the thresholds are copied to the tiers.",
    )
    keep_held = fields.Boolean(
        string="Tiers Given Stay",
        default=True,
        tracking=True,
        help="Who has a tier keeps it until its last day. Otherwise everybody is put where "
        "they stand by the new thresholds, at once.",
    )
    line_ids = fields.One2many(
        "hau_mai.loyalty.draft.line",
        "draft_id",
        string="Tiers",
        default=lambda self: self._copy_ladder(self.env.company.root_id),
        copy=True,
    )

    # === ONCHANGE METHODS === #

    @api.onchange("company_id")
    def _onchange_company_id(self):
        if self.line_ids.tier_id.company_id != self.company_id:
            self.line_ids = [fields.Command.clear(), *self._copy_ladder(self.company_id)]

    # === CRUD METHODS === #

    def write(self, vals):
        if "state" not in vals and vals.keys() & DECIDED:
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        if self.filtered(lambda draft: draft.state == "in_force"):
            raise UserError(self.env._("What was put in force stays, so that it can be looked up."))

    def _check_open(self):
        """Only a draft can be changed: what is planned was looked at."""
        for draft in self:
            if draft.state != "draft":
                raise UserError(
                    self.env._("Set “%s” back to draft before you change it.", draft.name)
                )

    # === ACTION METHODS === #

    def action_plan(self):
        """Let the thresholds come into force on their day."""
        for draft in self:
            if not draft.line_ids:
                raise UserError(self.env._("There are no tiers to change."))
            if not draft.date_from or draft.date_from < draft.company_id._hau_mai_today():
                raise UserError(
                    self.env._("Choose the day from which on they are in force, today or later.")
                )
        self.write({"state": "planned"})
        return True

    def action_draft(self):
        """Take it up again."""
        self.write({"state": "draft"})
        return True

    def action_cancel(self):
        """It is not wanted any more."""
        self.write({"state": "cancelled"})
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _copy_ladder(self, company):
        """Commands for a line for each tier of a company."""
        lines = self.env["hau_mai.loyalty.draft.line"]
        tiers = self.env["hau_mai.loyalty.tier"].search(
            [("company_id", "=", company.id)], order="sequence, id"
        )
        return [fields.Command.create(lines._prepare_copy_vals(tier)) for tier in tiers]

    def _ladder(self):
        """The ladder as it would be, for :mod:`tools.loyalty`."""
        self.ensure_one()
        lines = {line.tier_id.id: line for line in self.line_ids}
        ladder = self.env["hau_mai.loyalty.tier"]._ladder(self.company_id)
        return [lines[rung.id]._rung(rung) if rung.id in lines else rung for rung in ladder]

    def _rung_names(self):
        """``{tier id: name}`` of the ladder, the lowest first."""
        ids = [rung.id for rung in self._ladder()]
        return {tier.id: tier.name for tier in self.env["hau_mai.loyalty.tier"].browse(ids)}
