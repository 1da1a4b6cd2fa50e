from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.turns import take_turns


class HauMaiActivation(models.Model):
    """The shop confirms or refuses; what an activation changes on the card."""

    _inherit = "hau_mai.activation"

    # === ACTION METHODS === #

    def action_accept(self):
        """It is all right: the warranty counts from the day it was asked for.

        :raises UserError: without a card, or for a card that is activated or not valid
        """
        rows = self._check_deciding()
        take_turns(rows.unit_id)
        activated = rows.unit_id.filtered("date_activated")
        if activated:
            raise UserError(
                self.env._("%s is activated already.", ", ".join(activated.mapped("display_name")))
            )
        (self._waiting_of(rows.unit_id) - rows)._give_way()
        rows.write({"state": "accepted", "reason": False, **self._prepare_decision_vals()})
        rows._carry_out()
        rows.activity_feedback(["mail.mail_activity_data_todo"])
        return True

    def action_refuse(self, reason=None):
        """It does not count; the customer is told why, if we know how to reach them.

        :param str reason: the dialog asks for it when left out
        :raises UserError: without a reason
        """
        if reason is None:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Refuse the Activation"),
                "res_model": "hau_mai.activation.refusal",
                "view_mode": "form",
                "target": "new",
                "context": {"default_activation_ids": self.ids},
            }
        rows = self._check_deciding(with_card=False)
        if not reason.strip():
            raise UserError(self.env._("Say why the activation is refused."))
        rows.write({"state": "refused", "reason": reason, **self._prepare_decision_vals()})
        rows.activity_feedback(["mail.mail_activity_data_todo"])
        rows._tell_customer("refused", reason)
        return True

    def action_take_serial(self):
        """Write the serial number that was typed onto the card that has none.

        :raises UserError: when another card has it
        """
        self.unit_id.check_access("write")
        for row in self.filtered("may_take_serial"):
            other = row.unit_id._cards_with(row.serial_key)
            if other:
                raise UserError(
                    self.env._(
                        "Serial number %(serial)s is on another card: %(card)s.",
                        serial=row.serial_typed,
                        card=other[0].display_name,
                    )
                )
            row.unit_id.serial_number = row.serial_typed
        return True

    def action_open_unit(self):
        self.ensure_one()
        return self.unit_id.action_open()

    # === BUSINESS METHODS === #

    def _check_deciding(self, with_card=True):
        """The rows that are still to be decided, with all rights; the others are done.

        :raises AccessError: for who may not change the cards
        :raises UserError: where it is not known which card it is about
        """
        self.check_access("write")
        self.unit_id.check_access("write")
        rows = self.filtered(lambda row: row.state in ("waiting", "refused"))
        if with_card and not all(row.unit_id for row in rows):
            raise UserError(self.env._("Choose the warranty card first that this is about."))
        rows.unit_id._raise_if_not_valid()
        return rows.sudo()

    @api.model
    def _prepare_decision_vals(self):
        return {"decided_by_id": self.env.uid, "date_decided": fields.Datetime.now()}

    def _carry_out(self):
        """What follows from accepted tries: the day on the cards, and whose they are now."""
        for day, rows in self.grouped("date").items():
            rows.unit_id.write({"date_activated": day})
        for row in self.filtered("dealer_id"):
            row._hand_over()
        self._tell_customer("accepted")
