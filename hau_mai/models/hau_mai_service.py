from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.numbering import fill_numbers

#: What a job is about.
SERVICE_KINDS = [
    ("maintenance", "Maintenance"),
    ("repair", "Repair"),
    ("inspection", "Inspection"),
    ("installation", "Installation"),
    ("guidance", "Guidance"),
]

SERVICE_STATES = [
    ("new", "New"),
    ("scheduled", "Scheduled"),
    ("on_the_way", "On the way"),
    ("in_progress", "In progress"),
    ("waiting", "Waiting"),
    ("done", "Done"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

#: States in which something has still to be done. What is done waits to be handed over.
OPEN_STATES = ("new", "scheduled", "on_the_way", "in_progress", "waiting")

#: state -> states it may go to. Back from done and closed only by "again", from
#: cancelled by "reopen".
TRANSITIONS = {
    "new": {"scheduled", "on_the_way", "in_progress", "waiting", "done", "cancelled"},
    "scheduled": {"new", "on_the_way", "in_progress", "waiting", "done", "cancelled"},
    "on_the_way": {"scheduled", "in_progress", "waiting", "done", "cancelled"},
    "in_progress": {"scheduled", "waiting", "done", "cancelled"},
    "waiting": {"scheduled", "on_the_way", "in_progress", "done", "cancelled"},
    "done": {"closed", "in_progress"},
    "closed": {"in_progress"},
    "cancelled": {"new"},
}


class HauMaiService(models.Model):
    """One job of work on something sold: maintenance, repair, inspection, installation, guidance.

    What is special about a job (its receipt, its lines, its center, its appointment)
    stands in files of their own, ``hau_mai_service_*.py``. Moments are UTC, days are
    days of the company.
    """

    _name = "hau_mai.service"
    _description = "Service Job"
    _inherit = ["portal.mixin", "mail.activity.mixin", "hau_mai.asking.mixin"]
    _order = "priority desc, date_start, id desc"
    _rec_names_search = ["name", "serial_number", "partner_id"]
    _check_company_auto = True

    _name_unique = models.UniqueIndex(
        "(name, company_id)", "A job number is given once in a company."
    )
    _user_idx = models.Index(
        "(user_id, date_start) WHERE state NOT IN ('done', 'closed', 'cancelled')"
    )
    _center_idx = models.Index(
        "(center_id, date_start) WHERE state NOT IN ('done', 'closed', 'cancelled')"
    )
    _open_idx = models.Index("(company_id, state) WHERE state NOT IN ('closed', 'cancelled')")

    # === FIELDS === #

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    kind = fields.Selection(SERVICE_KINDS, required=True, default="repair", tracking=True)
    state = fields.Selection(
        SERVICE_STATES,
        string="Status",
        required=True,
        default="new",
        copy=False,
        tracking=True,
        group_expand=True,
    )
    waiting_for = fields.Selection(
        [
            ("parts", "Parts"),
            ("customer", "The customer"),
            ("center", "The service center"),
            ("maker", "The manufacturer"),
        ],
        copy=False,
        tracking=True,
        help="Who or what the job waits for.",
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    cancel_reason = fields.Char(readonly=True, copy=False, tracking=True, groups="base.group_user")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact Person",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Whom to call about this job, when it is not the customer.",
    )
    address_id = fields.Many2one(
        "res.partner",
        string="Where",
        compute="_compute_address_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Where the work is done or the product stands.",
    )
    phone = fields.Char(
        string="Phone to Call", compute="_compute_phone", store=True, readonly=False
    )
    unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Warranty Card",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_unit",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    categ_id = fields.Many2one(
        related="product_id.categ_id", string="Product Category", store=True, precompute=True
    )
    serial_number = fields.Char(
        compute="_compute_from_unit", store=True, readonly=False, precompute=True
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Sold With",
        compute="_compute_from_unit",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    request = fields.Text(string="What the Customer Says")
    responsible_id = fields.Many2one(
        "res.users",
        string="Desk",
        default=lambda self: self.env.user if not self.env.user.share else False,
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
        help="Who took it in and answers the customer's questions.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Technician",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
        copy=False,
    )
    center_id = fields.Many2one(
        "hau_mai.service.center",
        string="Service Center",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        copy=False,
    )
    date_start = fields.Datetime(
        string="Appointment", copy=False, tracking=True, index="btree_not_null"
    )
    date_end = fields.Datetime(string="Until", copy=False)
    date_received = fields.Datetime(string="Received On", copy=False, tracking=True)
    date_promised = fields.Datetime(string="Promised For", copy=False, tracking=True)
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)
    date_returned = fields.Datetime(string="Handed Back On", copy=False, tracking=True)
    line_ids = fields.One2many(
        "hau_mai.service.line", "service_id", string="Work and Parts", groups="base.group_user"
    )
    check_ids = fields.One2many(
        "hau_mai.service.check", "service_id", string="Checklist", groups="base.group_user"
    )
    occurrence_ids = fields.One2many(
        "hau_mai.maintenance.occurrence",
        "service_id",
        string="Planned Visits",
        groups="base.group_user",
    )
    schedule_ids = fields.Many2many(
        "hau_mai.maintenance.schedule",
        string="Schedules",
        compute="_compute_schedule_ids",
        search="_search_schedule_ids",
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("unit_id")
    def _compute_from_unit(self):
        """What is known of the product; kept where there is no card."""
        for service in self:
            unit = service.unit_id
            service.product_id = unit.product_id or service.product_id
            service.serial_number = unit.serial_number or service.serial_number
            service.order_id = unit.order_id

    @api.depends("partner_id", "unit_id")
    def _compute_address_id(self):
        for service in self:
            service.address_id = service.unit_id.address_id or service.partner_id

    @api.depends("partner_id.phone", "contact_id.phone")
    def _compute_phone(self):
        for service in self:
            if service.phone and service.id:
                continue
            customer = service.partner_id
            numbers = (
                service.contact_id.phone, customer.phone, customer.commercial_partner_id.phone,
            )  # fmt: skip
            service.phone = next(filter(None, numbers), False)

    @api.depends("occurrence_ids.schedule_id")
    def _compute_schedule_ids(self):
        for service in self:
            service.schedule_ids = service.occurrence_ids.schedule_id

    def _search_schedule_ids(self, operator, value):
        return [("occurrence_ids.schedule_id", operator, value)]

    def _compute_access_url(self):
        res = super()._compute_access_url()
        for service in self:
            service.access_url = f"/my/services/{service.id}"
        return res

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        fill_numbers(self.env, self._name, vals_list)
        self._fill_customers(vals_list)
        services = super().create(vals_list)
        services._hold_units()
        return services

    @api.model
    def _fill_customers(self, vals_list):
        """A job on a warranty card is its owner's, when nobody else is named."""
        nameless = [v for v in vals_list if v.get("unit_id") and not v.get("partner_id")]
        # browsed together they are read together
        units = self.env["hau_mai.unit"].browse(vals["unit_id"] for vals in nameless)
        for vals, unit in zip(nameless, units, strict=True):
            vals["partner_id"] = unit.partner_id.id

    def write(self, vals):
        if "state" not in vals:
            result = super().write(vals)
            if vals.get("unit_id"):
                self._hold_units()
            return result
        self.check_access("write")
        self._check_transition(vals["state"])
        before = {service.id: service.state for service in self}
        vals = dict(vals, **self._prepare_state_vals(vals))
        result = super().write(vals)
        self.filtered(lambda s: s.state != before[s.id])._on_state_changed(before)
        if vals.get("unit_id"):
            self._hold_units()
        return result

    def _hold_units(self):
        """A card with a job on it is not set back silently when its order changes."""
        self.unit_id.sudo().filtered(lambda unit: not unit.has_service).has_service = True

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A service job is never deleted, because somebody may ask about it. "
                "Cancel it instead."
            )
        )

    # === BUSINESS METHODS === #

    def _check_transition(self, state):
        """Refuse a change of state that the table does not allow.

        :raises UserError: naming the job and both states
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for service in self:
            if service.state != state and state not in TRANSITIONS[service.state]:
                raise UserError(
                    self.env._(
                        "Job %(job)s is “%(old)s” and cannot become “%(new)s”. It can become: "
                        "%(possible)s.",
                        job=service.name,
                        old=labels[service.state],
                        new=labels[state],
                        possible=", ".join(
                            label
                            for key, label in labels.items()
                            if key in TRANSITIONS[service.state]
                        ),
                    )
                )

    def _prepare_state_vals(self, vals):
        """What a change of state writes besides: its moment, whom is waited for."""
        extra = {}
        if vals["state"] != "waiting":
            extra["waiting_for"] = False
        if vals["state"] == "done":
            extra.setdefault("date_done", vals.get("date_done") or fields.Datetime.now())
        elif vals["state"] in OPEN_STATES:
            extra["date_done"] = False
        return extra

    def _prepare_again_vals(self, count):
        """Values of jobs that are taken up again: open, as if they had not been finished.

        Each concern adds what it has to forget; what it was stands in the history.

        :param int count: how often they were taken up again before
        """
        return {"state": "in_progress", "date_returned": False}

    def _on_state_changed(self, before):
        """What follows from a change of state. Each concern overrides it and calls ``super``.

        :param before: {id: state it had}
        """
