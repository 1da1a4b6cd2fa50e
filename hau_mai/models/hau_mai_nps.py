from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import nps

CATEGORIES = [("detractor", "Detractor"), ("passive", "Passive"), ("promoter", "Promoter")]


class HauMaiNps(models.Model):
    """Would this customer recommend us? A question, from the day it is due to its answer.

    A row is made when the customer's turn comes (``hau_mai_nps_schedule.py``); a rule of
    follow-ups asks, and the customer answers on a page of their own
    (``hau_mai_nps_answer.py``). The answer is the customer's word: nobody else writes it,
    hides it or deletes it. Days are days of the company, moments are UTC.
    """

    _name = "hau_mai.nps"
    _description = "Recommendation (NPS)"
    _inherit = ["mail.thread", "mail.activity.mixin", "hau_mai.amends.mixin"]
    _order = "date_answered DESC NULLS LAST, date_sent DESC NULLS LAST, date_due DESC, id DESC"
    _rec_name = "partner_id"
    _mail_post_access = "read"
    _check_company_auto = True

    _turn_unique = models.UniqueIndex(
        "(commercial_partner_id, company_id) WHERE state = 'planned'",
        "This customer's next turn to be asked is planned already.",
    )
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 10)", "A mark from 0 to 10 is asked for."
    )
    _last_idx = models.Index("(company_id, commercial_partner_id, date_due)")
    _unhappy_idx = models.Index(
        "(commercial_partner_id, date_answered) WHERE category = 'detractor'"
    )
    _answered_idx = models.Index("(company_id, date_answered) WHERE date_answered IS NOT NULL")

    # === FIELDS === #

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Company or Household",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date_due = fields.Date(string="Due On", required=True, readonly=True)
    date_sent = fields.Datetime(string="Asked On", readonly=True)
    date_until = fields.Date(string="Open Until", readonly=True, help="The last day to answer.")
    date_answered = fields.Datetime(string="Answered On", readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("asked", "Asked"),
            ("answered", "Answered"),
            ("skipped", "Not asked"),
        ],
        string="Status",
        required=True,
        default="planned",
        readonly=True,
        tracking=True,
    )
    is_expired = fields.Boolean(
        string="Expired", compute="_compute_is_expired", search="_search_is_expired"
    )
    score = fields.Integer(string="Mark of 10", readonly=True, aggregator="avg", tracking=True)
    comment = fields.Text(readonly=True)
    category = fields.Selection(
        CATEGORIES, compute="_compute_category", store=True, precompute=True, string="Kind"
    )
    value = fields.Integer(
        string="NPS",
        compute="_compute_category",
        store=True,
        precompute=True,
        aggregator="avg",
        help="100 for a promoter, -100 for a detractor: its average is the Net Promoter Score.",
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Last Order",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        check_company=True,
    )
    categ_id = fields.Many2one(
        "product.category", string="Product Category", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Salesperson", index=True, ondelete="set null", readonly=True
    )
    touchpoint_id = fields.Many2one(
        "hau_mai.touchpoint",
        string="Follow-up",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "score", "state")
    def _compute_display_name(self):
        for record in self:
            mark = f": {record.score}/{nps.HIGHEST}" if record.state == "answered" else ""
            record.display_name = f"{record.partner_id.display_name or ''}{mark}"

    @api.depends("score", "state")
    def _compute_category(self):
        for record in self:
            kind = record.state == "answered" and nps.category(record.score)
            record.category = kind
            record.value = nps.VALUES[kind] if kind else 0

    @api.depends("state", "date_until")
    def _compute_is_expired(self):
        days = self.env["hau_mai.touchpoint"]._company_days()
        for record in self:
            asked = record.state == "asked"
            record.is_expired = asked and record.date_until < days[record.company_id.id]

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        over = self.env["res.company"]._hau_mai_day_domain(
            lambda day: Domain("date_until", "<", day)
        )
        expired = Domain("state", "=", "asked") & over
        wanted = {bool(each) for each in value}
        if len(wanted) == 2:
            return Domain.TRUE
        return expired if True in wanted else ~expired

    # === CONSTRAINT METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What customers answered is kept, also what was not liked."))

    # === ACTION METHODS === #

    def action_view_complaint(self):
        """The case the answer opened."""
        self.ensure_one()
        return self.env["res.partner"]._open_action(self.complaint_id)

    # === TOOLS === #

    @api.model
    def _marks(self, company):
        """``{mark: how many}`` of all answers customers gave a company."""
        answered = [("company_id", "=", company.id), ("state", "=", "answered")]
        return dict(self.sudo()._read_group(answered, ["score"], ["__count"]))
