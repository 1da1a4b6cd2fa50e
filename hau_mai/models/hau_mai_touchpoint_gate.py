from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.contact import CONSENT_CHANNELS
from .hau_mai_touchpoint import LIVE


class HauMaiTouchpoint(models.Model):
    """What the gate does to follow-ups: they wait, and stop when the customer says no."""

    _inherit = "hau_mai.touchpoint"

    held_since = fields.Date(
        readonly=True, help="The first day on which the contact gate did not let it through."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """A person's day counts from its beginning, and what a person moves is not held."""
        if "date_planned" in vals and "not_before" not in vals:
            vals = dict(vals, not_before=False, held_since=False)
        return super().write(vals)

    # === WAITING === #

    def _wait_until(self, moment, reason, now):
        """Plan these follow-ups of one company for an allowed moment.

        What was held for longer than the company says is cancelled: its occasion is over.

        :param datetime moment: UTC
        :param str reason: why they did not leave
        :param datetime now: UTC
        """
        company = self.company_id
        today, day = company._hau_mai_day(now), company._hau_mai_day(moment)
        stale = today - timedelta(days=company.sudo().hau_mai_contact_hold_days)
        late = self.filtered(lambda row: row.held_since and row.held_since < stale)
        late._cancel("gate", self.env._("%s It waited for too long.", reason))
        for since, rows in (self - late).grouped("held_since").items():
            rows.write(
                {
                    "date_planned": day,
                    "not_before": moment,
                    "held_since": since or today,
                    "postponed": True,
                    "reason": reason,
                }
            )

    @api.model
    def _due_domain(self, now):
        """Not before the moment the gate named."""
        ready = Domain("not_before", "=", False) | Domain("not_before", "<=", now)
        return super()._due_domain(now) & ready

    # === STOPPING === #

    def _refuse(self, reason):
        """The gate says no to the way these follow-ups leave by, and time does not heal it.

        Override where there is another way. What no way may reach is cancelled by
        :meth:`_cancel`.

        :param str reason: for people
        """
        self._cancel("gate", reason)

    @api.model
    def _stop(self, partner, purpose, channels, reason):
        """The customer said no: cancel what is planned, and take back what is queued.

        What may still leave by a channel they did not say no to is left to it. What was
        queued is not said again by another way.

        :param set channels: consent channels
        :param str reason: for people
        """
        touchpoints = (
            self.sudo()
            .search(
                Domain("partner_id", "=", partner.id)
                & Domain("purpose", "=", purpose)
                & (
                    Domain("state", "in", LIVE)
                    | (Domain("state", "=", "done") & Domain("delivery", "=", "queued"))
                )
            )
            .filtered(lambda row: row._leaves_by(channels))
        )
        queued = touchpoints.filtered(lambda row: row.state == "done")
        live = touchpoints - queued
        while live:
            live._refuse(reason)
            live = live.filtered(lambda row: row.state in LIVE and row._leaves_by(channels))
        if stopped := queued._stop_queued():
            never_left = {"delivery": "failed", "date_sent": False, "date_done": False}
            stopped.write(never_left | {"state": "failed"})
            stopped._cancel("gate", reason)

    def _leaves_by(self, channels):
        """Whether it leaves by one of these consent channels."""
        return CONSENT_CHANNELS[self._contact_channel()] in channels
