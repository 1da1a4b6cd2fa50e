from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

#: state -> states it may go to
TRANSITIONS = {
    "draft": {"counted"},
    "counted": {"draft", "running"},
    "running": {"paused", "stopped", "done"},
    "paused": {"running", "stopped"},
    "done": {"running"},
    "stopped": set(),
}

#: What is decided before it starts; who changes it has to count once more.
DECIDED = {"company_id", "date_from", "date_until", "include_ended", "line_ids"}


class HauMaiPastOrders(models.Model):
    """Warranties for what was sold before anybody wrote them down.

    Orders are counted first, by product category and what is promised today; a manager
    chooses what was promised then; a scheduled job makes the cards. A line that got its
    policy, or cards, is never taken again: another run finds only what is left.
    """

    _name = "hau_mai.past.orders"
    _description = "Warranties for Past Orders"
    _inherit = ["mail.thread", "hau_mai.flow.mixin"]
    _transitions = TRANSITIONS
    _order = "id desc"
    _check_company_auto = True

    # === FIELDS === #

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("counted", "Counted"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("stopped", "Stopped"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_from = fields.Date(
        string="Orders From",
        help="Orders confirmed on this day or later. Empty: from the first one on.",
    )
    date_until = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self._day_of_installation(),
        help="The day After-Sales was installed: on later orders the warranty was chosen when "
        "they were made, and none means that none was promised.",
    )
    include_ended = fields.Boolean(
        string="Also Warranties That Have Ended",
        help="Makes a card also where all that was promised is over: a history, no promise.",
    )
    line_ids = fields.One2many("hau_mai.past.orders.line", "run_id", string="What Was Sold")

    # === COMPUTE METHODS === #

    @api.depends("date_from", "date_until")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for run in self:
            until = run.date_until and format_date(self.env, run.date_until)
            if run.date_from:
                run.display_name = self.env._(
                    "Orders from %(first)s until %(last)s",
                    first=format_date(self.env, run.date_from),
                    last=until,
                )
            else:
                run.display_name = self.env._("Orders until %s", until or "…")

    # === CONSTRAINT METHODS === #

    @api.constrains("date_from", "date_until", "company_id")
    def _check_dates(self):
        for run in self:
            if run.date_from and run.date_from > run.date_until:
                raise ValidationError(
                    self.env._("The orders end before they begin: check the two days.")
                )
            if run.date_until > run.company_id._hau_mai_today():
                raise ValidationError(
                    self.env._("Orders of days to come are no past orders: check the last day.")
                )

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.keys() & DECIDED and "state" not in vals:
            self._reopen()
        res = super().write(vals)
        if "company_id" in vals:
            self.line_ids.unlink()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if self.filtered(lambda run: run.state not in ("draft", "counted")):
            raise UserError(
                self.env._("Cards were made by this run: it stays, so that it can be looked up.")
            )

    def _reopen(self):
        """What was counted is no longer what would be made.

        :raises UserError: when it has started already
        """
        for run in self:
            if run.state not in ("draft", "counted"):
                raise UserError(
                    self.env._("It has started and cannot be changed any more: stop it, and make a "
                               "new run for what is left.")
                )  # fmt: skip
        self.filtered(lambda run: run.state == "counted").write({"state": "draft"})

    # === BUSINESS METHODS === #

    @api.model
    def _day_of_installation(self):
        """The day on which this add-on came into the database, by the company's days."""
        since = self.env.ref("hau_mai.group_manager").sudo().create_date
        return self.env.company._hau_mai_day(since or fields.Datetime.now())
