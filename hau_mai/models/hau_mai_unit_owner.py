from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.turns import take_turns

OWNER_WAYS = [
    ("first", "First owner"),
    ("by_hand", "Written down by us"),
    ("portal", "Reported by the owner"),
    ("dealer", "Activated by a dealer"),
    ("order", "Another customer on the order"),
]

#: How and why a card changes hands. An object: no context from outside can be it.
Handover = namedtuple("Handover", "how reason")
BY_HAND = Handover("by_hand", False)


class HauMaiUnitOwner(models.Model):
    """The owners of a warranty card one after the other; written when it changes hands.

    A card that never did has no row: its owner is its customer.
    """

    _name = "hau_mai.unit.owner"
    _description = "Owner of a Warranty Card"
    _inherit = ["hau_mai.append.only.mixin"]
    _order = "unit_id desc, id"
    _rec_name = "partner_id"

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
        "res.partner", string="Owner", required=True, index=True, ondelete="restrict", readonly=True
    )
    date_from = fields.Date(
        string="Since", readonly=True, help="Empty for a first owner when nobody knows."
    )
    date_to = fields.Date(string="Until", compute="_compute_date_to")
    how = fields.Selection(OWNER_WAYS, required=True, readonly=True)
    reason = fields.Char(string="Why", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, ondelete="restrict", readonly=True
    )

    @api.depends("unit_id.owner_ids.date_from")
    def _compute_date_to(self):
        """Until the next one had it; empty for whoever has it now."""
        for row in self:
            later = row.unit_id.owner_ids.filtered(lambda other, row=row: other.id > row.id)
            row.date_to = later.sorted("id")[:1].date_from


class HauMaiUnit(models.Model):
    """A card changes hands: the history is kept, and the old owner lets go of it.

    However it happens, it passes through ``write``: nobody changes an owner past it.
    """

    _inherit = "hau_mai.unit"

    owner_ids = fields.One2many(
        "hau_mai.unit.owner", "unit_id", string="Owners", groups="hau_mai.group_user_own"
    )

    # === CRUD METHODS === #

    def write(self, vals):
        if "partner_id" not in vals:
            return super().write(vals)
        before = {
            unit: unit.partner_id for unit in self if unit.partner_id.id != vals["partner_id"]
        }
        res = super().write(vals)
        self.browse().union(*before)._on_owner_changed(before)
        return res

    # === BUSINESS METHODS === #

    def _change_owner(self, partner, reason, how, address=None):
        """Give units to somebody; those that are theirs already stay as they are.

        Rights, and whether the promise allows it, are asked by the caller. What was opened
        for the old owner (jobs, cases) stays theirs; maintenance goes on for the new one.

        :param reason: why, or nothing
        :param str how: a key of :data:`OWNER_WAYS`
        :param address: where it stands now; the new owner's address when left out
        """
        take_turns(self.sudo())
        others = self.sudo().filtered(lambda unit: unit.partner_id != partner)
        handed = others.with_context(hau_mai_handover=Handover(how, reason or False))
        # who is responsible for it stays so: the customer's own salesperson is not asked
        for user, units in handed.grouped("user_id").items():
            units.write(
                {
                    "partner_id": partner.id,
                    "address_id": address.id if address else False,
                    "user_id": user.id,
                }
            )

    def _on_owner_changed(self, before):
        """What follows from another customer on these cards.

        :param before: {unit: old customer}
        """
        if not self:
            return
        units = self.sudo()
        handover = self.env.context.get("hau_mai_handover")
        if not isinstance(handover, Handover):
            handover = BY_HAND
        had = units
        if handover is BY_HAND or handover.how == "order":
            # what nobody had in their hands yet was nobody's
            had = units.filtered(lambda unit: unit.date_start or unit.owner_ids)
        rows = had._note_owners(before, handover)
        had._say_handed_over(before, handover)
        if handover.how != "dealer":  # what a dealer sells in its box keeps the code printed on it
            units.filtered("access_token")._renew_access_tokens()
        units._hide_from_new_owner(rows)
        units._unfollow()
        self.env["hau_mai.touchpoint"]._cancel_for(units, self.env._("It changed hands."))
        units._on_transferred(before)

    def _on_transferred(self, before):
        """These cards have another owner; called with all rights. To be extended.

        :param before: {unit: old customer}
        """

    def _note_owners(self, before, handover):
        """Write the new owners into the history, and the first ones where there is none.

        :return: {unit: the row of the owner before}
        """
        vals_list = []
        for unit in self:
            if not unit.owner_ids:
                day = unit.date_delivered or unit.date_ordered or unit.date_start
                vals_list.append(unit._prepare_owner_row(before[unit], "first", day))
        for unit in self:
            day = unit.company_id._hau_mai_today()
            vals_list.append(
                unit._prepare_owner_row(unit.partner_id, handover.how, day)
                | {"reason": handover.reason}
            )
        self.env["hau_mai.unit.owner"].create(vals_list)
        self.invalidate_recordset(["owner_ids"])
        return {unit: unit.owner_ids.sorted("id")[-2] for unit in self}

    def _prepare_owner_row(self, partner, how, day):
        return {
            "unit_id": self.id,
            "partner_id": partner.id,
            "date_from": day,
            "how": how,
            "user_id": self.env.uid,
        }

    def _say_handed_over(self, before, handover):
        """One line in the chatter, for colleagues; customers are not told by it."""
        self._message_log_batch(
            {
                unit.id: self.env._(
                    "Handed over from %(old)s to %(new)s. %(reason)s",
                    old=before[unit].display_name,
                    new=unit.partner_id.display_name,
                    reason=handover.reason or "",
                ).strip()
                for unit in self
            }
        )

    def _hide_from_new_owner(self, rows):
        """What was written and sent to the old owner is for the company's people only now.

        Files go with the old owner's row in the history.
        """
        self.env["mail.message"].flush_model(["model", "res_id", "is_internal"])
        self.env.execute_query(
            SQL(
                """UPDATE mail_message SET is_internal = TRUE
                WHERE model = %s AND res_id IN %s AND is_internal IS NOT TRUE RETURNING id""",
                self._name,
                tuple(self.ids),
            )
        )
        self.env["mail.message"].invalidate_model(["is_internal"])
        by_unit = {unit.id: row for unit, row in rows.items()}
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", list(by_unit))]
        )
        for res_id, theirs in files.grouped("res_id").items():
            theirs.write({"res_model": by_unit[res_id]._name, "res_id": by_unit[res_id].id})

    def _unfollow(self):
        """The old owners and their people get no more messages of these cards."""
        followers = self.env["mail.followers"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("partner_id.partner_share", "=", True),
            ]
        )
        families = {unit.id: unit.partner_id.commercial_partner_id for unit in self}
        followers.filtered(
            lambda row: row.partner_id.commercial_partner_id != families[row.res_id]
        ).unlink()

    def _belong_to(self, order):
        """The order's customer takes over what has begun already as an owner of their own.

        What they had, and somebody else has now, stays with whom they gave it to.
        """
        handover = Handover("order", order.name) if order else BY_HAND
        units = self - self._handed_on_by(order.partner_id)
        return super(HauMaiUnit, units.with_context(hau_mai_handover=handover))._belong_to(order)

    def _handed_on_by(self, customer):
        """Those of these cards that a customer had and gave to somebody else."""
        return self.filtered(
            lambda unit: (
                unit.partner_id != customer
                and unit.owner_ids.sorted("id")[-1:].how != "order"
                and customer in unit.owner_ids.partner_id
            )
        )
