from functools import cache

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.numbering import fill_numbers
from .hau_mai_complaint_move import PARTIES
from .hau_mai_complaint_stage import OPEN_KINDS, STAGE_KINDS, TRANSITIONS

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

    What is special about a case (its clocks, its conversation, its resolution)
    stands in files of their own, ``hau_mai_complaint_*.py``. Moments are UTC.
    """

    _name = "hau_mai.complaint"
    _description = "Case"
    _inherit = [
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
        vals_list = [first | vals for vals in vals_list]
        fill_numbers(self.env, self._name, vals_list)
        complaints = super().create(vals_list)
        complaints._log_moves()
        return complaints

    def write(self, vals):
        if not {"stage_id", "waiting_for"} & vals.keys():
            return super().write(vals)
        self.check_access("write")
        before = {complaint.id: complaint.state for complaint in self}
        was = {complaint.id: (complaint.stage_id, complaint.waiting_for) for complaint in self}
        if "stage_id" in vals:
            stage = self.env["hau_mai.complaint.stage"].browse(vals["stage_id"])
            self._check_transition(stage)
            vals = self._prepare_stage_vals(stage, vals) | vals
        result = super().write(vals)
        moved = self.filtered(lambda c: (c.stage_id, c.waiting_for) != was[c.id])
        moved._log_moves()
        moved.filtered(lambda c: c.state != before[c.id])._on_stage_changed(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A case is never deleted, because somebody may ask about it. "
                "Close it instead, as a duplicate or as withdrawn."
            )
        )

    # === ACTION METHODS === #

    def action_take(self):
        """Take the cases: they are the user's from now on, and in progress."""
        stage = self._stage_of("in_progress")
        for complaint in self:
            vals = {"user_id": self.env.uid}
            if complaint.state == "new":
                vals["stage_id"] = stage.id
            complaint.write(vals)
        return True

    def action_wait(self, party="customer", reason=False):
        """Put the cases aside until somebody else has done something.

        :param str party: customer, supplier or center
        :param str reason: what is waited for
        :raises UserError: when the party is none of these
        """
        if party not in dict(PARTIES):
            raise UserError(
                self.env._("A case waits for the customer, a supplier or a service center.")
            )
        vals = {"waiting_for": party, "waiting_reason": reason}
        return self.write({"stage_id": self._stage_of("waiting").id, **vals})

    def action_resume(self):
        """What was waited for is there: go on."""
        waiting = self.filtered(lambda c: c.state == "waiting")
        return waiting.write({"stage_id": self._stage_of("in_progress").id})

    def action_solve(self):
        """The cases are solved.

        :raises ValidationError: where the cause or the resolution is missing
        """
        return self.write({"stage_id": self._stage_of("solved").id})

    def action_close(self, close_reason="by_hand"):
        """Close the cases.

        :param str close_reason: a key of ``CLOSE_REASONS``
        """
        stage = self._stage_of("closed")
        return self.write({"stage_id": stage.id, "close_reason": close_reason})

    def action_reopen(self, reason=None):
        """Take up again what was solved, refused or closed.

        :param str reason: why, for the history
        :raises UserError: when a case is open
        """
        self.check_access("write")
        for complaint in self:
            if complaint.state in OPEN_KINDS:
                raise UserError(self.env._("Case %s is open already.", complaint.name))
        for count, complaints in self.grouped("reopen_count").items():
            complaints.write(complaints._prepare_reopen_vals(count))
        if reason:
            self._message_log_batch(bodies={c.id: self.env._("Reopened: %s", reason) for c in self})
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _stage_of(self, kind):
        """The first stage of a kind.

        :raises UserError: when somebody archived the last one
        """
        stage = self.env["hau_mai.complaint.stage"]._first_of(kind)
        if not stage:
            label = dict(self._fields["state"]._description_selection(self.env))[kind]
            raise UserError(
                self.env._(
                    "There is no stage of the kind “%s” any more. Create or unarchive one in "
                    "After-Sales > Configuration > Case Stages.",
                    label,
                )
            )
        return stage

    def _check_transition(self, stage):
        """Refuse a change of stage that the table does not allow.

        :raises UserError: naming the case and both stages
        """
        for complaint in self:
            kind = complaint.state
            if kind != stage.kind and stage.kind not in TRANSITIONS[kind]:
                raise UserError(
                    self.env._(
                        "Case %(case)s is “%(old)s” and cannot become “%(new)s”.",
                        case=complaint.name,
                        old=complaint.stage_id.name,
                        new=stage.name,
                    )
                )

    def _prepare_stage_vals(self, stage, vals):
        """What a change of stage writes besides: its moments, whom is waited for.

        :param vals: what is written with it, which goes before
        """
        now = fields.Datetime.now()
        extra = {}
        if stage.kind == "waiting":
            extra["waiting_for"] = self[:1].waiting_for or "customer"
        else:
            extra |= {"waiting_for": False, "waiting_reason": False}
        if stage.kind in ("solved", "refused"):
            extra["date_solved"] = now
        elif stage.kind in OPEN_KINDS:
            extra |= {"date_solved": False, "date_closed": False, "close_reason": False}
        if stage.kind == "closed":
            extra["date_closed"] = now
            extra["close_reason"] = vals.get("close_reason") or "by_hand"
        return extra

    def _prepare_reopen_vals(self, count):
        """Values of cases that are taken up again. Each concern adds what it has to forget.

        :param int count: how often they were reopened before
        """
        return {"stage_id": self._stage_of("in_progress").id, "reopen_count": count + 1}

    def _log_moves(self):
        """Note where these cases stand from now on, and for whom they wait."""
        now = fields.Datetime.now()
        self.env["hau_mai.complaint.move"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "company_id": complaint.company_id.id,
                    "date": now if complaint.move_ids else complaint.date_open,
                    "stage_id": complaint.stage_id.id,
                    "kind": complaint.state,
                    "waiting_for": complaint.waiting_for,
                    "user_id": self.env.uid,
                }
                for complaint in self.sudo()
            ]
        )

    def _on_stage_changed(self, before):
        """What follows from another kind of stage. Each concern overrides it and calls ``super``.

        :param before: {id: kind it had}
        """

    def _on_customer_message(self, messages):
        """What follows when customers wrote about these cases. Each concern overrides it.

        :param messages: the new messages, one of each case
        """

    def _on_agent_message(self, messages):
        """What follows when one of us answered visibly to customers. Each concern overrides it.

        :param messages: the new messages, one of each case
        """

    def _on_messages_moved(self):
        """What follows when messages came to these cases, or went, by a merge or a split."""

    def _tell_customer(self, event, **values):
        """Tell the customers of these cases what happened, once for each occasion.

        :param str event: received, solved, refused, closing_soon, closed, merged, reopened
        :param values: what the message names besides the case: ``reason``
        """

    def _portal_documents(self):
        """The papers that the customer may download: attachments, with all rights.

        Each concern adds its own. Whoever calls it has checked that it is their case.
        """
        self.ensure_one()
        return self.env["ir.attachment"].sudo()

    def _open_promises(self):
        """Sentences about what is still promised to the customer of this case.

        Each concern adds its own; a case with one is never closed by itself.
        """
        self.ensure_one()
        return []
