from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

REFERRAL_STATES = [
    ("pending", "Waiting for the order"),
    ("review", "To be decided"),
    ("rewarded", "Rewarded"),
    ("refused", "Refused"),
]

#: state -> what may follow. What was refused stays so: the customer can be named anew.
TRANSITIONS = {
    "pending": {"review", "rewarded", "refused"},
    "review": {"pending", "refused"},
    "rewarded": {"refused"},
    "refused": set(),
}


class HauMaiReferral(models.Model):
    """A customer who brought another: from the code that was named to the reward.

    One a new customer and root company that was not refused: nobody is brought twice.
    Both are commercial customers. What speaks against it stands in
    ``hau_mai_referral_guard.py``, the order in ``hau_mai_referral_order.py``, what both
    get in ``hau_mai_referral_reward.py``.
    """

    _name = "hau_mai.referral"
    _description = "Referral"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "hau_mai.batch.mixin",
        "hau_mai.by.hand.mixin",
        "hau_mai.flow.mixin",
    ]
    _transitions = TRANSITIONS
    _order = "date DESC, id DESC"
    _rec_name = "referee_id"
    _check_company_auto = True
    _mail_post_access = "read"

    _referee_unique = models.UniqueIndex(
        "(referee_id, company_id) WHERE state != 'refused'",
        "This customer was brought by somebody already.",
    )
    _waiting_idx = models.Index("(company_id, state) WHERE state IN ('pending', 'review')")

    # === FIELDS === #

    referrer_id = fields.Many2one(
        "res.partner",
        string="Referred By",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    referee_id = fields.Many2one(
        "res.partner", string="New Customer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Datetime(
        string="Named On", required=True, readonly=True, default=fields.Datetime.now
    )
    how = fields.Selection(
        [
            ("portal", "In the portal"),
            ("order", "On an order"),
            ("link", "By the link"),
            ("by_hand", "By hand"),
        ],
        string="Named",
        required=True,
        default="by_hand",
        readonly=True,
    )
    code = fields.Char(readonly=True, help="The code as it was named.")
    user_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        default=lambda self: self.env.user,
        ondelete="restrict",
        readonly=True,
    )
    state = fields.Selection(
        REFERRAL_STATES,
        string="Status",
        required=True,
        default="pending",
        readonly=True,
        copy=False,
        tracking=True,
    )
    reason = fields.Char(
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it is held for a decision, or was refused.",
    )
    decided_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True, copy=False)
    date_decided = fields.Datetime(string="Decided On", readonly=True, copy=False)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self, vals_list = self._by_hand(vals_list)
        referrals = super().create([self._prepare_vals(vals) for vals in vals_list])
        referrals.sudo()._judge()
        referrals._note_on_customers()
        return referrals

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Who brought whom is never deleted. Refuse the referral, and say why.")
        )

    # === ACTION METHODS === #

    def action_accept(self):
        """It is all right: it waits for the order as if nothing had spoken against it."""
        self._check_deciding()
        self.sudo().write({"state": "pending", "reason": False, **self._prepare_decision_vals()})
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])
        return True

    def action_refuse(self, reason=None):
        """There will be no reward; one that was given is taken back as far as it is unused.

        :param str reason: the dialog asks for it when left out
        :raises UserError: without a reason
        """
        if reason is None:
            return self._open_refusal()
        self._check_deciding()
        if not reason.strip():
            raise UserError(self.env._("Say why the referral is refused."))
        vals = self._prepare_decision_vals()
        referrals = self.sudo().filtered(lambda referral: referral.state != "refused")
        rewarded = referrals.filtered(lambda referral: referral.state == "rewarded")
        rewarded._take_back({referral: reason for referral in rewarded}, **vals)
        (referrals - rewarded).write({"state": "refused", "reason": reason, **vals})
        referrals.activity_feedback(["mail.mail_activity_data_todo"])
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _bring(self, pairs, **vals):
        """Write down who brought whom, once; who was named before stays named.

        :param pairs: (new customer, who brought them)
        :param vals: how, code, order_id
        :return: the referrals that are new
        :raises UserError: when a customer was brought by somebody else already
        """
        company = self.env.company.root_id
        pairs = [
            (referee.commercial_partner_id, referrer.commercial_partner_id)
            for referee, referrer in pairs
        ]
        known = self._live_by_customer(company, [referee.id for referee, _referrer in pairs])
        brought_by = {customer_id: row.referrer_id for customer_id, row in known.items()}
        for referee, referrer in pairs:
            before = brought_by.setdefault(referee.id, referrer.sudo())
            if before != referrer:
                raise UserError(
                    self.env._(
                        "%(customer)s was brought by %(referrer)s already. A manager can refuse "
                        "that referral; then somebody else can be named.",
                        customer=referee.display_name,
                        referrer=before.display_name,
                    )
                )
        vals |= {"company_id": company.id}
        return self._create_or_look_again(
            {"referee_id": customer_id, "referrer_id": referrer.id, **vals}
            for customer_id, referrer in brought_by.items()
            if customer_id not in known
        )

    @api.model
    def _create_or_look_again(self, vals_list):
        """Write down new ones.

        :raises ConcurrencyError: when somebody else names one of the customers at this very
            moment: the request begins anew, and then sees who was named
        """
        try:
            with self.env.cr.savepoint():
                return self.sudo().create(list(vals_list))
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    @api.model
    def _live_by_customer(self, company, customer_ids):
        """``{customer id: their referral}`` of those that were not refused."""
        rows = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("referee_id", "in", customer_ids),
                ("state", "!=", "refused"),
            ]
        )
        return {row.referee_id.id: row for row in rows}

    def _prepare_vals(self, vals):
        """Values of a new one, which is between commercial customers."""
        partners = self.env["res.partner"].sudo()
        customers = {
            name: partners.browse(vals[name]).commercial_partner_id.id
            for name in ("referrer_id", "referee_id")
            if vals.get(name)
        }
        return {**vals, **customers}

    def _note_on_customers(self):
        """The new customer says who brought them, unless they do already."""
        for referral in self.sudo():
            if not referral.referee_id.referred_by_id:
                referral.referee_id.referred_by_id = referral.referrer_id

    def _check_deciding(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("hau_mai.group_manager")):
            raise AccessError(
                self.env._("An After-Sales administrator decides whether it is rewarded.")
            )

    def _prepare_decision_vals(self):
        return {"decided_by_id": self.env.uid, "date_decided": fields.Datetime.now()}

    def _open_refusal(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the Referral"),
            "res_model": "hau_mai.referral.refusal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_referral_ids": self.ids},
        }

    # === MERGING CONTACTS === #

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Contacts become one: of two referrals of theirs the one that got furthest goes on."""
        partners = src_partners | dst_partner
        rows = self.sudo().search([("referee_id", "in", partners.ids), ("state", "!=", "refused")])
        rank = {"rewarded": 0, "pending": 1, "review": 2}
        reason = self.env._("Two contacts became one; the other referral goes on.")
        for twins in rows.grouped("company_id").values():
            others = twins.sorted(lambda row: (rank[row.state], row.date, row.id))[1:]
            others.write({"state": "refused", "reason": reason})
        oneself = (rows - rows.filtered(lambda row: row.state == "refused")).filtered(
            lambda row: row.referrer_id in partners and row.state == "pending"
        )
        oneself._hold(["oneself"])
        among = partners.sudo().filtered(lambda partner: partner.referred_by_id in partners)
        among.referred_by_id = False  # nobody brings themselves
