from odoo import fields, models

from ..tools.messenger import promotion_quota, quota_months
from ..tools.recurrence import day_start

#: States of a message that count for the quota: it left, or is about to.
COUNTED = ("queued", "sent", "delivered", "read", "logged")


class HauMaiMessengerAccount(models.Model):
    """The business's account at a messenger, such as a Zalo Official Account."""

    _name = "hau_mai.messenger.account"
    _description = "Messenger Account"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    provider = fields.Selection(
        [("log", "Log only: nothing is sent")],
        required=True,
        default="log",
        help="Who sends the messages. “Log only” is for trying things out: what would leave is "
        "listed, and nothing is sent.",
    )
    limits_promotion = fields.Boolean(
        string="Limit Promotion",
        default=True,
        help="Zalo's rule: in a month, a sixth of the other messages of the two months before.",
    )
    promotion_quota = fields.Integer(
        compute="_compute_promotion", string="Promotion Allowed This Month"
    )
    promotion_used = fields.Integer(compute="_compute_promotion", string="Promotion This Month")
    promotion_left = fields.Integer(compute="_compute_promotion")
    date_taken = fields.Datetime(readonly=True, copy=False)
    template_ids = fields.One2many("hau_mai.messenger.template", "account_id", string="Texts")

    def _compute_promotion(self):
        for account in self:
            quota, used = account._promotion_figures(fields.Datetime.now())
            account.promotion_quota, account.promotion_used = quota, used
            account.promotion_left = max(quota - used, 0)

    # === BUSINESS METHODS === #

    def _gateway(self):
        """The model that talks to the provider."""
        self.ensure_one()
        return self.env[f"hau_mai.messenger.gateway.{self.provider}"]

    def _promotion_figures(self, at):
        """``(allowed, used)``: messages of promotion in the month of a moment (UTC)."""
        self.ensure_one()
        tz = self.company_id._hau_mai_tz()
        before, month, after = (
            day_start(day, tz) for day in quota_months(self.company_id._hau_mai_day(at))
        )
        counted = [("account_id", "=", self.id), ("state", "in", COUNTED)]
        messages = self.env["hau_mai.messenger.message"].sudo()
        others = messages.search_count(
            [
                *counted,
                ("message_class", "!=", "promotion"),
                ("date", ">=", before),
                ("date", "<", month),
            ]
        )
        used = messages.search_count(
            [
                *counted,
                ("message_class", "=", "promotion"),
                ("date", ">=", month),
                ("date", "<", after),
            ]
        )
        return promotion_quota(others), used

    def _take_promotion(self, wanted, now):
        """How many of these messages of promotion may leave this month, taken at once.

        The row is written, so that of two workers with one place left the second one has to
        look again.

        :param int wanted: how many there are
        :param datetime now: UTC
        """
        self.ensure_one()
        if not self.limits_promotion:
            return wanted
        self.sudo().date_taken = now
        self.env.flush_all()
        quota, used = self._promotion_figures(now)
        return max(min(wanted, quota - used), 0)

    def _next_month(self, now):
        """The first day of the next month, from which there is a new quota."""
        return quota_months(self.company_id._hau_mai_day(now))[2]

    def _receive_report(self, payload):
        """Write down what the provider says became of messages.

        To be called by a provider's own route, which checks who calls.
        """
        self.ensure_one()
        reports = self._gateway()._parse_report(self, payload)
        messages = (
            self.env["hau_mai.messenger.message"]
            .sudo()
            .search(
                [("account_id", "=", self.id), ("provider_ref", "in", [r.ref for r in reports])]
            )
        )
        by_ref = {message.provider_ref: message for message in messages}
        for report in reports:
            if message := by_ref.get(report.ref):
                message._note(report.state, report.error)
