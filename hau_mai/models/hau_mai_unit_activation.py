from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.activation import Card
from ..tools.counter import same_number


class HauMaiUnit(models.Model):
    """A warranty card and who asked for its activation."""

    _inherit = "hau_mai.unit"

    activation_ids = fields.One2many(
        "hau_mai.activation",
        "unit_id",
        string="Activations",
        groups="hau_mai.group_user_own",
    )
    activation_proof = fields.Boolean(string="Photo of the Invoice Asked For", readonly=True)
    waiting_activation_id = fields.Many2one(
        "hau_mai.activation",
        string="Activation to Confirm",
        compute="_compute_waiting_activation_id",
        groups="hau_mai.group_user_own",
    )

    # === COMPUTE METHODS === #

    @api.depends("activation_ids.state")
    def _compute_waiting_activation_id(self):
        waiting = self.env["hau_mai.activation"]._waiting_of(self)
        by_unit = waiting.grouped("unit_id")
        for unit in self:
            unit.waiting_activation_id = by_unit.get(unit)

    # === ACTION METHODS === #

    def action_activate(self, date=None):
        """Activate in the shop; who asked for it and waits is told so."""
        result = super().action_activate(date)
        self._note_activations_by_shop()
        return result

    def action_view_activation(self):
        """Who asked for the activation, with what they said."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hau_mai.activation",
            "res_id": self.waiting_activation_id.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _note_activations_by_shop(self):
        """Write down that the shop activated these; a day corrected later is no new try."""
        rows = self.env["hau_mai.activation"].sudo()
        there = rows.search(
            [("unit_id", "in", self.ids), ("state", "in", ("waiting", "accepted"))]
        ).grouped("unit_id")
        decided = rows.with_env(self.env)._prepare_decision_vals()
        for day, units in self.grouped("date_activated").items():
            known = rows.union(*(there[unit] for unit in units if unit in there))
            known.write({"date": day})
            waiting = known.filtered(lambda row: row.state == "waiting")
            waiting.write({"state": "accepted", "reason": False, **decided})
            waiting.activity_feedback(["mail.mail_activity_data_todo"])
            waiting._tell_customer("accepted")
            rows.with_context(tracking_disable=True, mail_create_nolog=True).create(
                [unit._prepare_shop_activation_vals() for unit in units if unit not in there]
            )

    def _prepare_shop_activation_vals(self):
        self.ensure_one()
        return {
            "unit_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "date": self.date_activated,
            "state": "accepted",
            "decided_by_id": self.env.uid,
            "date_decided": fields.Datetime.now(),
        }

    def _activation_facts(self, today):
        """What is known of the card, for :func:`tools.activation.decide`."""
        self.ensure_one()
        start = self._start_by("activation")
        waiting = self.env["hau_mai.activation"]._waiting_of(self)[:1]
        return Card(
            state=self.state,
            by_activation="activation" in (self.triggers or "").split(","),
            activated=self.date_activated,
            started=start if self.date_start_manual or (start and start < today) else False,
            asked_by=waiting.known_by if waiting else None,
            serial=self._normalize_key(self.serial_number),
            wants_proof=self.activation_proof,
        )

    def _activation_place(self):
        """What the owner may do about the activation of a card today.

        :return: activate; asked, while the shop looks at it; or None
        """
        self.ensure_one()
        facts = self.sudo()._activation_facts(self.company_id._hau_mai_today())
        open_still = facts.by_activation and not facts.activated and not facts.started
        if facts.state != "valid" or not open_still:
            return None
        return "asked" if facts.asked_by in ("owner", "phone", "dealer") else "activate"

    def _is_owners_number(self, phone):
        """Whether a phone number, however it was typed, is the owner's."""
        self.ensure_one()
        owner = self.sudo().partner_id
        numbers = (owner | owner.commercial_partner_id).mapped("phone")
        return any(same_number(number, phone) for number in numbers)

    def _cards_with(self, serial_key):
        """Other cards of the company that have a serial number and are not void."""
        self.ensure_one()
        units = self.sudo()
        if not serial_key:
            return units.browse()
        return units.search(
            Domain("serial_key", "=", serial_key)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "valid")
            & Domain("id", "!=", self.id)
        )

    def _one_of_each(self):
        """These cards; of those that stand for a quantity, one piece cut off."""
        several = self.filtered(lambda unit: unit.by_quantity and unit.quantity > 1)
        parts = self._split_off([(unit, 1.0, {}) for unit in several])
        return (self - several) | parts
