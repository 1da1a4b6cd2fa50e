from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: Making a card in place of another writes one note, not one for each field.
SILENT = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}

#: What was given with the old piece and holds for the new one; a replaced part or a
#: repair's guarantee is about the old piece only.
HANDED_ON = ("policy", "exchange", "extension", "goodwill")


class HauMaiUnit(models.Model):
    """A unit exchanged for a new one: whose warranty begins anew, and whose history stays.

    Law 19/2023/QH15, art. 30.2.c, paragraph 3: the warranty starts again on the day of
    the exchange. Both cards name each other, and both serial numbers find both.
    """

    _inherit = "hau_mai.unit"

    # === FIELDS === #

    replaces_id = fields.Many2one(
        "hau_mai.unit",
        string="Came in Place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    replaced_by_id = fields.Many2one(
        "hau_mai.unit",
        string="Exchanged for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    chain_id = fields.Many2one(
        "hau_mai.unit",
        string="First of the Chain",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The first of all that were exchanged one for the other.",
    )
    may_exchange = fields.Boolean(compute="_compute_may_exchange")

    # === COMPUTE METHODS === #

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_may_exchange(self):
        for unit in self:
            unit.may_exchange = unit.may_write and unit.state == "valid"

    # === ACTION METHODS === #

    def action_exchange(self, serial_number=None, reason=None, product_id=None, service_id=None):
        """Give the customer a new one in place of this.

        :param serial_number: of the new one
        :param str reason: why; the dialog asks for everything when it is left out
        :param product_id: id of another product; the same when left out
        :param service_id: id of the job that led to it
        :raises UserError: without a reason, or when the card is not valid
        :raises AccessError: for who may change neither the card nor the job it is on
        :return: the form of the new card
        """
        if reason is None:
            return self._open_exchange(service_id)
        service = self.env["hau_mai.service"].browse(service_id or ())
        service.check_access("write")
        if service.unit_id != self:
            self.check_access("write")
        new = self._exchange(serial_number, reason, self.env["product.product"].browse(product_id))
        service._on_exchanged(new, reason)
        return new.action_open()

    def _open_exchange(self, service_id=None):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exchange for a New One"),
            "res_model": "hau_mai.unit.exchange",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id, "default_service_id": service_id},
        }

    # === BUSINESS METHODS === #

    def _exchange(self, serial_number, reason, product=None):
        """Make the new unit and close the old one; of a quantity, one piece.

        :return: the new unit
        :raises UserError: without a reason, or when the card is not valid
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is exchanged."))
        if self.state != "valid":
            raise UserError(
                self.env._("%s is not valid, so it cannot be exchanged.", self.display_name)
            )
        old = self.sudo()
        if old.quantity > 1:
            old = self._split_off([(old, 1.0, {})])
        day = old.company_id._hau_mai_today()
        new = old.with_context(**SILENT).create(
            old._prepare_exchange_vals(day, serial_number, product or old.product_id)
        )
        old._hand_over_to(new)
        old.write({"state": "replaced", "state_reason": reason, "replaced_by_id": new.id})
        (old | new).chain_id = old.chain_id or old
        self.env["hau_mai.touchpoint"].sudo()._cancel_for(old, reason)
        for unit, text in (
            (old, self.env._("Exchanged for %(other)s: %(reason)s")),
            (new, self.env._("Came in place of %(other)s: %(reason)s")),
        ):
            other = new if unit == old else old
            unit.message_post(body=text % {"other": other.display_name, "reason": reason})
        return new.with_env(self.env)

    def _prepare_exchange_vals(self, day, serial_number, product):
        """Values of the unit that comes in place of this one: all that was promised, anew.

        It has no order line: what the line sold is this one, and stays this one.
        """
        self.ensure_one()
        dropped = (
            "sale_line_id", "state", "state_reason", "void_code", "by_quantity", "date_activated",
            "date_delivered", "date_invoiced", "maintenance_plan_id", "schedule_ids",
        )  # fmt: skip
        vals = {k: v for k, v in self._prepare_split_vals().items() if k not in dropped}
        return vals | {
            "product_id": product.id,
            "serial_number": serial_number,
            "quantity": 1.0,
            "replaces_id": self.id,
            "date_start_manual": day,
            "date_start_reason": self.env._("Exchange of %s", self.name),
            "coverage_ids": [
                Command.create(c._prepare_exchange_vals(day)) for c in self._handed_on()
            ],
            "contact_ids": [
                Command.create(vals) for vals in self.contact_ids.copy_data({"unit_id": False})
            ],
        }

    def _handed_on(self):
        """The periods of this card that hold for what comes in its place."""
        return self.coverage_ids.filtered(lambda c: c.origin in HANDED_ON and not c.date_ended)

    def _hand_over_to(self, unit):
        """What goes over to the card that was just made in place of this one.

        Each concern that has something overrides it and calls ``super``.
        """
