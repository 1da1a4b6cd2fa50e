from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.counter import phone_digits
from ..tools.turns import take_turns


class HauMaiTransferRequest(models.Model):
    """An owner says that somebody else has their product now; the shop confirms it.

    Nothing changes before. Written by the methods here only, never by hand.
    """

    _name = "hau_mai.transfer.request"
    _description = "Reported Transfer"
    _order = "id desc"

    _once = models.UniqueIndex(
        "(unit_id) WHERE state = 'asked'", "This was reported already and waits for an answer."
    )

    # === FIELDS === #

    unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Warranty Card",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Reported By",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    name = fields.Char(string="New Owner", required=True, readonly=True)
    phone = fields.Char(required=True, readonly=True)
    email = fields.Char(readonly=True)
    state = fields.Selection(
        [("asked", "To confirm"), ("done", "Transferred"), ("refused", "Refused")],
        string="Status",
        required=True,
        default="asked",
        readonly=True,
    )
    reason = fields.Char(string="Why It Was Refused", readonly=True)
    new_partner_id = fields.Many2one(
        "res.partner",
        string="Transferred To",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    decided_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="Task of Who Decides", ondelete="set null", readonly=True
    )

    # === ACTION METHODS === #

    def action_confirm(self):
        """Give the card to the one who was named.

        :raises UserError: when it was decided already, or the card may not change hands
        """
        self.ensure_one()
        self._check_deciding()
        unit = self.unit_id
        owner = unit._find_owner(self.name, self.phone, self.email)
        unit._raise_if_not_transferable(owner)
        unit._change_owner(owner, False, "portal")  # which settles what was reported
        return True

    def action_refuse(self, reason=None):
        """Leave the card with its owner.

        :param str reason: the dialog asks for it when left out
        :raises UserError: without a reason, or when it was decided already
        """
        self.ensure_one()
        if reason is None:
            return self.unit_id._open_ruling(self.env._("Refuse the Transfer"), self)
        if not reason.strip():
            raise UserError(self.env._("Say why the card stays with its owner."))
        self._check_deciding()
        self._decide("refused", reason=reason)
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _report(self, unit, author, name, phone, email=None):
        """Write down what an owner says, once, and give a task to who is responsible.

        Called with all rights, after it was checked that the card is theirs.

        :param unit: a card that may change hands
        :param author: who says so
        :raises UserError: for what is missing, not allowed, or waits for an answer already
        """
        name, phone = (name or "").strip(), (phone or "").strip()
        if not name or not phone_digits(phone):
            raise UserError(
                self.env._("Please tell us the name and the phone number of the new owner.")
            )
        unit._raise_if_not_transferable(self.env["res.partner"])
        take_turns(unit)
        if unit.transfer_request_id:
            raise UserError(self.env._("You told us already: we will confirm it soon."))
        request = self.create(
            {
                "unit_id": unit.id,
                "partner_id": author.id,
                "name": name,
                "phone": phone,
                "email": (email or "").strip(),
            }
        )
        user = unit.user_id if unit.user_id.active else unit.company_id._hau_mai_manager()
        told = unit.with_context(lang=user.lang or self.env.lang)
        request.activity_id = told._remind(user, told.env._("Confirm the new owner: %s", name))
        return request

    def _check_deciding(self):
        """:raises UserError: when somebody decided already"""
        self.unit_id.check_access("write")
        take_turns(self.sudo())
        if self.state != "asked":
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._("This was decided already: %s.", labels[self.state]))

    def _decide(self, state, **vals):
        row = self.sudo()
        row.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
                **vals,
            }
        )
        row.activity_id.action_feedback()
