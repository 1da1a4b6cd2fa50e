import logging
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

#: How often a message is handed over that the provider did not take.
MAX_TRIES = 5

#: From the least to the most that is known of a message that left.
PROGRESS = ("queued", "logged", "sent", "delivered", "read")

#: State of a message -> what is written on its follow-ups.
DELIVERIES = {"logged": "logged", "sent": "sent", "delivered": "sent", "read": "opened"}


class HauMaiMessengerMessage(models.Model):
    """The outbox of messengers: one row a message, kept with what became of it.

    Rows are made in the transaction that carries out a follow-up; the scheduled action hands
    them to the provider afterwards.
    """

    _name = "hau_mai.messenger.message"
    _description = "Messenger Message"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"

    _queue_idx = models.Index("(id) WHERE state = 'queued'")
    _quota_idx = models.Index("(account_id, date)")
    _uuid_unique = models.UniqueIndex("(uuid)", "A message is handed over once.")

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    touchpoint_ids = fields.One2many(
        "hau_mai.touchpoint", "messenger_message_id", string="Follow-ups"
    )
    account_id = fields.Many2one(
        "hau_mai.messenger.account", required=True, ondelete="restrict", readonly=True
    )
    template_id = fields.Many2one(
        "hau_mai.messenger.template",
        string="Text",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    message_class = fields.Selection(
        selection=lambda self: (
            self.env["hau_mai.messenger.template"]._fields["message_class"].selection
        ),
        string="Class",
        required=True,
        readonly=True,
    )
    number = fields.Char(required=True, readonly=True)
    params = fields.Json(string="Parameters", readonly=True)
    body = fields.Text(string="Text as Sent", readonly=True)
    cost = fields.Monetary(readonly=True)
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("read", "Read"),
            ("logged", "Logged, not sent"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        default="queued",
        readonly=True,
    )
    error = fields.Char(readonly=True)
    tries = fields.Integer(readonly=True)
    uuid = fields.Char(required=True, readonly=True, default=lambda self: uuid4().hex)
    provider_ref = fields.Char(string="Provider's Number", index="btree_not_null", readonly=True)
    date = fields.Datetime(
        string="Queued On", required=True, readonly=True, default=fields.Datetime.now
    )
    date_sent = fields.Datetime(string="Sent On", readonly=True)

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Messages are kept: they tell what was sent to a customer, and its cost.")
        )

    # === BUSINESS METHODS === #

    def _hand_over(self, now):
        """Give these queued messages to their providers, and write down what they say."""
        for account, messages in self.grouped("account_id").items():
            results = messages._ask_gateway(account)
            for message in messages:
                if result := results.get(message.id):
                    message._note(result.state, result.error, result.ref, now)
                else:
                    message._wait_or_give_up()

    def _ask_gateway(self, account):
        """What the provider says of these; empty when it could not be reached.

        Whatever goes wrong with a provider is no reason to hand over twice what it has taken.
        """
        try:
            return account._gateway()._send(account, self)
        except Exception as error:
            _logger.warning("Messenger %s took nothing: %s", account.name, error)
            self.write({"error": str(error)})
            return {}

    def _wait_or_give_up(self):
        """Not taken: tried again by the next run, so many times."""
        self.tries += 1
        if self.tries >= MAX_TRIES:
            self._note("failed", self.error or self.env._("The provider could not be reached."))

    def _note(self, state, error=False, ref=False, now=None):
        """Write down what became of a message, here and on its follow-ups. News only."""
        self.ensure_one()
        touchpoints = self.touchpoint_ids
        if state == "failed":
            self._give_up(error)
            touchpoints.cost = 0
            touchpoints._not_delivered(error or self.env._("The messenger did not deliver it."))
            return
        if self.state in PROGRESS and PROGRESS.index(state) <= PROGRESS.index(self.state):
            return
        vals = {"state": state, "error": False}
        if ref:
            vals["provider_ref"] = ref
        if state == "logged":
            vals["cost"] = touchpoints.cost = 0
            touchpoints.date_sent = False  # nothing left
        elif not self.date_sent:
            vals["date_sent"] = now or fields.Datetime.now()
        self.write(vals)
        touchpoints._note_delivery(DELIVERIES[state])

    def _give_up(self, reason):
        """Not handed over any more; its follow-ups know why."""
        self.write({"state": "failed", "error": reason, "cost": 0})

    def _batch_fail(self, error):
        """Out of the way of the others; its follow-ups go another way or show as failed."""
        self._note("failed", str(error))

    # === CRON === #

    @api.model
    def _cron_send(self):
        """Hand over what is queued. Nothing is handed over in the transaction that made it."""
        now = fields.Datetime.now()
        self._batch_run(
            [("state", "=", "queued")], lambda messages: messages._hand_over(now), order="id"
        )
