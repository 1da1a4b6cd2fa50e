from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hau_mai_care_preview import PREVIEW_DAYS

#: No more days are foretold at once.
LONGEST_DAYS = 366

VERDICTS = [
    ("goes", "Goes out"),
    ("later", "Later"),
    ("held", "Held out"),
    ("stopped", "Sequence stops"),
    ("refused", "Does not go out"),
]


class HauMaiCareDryRun(models.TransientModel):
    """Shows whom rules will reach, by which channel, and who is held back and why.

    Nothing is planned and nothing leaves: what it finds are lines to look at.
    """

    _name = "hau_mai.care.dry.run"
    _description = "Dry Run of Follow-ups"

    rule_ids = fields.Many2many(
        "hau_mai.care.rule", string="Rules", help="All active rules when empty."
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._hau_mai_today()
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self.env.company._hau_mai_today() + timedelta(days=PREVIEW_DAYS),
    )
    line_ids = fields.One2many("hau_mai.care.dry.run.line", "run_id", readonly=True)

    # === CONSTRAINT METHODS === #

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for run in self:
            today = self.env.company._hau_mai_today()
            if not run.date_from <= run.date_to <= today + timedelta(days=LONGEST_DAYS):
                raise UserError(
                    self.env._(
                        "The last day comes after the first one, and lies within %s days from now.",
                        LONGEST_DAYS,
                    )
                )

    # === ACTION METHODS === #

    def action_run(self):
        """The list of what will go out and what will not."""
        return self._action_lines("list,calendar,pivot")

    @api.model
    def action_going_out(self):
        """The calendar of what goes out in the next 30 days, by all rules."""
        action = self.create({})._action_lines("calendar,list,pivot")
        name = self.env._("Going Out")
        return dict(action, name=name, display_name=name, context={"search_default_goes": 1})

    def _action_lines(self, view_mode):
        """Find the lines and show them."""
        self.ensure_one()
        count = self._find_lines()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_care_dry_run_line_action"
        )
        name = self.env._("Dry Run: %s", count)
        if count > len(self.line_ids):
            name = self.env._(
                "Dry Run: the first %(shown)s of %(count)s", shown=len(self.line_ids), count=count
            )
        why = "reason" if len(self.rule_ids) == 1 else "rule"
        return dict(
            action,
            name=name,
            display_name=name,
            view_mode=view_mode,
            views=[(False, view) for view in view_mode.split(",")],
            domain=[("run_id", "=", self.id)],
            context={"search_default_group_verdict": 1, f"search_default_group_{why}": 1},
        )

    # === BUSINESS METHODS === #

    def _find_lines(self):
        """Fill the lines anew.

        :return: how many follow-ups there are, which may be more than lines
        """
        self.line_ids.unlink()
        rules = self.rule_ids or self.env["hau_mai.care.rule"].search([])
        vals_list, count = self.env["hau_mai.care.projection"]._foretell(
            rules, self.date_from, self.date_to, fields.Datetime.now()
        )
        self.env["hau_mai.care.dry.run.line"].create(
            [dict(vals, run_id=self.id) for vals in vals_list]
        )
        return count


class HauMaiCareDryRunLine(models.TransientModel):
    """One follow-up that a rule will make, and what becomes of it."""

    _name = "hau_mai.care.dry.run.line"
    _description = "Follow-up of a Dry Run"
    _order = "date, rule_id, id"
    _rec_name = "partner_id"
    #: A run may have more lines than what is otherwise kept of passing records.
    _transient_max_count = 0

    run_id = fields.Many2one("hau_mai.care.dry.run", required=True, index=True, ondelete="cascade")
    rule_id = fields.Many2one("hau_mai.care.rule", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    date = fields.Date(string="Day", readonly=True)
    channel = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["channel"].selection,
        readonly=True,
    )
    is_planned = fields.Boolean(
        string="Planned", readonly=True, help="It is in the list of follow-ups already."
    )
    verdict = fields.Selection(VERDICTS, string="What Happens", readonly=True)
    reason = fields.Char(string="Why", readonly=True)
