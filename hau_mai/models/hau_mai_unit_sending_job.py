from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: So many cards a batch: each owner's file takes the printing engine a second.
CARDS_A_BATCH = 20

#: So many days later a warranty that started is noticed at most, such as after an outage.
NOTICED_DAYS = 7


class HauMaiUnit(models.Model):
    """Many warranty cards are sent by a scheduled action, one message for each owner."""

    _name = "hau_mai.unit"
    _inherit = ["hau_mai.unit", "hau_mai.batch.mixin"]

    _card_queued_idx = models.Index("(date_card_queued) WHERE date_card_queued IS NOT NULL")

    date_card_queued = fields.Datetime(
        string="Card Being Sent Since", readonly=True, copy=False, groups="base.group_user"
    )

    # === CRON === #

    @api.model
    def _cron_send_cards(self):
        """Send the cards that wait to be sent, those of an owner together."""
        self.search(self._started_domain())._queue_cards()
        self._batch_run(
            [("date_card_queued", "!=", False)],
            self._send_cards,
            size=CARDS_A_BATCH,
            order="partner_id, id",
        )

    # === BUSINESS METHODS === #

    @api.model
    def _started_domain(self):
        """Cards of orders whose warranty started lately, where the company sends them then.

        Each once: who was sent theirs, or could not be, is not tried again by itself.
        """
        companies = self.env["res.company"].search([("hau_mai_send_cards", "=", True)])
        started = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("date_start", "<=", today)
            & Domain("date_start", ">=", max(since, company.hau_mai_send_cards_from or since))
            for company in companies
            for today in [company._hau_mai_today()]
            for since in [today - timedelta(days=NOTICED_DAYS)]
        )
        nothing_yet = Domain.AND(
            Domain(fname, "=", False)
            for fname in ("date_card_sent", "date_card_queued", "card_refusal")
        )
        ordered = Domain("state", "=", "valid") & Domain("order_id", "!=", False)
        return started & ordered & nothing_yet

    def _queue_cards(self):
        """Let the job send these cards soon. Demo data and imports tell nobody."""
        if not self or self.env.context.get("install_mode"):
            return
        quiet = self.sudo().with_context(tracking_disable=True)
        quiet.write({"date_card_queued": fields.Datetime.now(), "card_refusal": False})
        self.env.ref("hau_mai.ir_cron_send_cards").sudo()._trigger()

    @api.model
    def _send_cards(self, units):
        """Put one e-mail for each owner of these cards into the queue, with all their cards.

        Who may not be told any more is not; the card says why.
        """
        owners = [("partner_id", "in", units.partner_id.ids), ("date_card_queued", "!=", False)]
        units = self.sudo().search(owners, order="id").try_lock_for_update(allow_referencing=True)
        refusals = units._card_refusals()
        for unit in units:
            if unit.state != "valid":
                refusals[unit] = self.env._("Only a valid warranty card can be sent.")
        for unit, reason in refusals.items():
            unit.write({"card_refusal": reason, "date_card_queued": False})
        sendable = units.filtered(lambda unit: unit not in refusals)
        sendable._mail_cards()
        sendable._note_cards_sent()

    def _mail_cards(self):
        """An e-mail for each owner of these cards, about all of them that are theirs."""
        for company, units in self.grouped("company_id").items():
            owned = units.grouped(lambda unit: unit._owner_key()).values()
            leaders = units.browse(own[:1].id for own in owned)
            template = self._card_template().sudo().with_company(company)
            template.with_context(hau_mai_cards=units.ids).send_mail_batch(
                leaders.ids, email_layout_xmlid="hau_mai.warranty_card_layout"
            )

    def _batch_fail(self, error):
        """A card that could not be sent says why, and waits no longer."""
        if not self.date_card_queued:
            return super()._batch_fail(error)
        vals = {"card_refusal": str(error) or repr(error), "date_card_queued": False}
        return self.sudo().with_context(tracking_disable=True).write(vals)
