from functools import cache

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.numbering import fill_numbers
from .hau_mai_complaint_move import PARTIES
from .hau_mai_complaint_stage import STAGE_KINDS

TYPES = [
    ("complaint", "Complaint"),
    ("question", "Question or guidance"),
    ("claim", "Warranty claim"),
    ("return", "Return or exchange"),
    ("safety", "Safety defect"),
    ("praise", "Praise"),
    ("suggestion", "Suggestion"),
]

#: Types that are "an open complaint" everywhere, while they are open.
GRIEVANCES = ("complaint", "claim", "return", "safety")

SEVERITIES = [
    ("low", "Low"),
    ("normal", "Normal"),
    ("high", "High"),
    ("critical", "Critical"),
]

RESOLUTIONS = [
    ("repair", "Repair"),
    ("exchange", "Exchange"),
    ("refund", "Refund"),
    ("voucher", "Compensation voucher"),
    ("redo", "Done again"),
    ("discount", "Discount"),
    ("guidance", "Guidance"),
    ("apology", "Apology"),
    ("none", "Nothing was needed"),
]

CLOSE_REASONS = [
    ("confirmed", "The customer confirmed"),
    ("silent", "The customer did not answer"),
    ("by_hand", "Closed by hand"),
    ("withdrawn", "Withdrawn by the customer"),
    ("duplicate", "Duplicate"),
    ("merged", "Merged into another case"),
]


class HauMaiComplaint(models.Model):
    """One case of a customer: complaint, question, claim, return, safety defect, praise.

    How it goes on stands in ``hau_mai.case.mixin``; what is special about it (its clocks, its
    conversation, its resolution) in files of their own, ``hau_mai_complaint_*.py``. Moments
    are UTC.
    """

    _name = "hau_mai.complaint"
    _description = "Case"
    _inherit = [
        "hau_mai.case.mixin",
        "portal.mixin",
        "mail.activity.mixin",
        "hau_mai.asking.mixin",
        "hau_mai.assignee.mixin",
    ]
    _order = "is_vulnerable desc, priority desc, date_open, id"
    _rec_names_search = ["name", "subject", "partner_id"]
    _check_company_auto = True

    _name_unique = models.UniqueIndex(
        "(name, company_id)", "The number of a case is given once in a company."
    )
    _user_idx = models.Index(
        "(user_id, date_open) WHERE state IN ('new', 'in_progress', 'waiting')"
    )
    _team_idx = models.Index(
        "(team_id, date_open) WHERE state IN ('new', 'in_progress', 'waiting')"
    )
    _date_open_idx = models.Index("(company_id, date_open)")

    # === FIELDS === #

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    subject = fields.Char(required=True, tracking=True)
    description = fields.Html(string="What the Customer Says", sanitize_attributes=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    type = fields.Selection(TYPES, required=True, default="complaint", tracking=True)
    is_grievance = fields.Boolean(
        compute="_compute_is_grievance",
        store=True,
        precompute=True,
        help="Somebody is not content: it holds back advertising and shows everywhere.",
        groups="base.group_user",
    )
    phase = fields.Selection(
        [("before", "Before the sale"), ("during", "During the sale"), ("after", "After the sale")],
        default="after",
        groups="base.group_user",
    )
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("email", "Email"),
            ("portal", "Portal"),
            ("chat", "Live chat"),
            ("counter", "Counter"),
            ("social", "Social network"),
            ("sms", "SMS"),
        ],
        required=True,
        default="phone",
    )
    about = fields.Selection(
        [
            ("product", "Product"),
            ("service", "Service"),
            ("payment", "Payment"),
            ("delivery", "Delivery"),
            ("warranty", "Warranty"),
            ("staff", "Staff"),
        ],
        groups="base.group_user",
    )
    source = fields.Selection(
        [
            ("customer", "The customer"),
            ("authority", "An authority"),
            ("association", "A consumer association"),
        ],
        string="Came From",
        required=True,
        default="customer",
        tracking=True,
        help="Cases from an authority or an association have deadlines of their own "
        "(Law 19/2023/QH15, art. 57.5).",
        groups="base.group_user",
    )
    category_id = fields.Many2one(
        "hau_mai.complaint.category",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    severity = fields.Selection(
        SEVERITIES, required=True, default="normal", tracking=True, groups="base.group_user"
    )
    priority = fields.Selection(
        [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Urgent")],
        compute="_compute_priority",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups="base.group_user",
    )
    is_vulnerable = fields.Boolean(
        string="Vulnerable Consumer",
        tracking=True,
        help="Served first (Law 19/2023/QH15, art. 8).",
        groups="base.group_user",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer's Company",
        store=True,
        precompute=True,
        index=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact Person",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Whom to talk to about this case, when it is not the customer.",
    )
    email_from = fields.Char(
        string="Email", compute="_compute_email_from", store=True, readonly=False, precompute=True
    )
    phone = fields.Char(compute="_compute_phone", store=True, readonly=False, precompute=True)
    order_id = fields.Many2one(
        "sale.order",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Order Line",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Warranty Card",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    serial_number = fields.Char()
    service_id = fields.Many2one(
        "hau_mai.service",
        string="Job It Is About",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The job the case is about.",
    )
    team_id = fields.Many2one(
        "hau_mai.complaint.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
        groups="base.group_user",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assigned To",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        copy=False,
        groups="base.group_user",
    )
    stage_id = fields.Many2one(
        "hau_mai.complaint.stage",
        string="Status",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_stage_id(),
        group_expand="_read_group_stage_ids",
        index=True,
        tracking=True,
        copy=False,
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
    )
    state = fields.Selection(
        STAGE_KINDS,
        string="Kind of Status",
        compute="_compute_state",
        store=True,
        precompute=True,
    )
    waiting_for = fields.Selection(PARTIES, tracking=True, copy=False)
    waiting_reason = fields.Char(copy=False, tracking=True, groups="base.group_user")
    cause_id = fields.Many2one(
        "hau_mai.complaint.cause",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        copy=False,
        check_company=True,
        groups="base.group_user",
    )
    resolution = fields.Selection(RESOLUTIONS, tracking=True, copy=False)
    close_reason = fields.Selection(CLOSE_REASONS, tracking=True, copy=False, readonly=True)
    date_open = fields.Datetime(
        string="Opened On",
        required=True,
        default=fields.Datetime.now,
        copy=False,
        help="The clocks start here.",
    )
    date_acknowledged = fields.Datetime(
        string="Receipt Confirmed On",
        readonly=True,
        copy=False,
        help="When the customer was told that the case was received.",
    )
    date_first_response = fields.Datetime(
        string="First Answered On", readonly=True, copy=False, help="By a person, not a machine."
    )
    date_solved = fields.Datetime(string="Solved or Refused On", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed On", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Reopened", readonly=True, copy=False)
    move_ids = fields.One2many(
        "hau_mai.complaint.move", "complaint_id", string="Steps", groups="hau_mai.group_user_own"
    )
    sla_status_ids = fields.One2many(
        "hau_mai.sla.status", "complaint_id", string="Clocks", groups="hau_mai.group_user_own"
    )
    may_write = fields.Boolean(
        compute="_compute_may_write", help="Whether the user may change the case."
    )

    # === DEFAULTS === #

    @api.model
    def _default_stage_id(self):
        return self._stage_of("new")

    # === COMPUTE METHODS === #

    @api.depends("type")
    def _compute_is_grievance(self):
        for complaint in self:
            complaint.is_grievance = complaint.type in GRIEVANCES

    @api.depends("stage_id")
    def _compute_state(self):
        for complaint in self:
            complaint.state = complaint.stage_id.kind

    @api.depends("category_id", "company_id")
    def _compute_team_id(self):
        """The team that knows about the category, else the one it has, else the company's first."""
        find_default = cache(self.env["hau_mai.complaint.team"]._default_of)
        for complaint in self:
            company = complaint.company_id
            team = complaint.category_id._team_for(company)
            if not team and complaint.team_id.company_id != company:
                team = find_default(company)
            complaint.team_id = team or complaint.team_id

    @api.depends("partner_id")
    def _compute_email_from(self):
        for complaint in self:
            complaint.email_from = complaint.email_from or complaint.partner_id.email

    @api.depends("partner_id")
    def _compute_phone(self):
        for complaint in self:
            complaint.phone = complaint.phone or complaint.partner_id.phone

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_may_write(self):
        writable = self._filtered_access("write") if any(self._ids) else self
        for complaint in self:
            complaint.may_write = complaint in writable

    def _compute_access_url(self):
        res = super()._compute_access_url()
        for complaint in self:
            complaint.access_url = f"/my/requests/{complaint.id}"
        return res

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """All stages that are used are columns of the kanban, also empty ones."""
        return stages.search([])

    # === CONSTRAINT METHODS === #

    @api.constrains("stage_id", "cause_id", "resolution")
    def _check_solved(self):
        """What is solved says why it went wrong and what was done about it."""
        for complaint in self.filtered(lambda c: c.state == "solved"):
            if not complaint.cause_id or not complaint.resolution:
                raise ValidationError(
                    self.env._(
                        "To solve case %s, choose its cause and its resolution.", complaint.name
                    )
                )

    @api.constrains("stage_id", "waiting_for")
    def _check_waiting_for(self):
        for complaint in self:
            if (complaint.state == "waiting") != bool(complaint.waiting_for):
                raise ValidationError(
                    self.env._("Say for whom case %s waits while it waits.", complaint.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        first = self.default_get(["stage_id"])
        vals_list = [self._prepare_first_vals(first | vals) for vals in vals_list]
        fill_numbers(self.env, self._name, vals_list)
        complaints = super().create(vals_list)
        complaints._log_moves()
        return complaints

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A case is never deleted, because somebody may ask about it. "
                "Close it instead, as a duplicate or as withdrawn."
            )
        )
