from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mail import email_normalize

from . import hau_mai_flow_mixin  # noqa: F401 - inherited here, and later in the alphabet

#: state -> states it may go to. What was refused can be looked at again.
TRANSITIONS = {
    "waiting": {"accepted", "refused", "needless"},
    "accepted": set(),
    "refused": {"waiting", "accepted"},
    "needless": set(),
}

#: How what was said stands to what is known.
FITS = [("fits", "Same"), ("differs", "Differs"), ("unknown", "Nothing to compare")]

#: What people may say of a try that is there: which card it is about, when nobody knew.
BY_HAND = {"unit_id"}


class HauMaiActivation(models.Model):
    """One try to activate a warranty: who asked, what they said, what became of it.

    A card has one that waits or was accepted, whoever tries how often at once. Made by
    ``_ask`` (``hau_mai_activation_ask.py``), decided in ``hau_mai_activation_decide.py``.
    Moments are UTC; ``date`` is a day of the company.
    """

    _name = "hau_mai.activation"
    _description = "Activation of a Warranty"
    _inherit = ["mail.thread", "mail.activity.mixin", "hau_mai.flow.mixin"]
    _transitions = TRANSITIONS
    _order = "date_asked desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _once = models.UniqueIndex(
        "(unit_id) WHERE state IN ('waiting', 'accepted') AND unit_id IS NOT NULL",
        "This warranty is activated already, or somebody asked for it.",
    )
    _unknown_once = models.UniqueIndex(
        "(company_id, serial_key) WHERE state = 'waiting' AND unit_id IS NULL",
        "Somebody asked for the activation of this serial number already.",
    )
    _waiting_idx = models.Index("(company_id, date_asked) WHERE state = 'waiting'")

    # === FIELDS === #

    unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Warranty Card",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty when a serial number was typed that no card has.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    product_id = fields.Many2one(related="unit_id.product_id")
    owner_id = fields.Many2one(related="unit_id.partner_id", string="Owner")
    owner_phone = fields.Char(related="unit_id.partner_phone", string="Owner's Phone")
    unit_serial = fields.Char(related="unit_id.serial_number", string="Serial Number on the Card")
    date_ordered = fields.Date(related="unit_id.date_ordered")
    date_delivered = fields.Date(related="unit_id.date_delivered")
    how = fields.Selection(
        [
            ("qr", "QR code"),
            ("serial", "By serial number"),
            ("portal", "In the portal"),
            ("link", "By the owner's link"),
            ("dealer", "By a dealer"),
            ("shop", "In the shop"),
        ],
        required=True,
        default="shop",
        readonly=True,
    )
    known_by = fields.Selection(
        [
            ("other", "Another phone number"),
            ("phone", "The owner's phone number"),
            ("owner", "The owner"),
            ("dealer", "The dealer who bought it"),
            ("shop", "The shop"),
        ],
        string="Who Asked",
        required=True,
        default="shop",
        readonly=True,
    )
    date_asked = fields.Datetime(
        string="Asked On", required=True, readonly=True, default=fields.Datetime.now
    )
    date = fields.Date(
        string="Activated From",
        required=True,
        readonly=True,
        help="The day it was asked for, or on which a dealer sold it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whom it is activated for, as far as we know them.",
    )
    dealer_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    name = fields.Char(readonly=True, help="As it was typed.")
    phone_typed = fields.Char(string="Phone", readonly=True, help="As it was typed.")
    phone = fields.Char(string="Phone as It Is Dialed", readonly=True)
    email = fields.Char(readonly=True)
    serial_typed = fields.Char(string="Serial Number", readonly=True, help="As it was typed.")
    serial_key = fields.Char(compute="_compute_serial_key", store=True, index="btree_not_null")
    note = fields.Text(string="What They Wrote", readonly=True)
    photo_ids = fields.Many2many(
        "ir.attachment",
        "hau_mai_activation_attachment_rel",
        string="Photos",
        readonly=True,
        bypass_search_access=True,
    )
    state = fields.Selection(
        [
            ("waiting", "To Confirm"),
            ("accepted", "Activated"),
            ("refused", "Refused"),
            ("needless", "Nothing to Do"),
        ],
        string="Status",
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    reason = fields.Char(
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it waits, was refused, or changes nothing.",
    )
    decided_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True, copy=False)
    date_decided = fields.Datetime(string="Decided On", readonly=True, copy=False)
    phone_fits = fields.Selection(FITS, string="Phone Compared", compute="_compute_fits")
    serial_fits = fields.Selection(FITS, string="Serial Compared", compute="_compute_fits")
    may_decide = fields.Boolean(compute="_compute_may")
    may_take_serial = fields.Boolean(compute="_compute_may")

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "serial_typed", "name")
    def _compute_display_name(self):
        for row in self:
            about = row.unit_id.display_name or row.serial_typed or self.env._("Unknown card")
            row.display_name = f"{about} ({row.name})" if row.name else about

    @api.depends("serial_typed")
    def _compute_serial_key(self):
        normalize = self.env["hau_mai.unit"]._normalize_key
        for row in self:
            row.serial_key = normalize(row.serial_typed) or False

    @api.depends("phone_typed", "owner_phone", "serial_key", "unit_serial")
    def _compute_fits(self):
        normalize = self.env["hau_mai.unit"]._normalize_key
        for row in self:
            comparable = row.owner_phone and row.phone_typed
            same = bool(comparable) and row.unit_id._is_owners_number(row.phone_typed)
            row.phone_fits = _fits(comparable, same)
            key = normalize(row.unit_serial)
            row.serial_fits = _fits(key and row.serial_key, key == row.serial_key)

    @api.depends("state", "unit_id.user_id", "unit_id.serial_number", "serial_key")
    @api.depends_context("uid")
    def _compute_may(self):
        """Who may change the card may decide about its activation."""
        units = self.unit_id._filtered_access("write")
        for row in self:
            may = row.unit_id in units and row.state in ("waiting", "refused")
            row.may_decide = may and row.unit_id.state == "valid"
            row.may_take_serial = bool(
                row.unit_id in units and row.serial_key and not row.unit_serial
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in rows.filtered("photo_ids"):
            row.photo_ids.sudo().write({"res_model": self._name, "res_id": row.id})
        return rows

    def write(self, vals):
        if not self.env.su and vals.keys() - BY_HAND:
            raise AccessError(
                self.env._("What was asked for stays as it is. Accept or refuse the activation.")
            )
        if "unit_id" in vals:
            self._check_no_card_yet()
        return super().write(vals)

    def _check_no_card_yet(self):
        """:raises UserError: when it is known already which card is activated"""
        if any(row.state != "waiting" or row.how != "serial" for row in self.filtered("unit_id")):
            raise UserError(
                self.env._("Which card this is about is known. Refuse it if it is the wrong one.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Who asked for an activation is never deleted. Refuse it, and say why.")
        )

    # === TOOLS === #

    @api.model
    def _normalized_phone(self, text):
        """A number as it is dialed; False for what is none."""
        return self.env["hau_mai.do.not.call"].sudo()._reader()(text) or False

    @api.model
    def _normalized_email(self, text):
        return email_normalize(text or "") or False


def _fits(comparable, same):
    """A key of :data:`FITS`."""
    return ("fits" if same else "differs") if comparable else "unknown"
