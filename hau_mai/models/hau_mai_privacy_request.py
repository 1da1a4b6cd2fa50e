from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.numbering import fill_numbers
from ..tools.privacy import OPEN_STATES, TRANSITIONS

REQUEST_KINDS = [
    ("know", "To see what is held"),
    ("export", "A copy of their data"),
    ("correct", "To correct it"),
    ("delete", "To delete it"),
    ("restrict", "To restrict its use"),
    ("withdraw", "To withdraw their consent"),
    ("object", "To object to its use"),
    ("complaint", "A complaint about its use"),
]

#: Kinds by which marketing is to stop, at once.
STOPPING = ("delete", "restrict", "withdraw", "object")


class HauMaiPrivacyRequest(models.Model):
    """What somebody asks about the data that is held about them, and what was done about it.

    One of the rights of Law 91/2025/QH15, article 4. Never deleted: it is the proof that
    it was answered in time (Decree 356/2025/ND-CP).
    """

    _name = "hau_mai.privacy.request"
    _description = "Privacy Request"
    _inherit = ["mail.thread", "mail.activity.mixin", "hau_mai.by.hand.mixin"]
    _order = "date_received DESC, id DESC"

    _open_idx = models.Index("(state, date_finish_by) WHERE state NOT IN ('done', 'refused')")

    # === FIELDS === #

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Whose data it is about. Empty while nobody knows them.",
    )
    contact_name = fields.Char(
        string="Asked By", help="Who asks, when it is not the customer: a parent, a lawyer."
    )
    contact_address = fields.Char(
        string="Reached At", help="Phone or email to answer to, when it is not the customer's."
    )
    channel = fields.Selection(
        [
            ("counter", "At the counter"),
            ("phone", "By phone"),
            ("email", "By email"),
            ("portal", "On the website"),
            ("letter", "By letter"),
            ("messenger", "By messenger"),
        ],
        string="How",
        required=True,
        default="phone",
    )
    kind = fields.Selection(REQUEST_KINDS, string="What They Ask", required=True, tracking=True)
    description = fields.Text(string="In Their Words")
    date_received = fields.Datetime(
        string="Received On", required=True, default=fields.Datetime.now, tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        ondelete="set null",
        tracking=True,
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("answered", "Answered"),
            ("in_progress", "In Progress"),
            ("done", "Done"),
            ("refused", "Refused"),
        ],
        string="Status",
        required=True,
        default="new",
        readonly=True,
        copy=False,
        tracking=True,
    )
    identity = fields.Selection(
        [
            ("portal", "They were logged in"),
            ("papers", "Showed their papers"),
            ("called_back", "Called back on the number we know"),
            ("wrote_back", "Wrote back from the address we know"),
            ("purchase", "Knew their order and serial number"),
        ],
        string="How They Were Recognized",
        copy=False,
        tracking=True,
        help="Data is given to nobody else: look before you hand it out or delete it.",
    )
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)
    result = fields.Text(
        string="Our Answer",
        copy=False,
        help="What the customer is told: what was done, or why not.",
    )
    refusal_ground = fields.Char(
        string="Ground of the Refusal", copy=False, help="The law or contract it rests on."
    )
    notice_ids = fields.One2many(
        "hau_mai.privacy.notice", "request_id", string="What the Customer Was Told"
    )
    told_partner_id = fields.Many2one(related="partner_id", string="Who Is Told")

    # === CONSTRAINT METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Privacy requests are kept: they prove that they were answered in time. "
                "Refuse it instead, and say why."
            )
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """What must not wait does not: marketing stops at once, somebody is told to answer."""
        self, vals_list = self._by_hand(vals_list)
        fill_numbers(self.env, self._name, vals_list)
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            vals.setdefault("user_id", company._hau_mai_manager().id)
            vals.setdefault("company_id", company.id)
        requests = super().create(vals_list)
        requests.filtered(lambda request: request.kind in STOPPING)._stop_marketing()
        requests.filtered(lambda request: request.kind == "restrict")._restrict()
        requests._remind()
        requests._tell_customer("received")
        return requests

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        result = super().write(vals)
        if "state" in vals and vals["state"] not in OPEN_STATES:
            self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        elif "user_id" in vals or "date_received" in vals:
            self._remind()
        return result

    def _check_transition(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for request in self:
            if state != request.state and state not in TRANSITIONS[request.state]:
                raise UserError(
                    self.env._(
                        "Request %(name)s is “%(from)s” and cannot become “%(to)s”.",
                        name=request.name,
                        **{"from": labels[request.state], "to": labels[state]},
                    )
                )

    # === ACTION METHODS === #

    def action_answer(self):
        """The customer was answered: what happens now, and by when."""
        self._check_rights()
        self.write({"state": "answered", "date_answered": fields.Datetime.now()})
        self._tell_customer("answered")
        return True

    def action_stop_marketing(self):
        """No marketing, birthday wish or survey leaves for this customer any more."""
        self._check_rights()
        self._check_customer()
        self._stop_marketing()
        self._go_on()
        return True

    def action_done(self):
        """What was asked for is done; the customer hears of it."""
        self._check_rights()
        self._finish("done")
        return True

    def action_refuse(self, reason=False, ground=False):
        """Refuse, with the words for the customer and the ground in law.

        :raises UserError: without both
        """
        self._check_rights()
        for request in self:
            values = {
                "result": reason or request.result,
                "refusal_ground": ground or request.refusal_ground,
            }
            if not all(values.values()):
                raise UserError(
                    self.env._(
                        "Write down our answer and the ground in law before you refuse "
                        "request %s: the customer is told both.",
                        request.name,
                    )
                )
            request._finish("refused", **values)
        return True

    def action_take_up(self):
        """Take up again what was refused."""
        self._check_rights()
        self.write({"state": "in_progress", "date_done": False})
        return True

    def action_view_customer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _check_rights(self):
        """Who may log a request may not work on it."""
        self.check_access("write")

    def _check_customer(self):
        for request in self:
            if not request.partner_id:
                raise UserError(
                    self.env._(
                        "Choose the customer request %s is about, or answer that nothing is "
                        "held about them.",
                        request.name,
                    )
                )

    def _check_identity(self):
        """Data is handed out and deleted only for who was recognized.

        :raises UserError: with what to do first
        """
        self._check_customer()
        for request in self:
            if not request.identity:
                raise UserError(
                    self.env._(
                        "Make sure that it is really %(customer)s who asks, and write down in "
                        "%(name)s how they were recognized.",
                        customer=request.partner_id.name,
                        name=request.name,
                    )
                )

    def _go_on(self):
        """Work on what is new or answered has begun."""
        self.filtered(lambda r: r.state in ("new", "answered")).state = "in_progress"

    def _finish(self, state, **values):
        """Done or refused, which is an answer too."""
        now = fields.Datetime.now()
        for request in self:
            request.write(
                {
                    "state": state,
                    "date_done": now,
                    "date_answered": request.date_answered or now,
                    **values,
                }
            )
        self._tell_customer(state)

    def _stop_marketing(self):
        """At once, whatever time the law leaves (Decree 91/2020/ND-CP, art. 13.4)."""
        for request in self.filtered("partner_id"):
            request.partner_id._privacy_stop_marketing(
                self.env._("Privacy request %s", request.name)
            )

    def _restrict(self):
        self.sudo().partner_id.processing_restricted = True

    def _remind(self):
        """An activity for who is responsible, on the day by which to answer."""
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        for request in self.sudo().filtered(lambda r: r.state in OPEN_STATES and r.user_id):
            request.activity_schedule(
                "mail.mail_activity_data_todo",
                request.date_finish_by if request.date_answered else request.date_answer_by,
                self.env._("Answer the privacy request"),
                user_id=request.user_id.id,
            )

    def _tell_customer(self, event):
        """By e-mail or SMS, as a service; if they must not be told, the request says why."""
        self.env["hau_mai.privacy.notice"]._announce(
            self.filtered("partner_id"), event, self.result if len(self) == 1 else False
        )

    def _notice_key(self, event):
        """Each is told once, an answer as often as the request was taken up."""
        self.ensure_one()
        return f"{event} {self.date_done or self.date_answered or ''}"

    def _notice_email(self):
        """Where e-mails about it go: as written down now, since the contact may be erased."""
        self.ensure_one()
        partner = self.partner_id
        return partner.email or partner.commercial_partner_id.email or ""

    def _kind_in_words(self):
        """What was asked for, in the language of the context."""
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
