from odoo import api, fields, models
from odoo.exceptions import UserError

#: So many cards are made into one file while somebody waits; more are left to the job.
MANY_CARDS = 50


class HauMaiUnit(models.Model):
    """Sending a warranty card to its owner: by the composer, or many in the background.

    A service message: it passes the contact gate. One message for each owner, whatever the
    number of cards, and one line in the history of each order.
    """

    _inherit = "hau_mai.unit"

    # === FIELDS === #

    date_card_sent = fields.Datetime(
        string="Card Sent On", readonly=True, copy=False, groups="base.group_user"
    )
    card_refusal = fields.Char(
        string="Why Not Sent", readonly=True, copy=False, groups="base.group_user"
    )
    may_send_card = fields.Boolean(compute="_compute_may_send_card")

    # === COMPUTE METHODS === #

    @api.depends("state", "user_id", "order_id")
    @api.depends_context("uid")
    def _compute_may_send_card(self):
        changeable = self._changeable_or_of_own_order()
        for unit in self:
            unit.may_send_card = unit.state == "valid" and unit in changeable

    # === ACTION METHODS === #

    def action_send_card(self):
        """Send these cards to their owners.

        Those of one owner open the composer; those of several are sent in the background.

        :raises AccessError: for who may change neither card nor order
        :raises UserError: when nobody of them can be told, with the reason
        """
        self._check_may_change_sold()
        units = self.filtered(lambda unit: unit.state == "valid")
        if not units:
            raise UserError(self.env._("Only a valid warranty card can be sent."))
        refused = units._card_refusals()
        sendable = units.filtered(lambda unit: unit not in refused)
        if not sendable:
            raise UserError("\n".join(self._word_refusals(refused)))
        if len(units.grouped(lambda unit: unit._owner_key())) > 1 or len(units) > MANY_CARDS:
            sendable._queue_cards()
            return self._tell_queued(sendable, refused)
        return sendable._open_card_composer()

    def _open_card_composer(self):
        leader = self.sorted("id")[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Warranty Card"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": leader.ids,
                "default_composition_mode": "comment",
                "default_template_id": self._card_template().id,
                "default_email_layout_xmlid": "hau_mai.warranty_card_layout",
                "force_email": True,
                "hide_mail_template_management_options": True,
                "hau_mai_cards": self.ids,
                "hau_mai_card_is_sent": True,
            },
        }

    def _tell_queued(self, units, refused):
        """What was started, and who is not told and why."""
        told = [
            self.env._(
                "%(cards)s warranty cards are being sent to %(customers)s customers.",
                cards=len(units),
                customers=len(units.partner_id),
            ),
            *self._word_refusals(refused),
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "message": "\n".join(told),
                "sticky": bool(refused),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # === RIGHTS === #

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Salespersons may only read cards, and write to the owners of those they sold."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "create" and self.env.user._is_internal():
            operations |= dict.fromkeys(self._changeable_or_of_own_order(), "read")
        return operations

    # === WHO IS TOLD === #

    def _owner_key(self):
        """What goes into one message: the cards of one owner in one company."""
        self.ensure_one()
        return self.company_id, self.partner_id

    def _card_email_partner(self):
        """Whose mailbox the card goes to: the owner's, else their company's."""
        self.ensure_one()
        owner = self.partner_id.sudo()
        return owner if owner.email else owner.commercial_partner_id

    def _card_refusals(self):
        """Which of these cards cannot be sent to their owner, by the contact gate.

        :return: {unit: reason, a sentence}
        """
        now = fields.Datetime.now()
        refusals = {}
        for company, units in self.grouped("company_id").items():
            partners = units.partner_id.sudo().with_company(company)
            verdicts = partners._contact_verdicts("email", "service", now)
            refusals |= {
                unit: verdicts[unit.partner_id.id][1]
                for unit in units
                if not verdicts[unit.partner_id.id][0]
            }
        return refusals

    @api.model
    def _word_refusals(self, refusals):
        """A line for each owner who is not told: "Lan: There is no address …"."""
        lines = {
            unit.partner_id: f"{unit.partner_id.sudo().display_name}: {reason}"
            for unit, reason in refusals.items()
        }
        return list(lines.values())

    # === THE MESSAGE === #

    @api.model
    def _card_template(self):
        """The text of the message, to be read by whoever sends it.

        :raises UserError: when somebody deleted it
        """
        template = self.env.ref("hau_mai.mail_template_warranty_card", raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._(
                    "The text “After-Sales: warranty card” was deleted. Ask your administrator "
                    "to update the application."
                )
            )
        return template

    def _cards_of_mail(self):
        """These cards, and those that go to the same owners in the same message.

        The context names what is sent together; nobody gets what is somebody else's.
        """
        keys = {unit._owner_key() for unit in self}
        others = self.browse(self.env.context.get("hau_mai_cards") or ())
        return self | others.filtered(lambda unit: unit._owner_key() in keys)

    def _card_subject(self):
        """What the message is about, in the language of the context."""
        self.ensure_one()
        units = self._cards_of_mail()
        if len(units) > 1:
            return self.env._(
                "Your %(count)s warranty cards from %(company)s",
                count=len(units),
                company=self.company_id.sudo().name,
            )
        return self.env._(
            "Your warranty card %(card)s: %(product)s",
            card=self.name,
            product=self.product_id.sudo().display_name,
        )

    def _way_to_cards(self):
        """The owner's page of the card; of several, the list in the portal."""
        self.ensure_one()
        several = len(self._cards_of_mail()) > 1
        return f"{self.get_base_url()}/my/warranties" if several else self._owner_url()

    # === AFTER SENDING === #

    def _message_post_after_hook(self, message, msg_values):
        if self.env.context.get("hau_mai_card_is_sent"):
            self._cards_of_mail()._note_cards_sent()
        return super()._message_post_after_hook(message, msg_values)

    def _note_cards_sent(self):
        """Write down that these cards were sent; one line in the history of each order."""
        units = self.sudo().with_context(tracking_disable=True)
        units.write(
            {
                "date_card_sent": fields.Datetime.now(),
                "card_refusal": False,
                "date_card_queued": False,
            }
        )
        lines = {}
        for (order, owner), sent in units.grouped(lambda u: (u.order_id, u.partner_id)).items():
            if order:
                lines.setdefault(order.id, []).append(self._word_sent(sent, owner))
        orders = units.order_id.browse(lines)
        orders._message_log_batch({order_id: "\n".join(said) for order_id, said in lines.items()})

    @api.model
    def _word_sent(self, units, owner):
        """ "12 warranty cards sent to Lan"."""
        if len(units) == 1:
            return self.env._(
                "Warranty card %(card)s sent to %(customer)s", card=units.name, customer=owner.name
            )
        return self.env._(
            "%(count)s warranty cards sent to %(customer)s", count=len(units), customer=owner.name
        )
