from odoo import api, fields, models
from odoo.exceptions import UserError

#: state -> states it may go to.
TRANSITIONS = {
    "to_pack": {"sent", "cancelled"},
    "sent": {"returned"},
    "returned": {"to_pack"},
    "cancelled": {"to_pack"},
}


class HauMaiGift(models.Model):
    """A present for a customer: what, to where, packed by whom, when it left.

    A list without stock: whoever keeps stock takes it out where they always do. The address
    is the one it was sent to, whatever the customer's becomes later.
    """

    _name = "hau_mai.gift"
    _description = "Gift"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "hau_mai.flow.mixin",
        "hau_mai.by.hand.mixin",
    ]
    _transitions = TRANSITIONS
    _order = "date_planned desc, id desc"
    _rec_name = "what"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    touchpoint_ids = fields.One2many("hau_mai.touchpoint", "gift_id", string="Follow-ups")
    what = fields.Char(string="Gift", required=True)
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    address = fields.Text(required=True, help="As it is written on the parcel.")
    phone = fields.Char()
    state = fields.Selection(
        [
            ("to_pack", "To Pack"),
            ("sent", "Sent"),
            ("returned", "Came Back"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="to_pack",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    date_planned = fields.Date(string="To Be Sent On", required=True)
    date_sent = fields.Datetime(string="Sent On", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", string="Packed By", index=True, ondelete="set null", tracking=True
    )
    cost = fields.Monetary(help="What it costs, with sending it.", tracking=True)
    tracking_ref = fields.Char(string="Tracking Number", copy=False, tracking=True)
    note = fields.Text(string="Reason", help="Why it came back, or what to write on the card.")

    # === COMPUTE METHODS === #

    @api.depends("what", "partner_id")
    def _compute_display_name(self):
        for gift in self:
            names = (gift.what, gift.partner_id.display_name)
            gift.display_name = ": ".join(name for name in names if name)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self, vals_list = self._by_hand(vals_list)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Gifts are kept: they tell what a customer was given. Cancel it instead.")
        )

    # === ACTION METHODS === #

    def action_sent(self):
        """It left: the activity and the follow-ups behind it are done."""
        self.check_access("write")
        packed = self.filtered(lambda gift: gift.state != "sent")
        activities = packed.sudo().activity_ids
        packed._note_sent()
        activities._action_done(feedback=self.env._("Sent by %s", self.env.user.name))
        return True

    def action_returned(self):
        """It came back: say so, and what is known of why in the note."""
        self.check_access("write")
        self.write({"state": "returned"})
        reason = self.env._("The gift came back.")
        self.sudo().touchpoint_ids._not_delivered(reason, "bounced")
        return True

    def action_pack_again(self):
        """Send it once more, to the address as it is now written."""
        self.check_access("write")
        self.write({"state": "to_pack", "date_sent": False})
        return True

    def action_cancel(self):
        """It will not be sent."""
        self.check_access("write")
        self.write({"state": "cancelled"})
        live = self.sudo().touchpoint_ids.filtered(lambda row: row.state == "open")
        live._cancel("hand", self.env._("Cancelled by %s.", self.env.user.name))
        return True

    # === BUSINESS METHODS === #

    def _note_sent(self):
        """Write on these gifts, and on the follow-ups behind them, that they left."""
        now = fields.Datetime.now()
        gifts = self.sudo()
        gifts.write({"state": "sent", "date_sent": now})
        for gift in gifts.filtered("touchpoint_ids"):
            gift.touchpoint_ids[0].cost = gift.cost
        waiting = gifts.touchpoint_ids.filtered(lambda row: row.state in ("open", "failed"))
        self.env["hau_mai.care.runner"].sudo()._leave(waiting, "post", now, "sent")
