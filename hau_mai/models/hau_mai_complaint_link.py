import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import email_normalize, hash_sign, verify_hash_signed

from ..tools.turns import take_turns

#: What the signature of a link is for: no other signed value of the database opens a case.
SCOPE = "hau_mai.complaint"
#: A new link is sent at most once in this time, however often it is asked for.
LINK_PAUSE = timedelta(hours=1)
#: Where on the page a message leads to.
ANCHORS = {"waiting": "#reply", "solved": "#answer", "refused": "#answer", "closed": "#rate"}


class CaseLink(NamedTuple):
    """A link that we signed: the case it opens, whom it was given to, whether it has ended.

    The link of a case that was merged into another one opens that.
    """

    complaint: models.Model
    partner: models.Model
    expired: bool


class HauMaiComplaint(models.Model):
    """The links in messages: each opens one case, for whom it was sent to, for some days.

    The token of ``portal.mixin`` opens a document for ever, to everybody who was ever sent
    it, so cases have none: wherever core asks for it, it gets a signed one that ends.
    """

    _inherit = "hau_mai.complaint"

    date_link_sent = fields.Datetime(
        string="New Link Sent On", readonly=True, copy=False, groups="base.group_user"
    )

    # === LINKS === #

    def _portal_url(self, event=None, partner=None):
        """The link for a message to the customer, renewed with each.

        :param event: what the message tells, see :meth:`_tell_customer`
        :param partner: to whom; the contact of the case when left out
        """
        self.ensure_one()
        token = self._link_token(partner)
        return f"{self.get_base_url()}/hau_mai/case/{token}{ANCHORS.get(event, '')}"

    def _link_token(self, partner=None):
        self.ensure_one()
        partner = partner or self._link_partner()
        days = self.sudo().company_id.hau_mai_case_link_days
        expires = fields.Datetime.now() + timedelta(days=days)
        values = [self.id, partner.id or 0, int(expires.replace(tzinfo=UTC).timestamp())]
        return hash_sign(self.sudo().env, SCOPE, values)

    def _link_partner(self):
        """Whom to write to about this case; empty when only an address is known."""
        return self.sudo().contact_id or self.sudo().partner_id

    def _link_email(self):
        """The address on file, formatted."""
        return self._link_partner().email_formatted or self.email_from

    @api.model
    def _read_link(self, token):
        """What a link opens, with all rights.

        The signature is compared in constant time; who does not hold a link that was once
        ours learns nothing.

        :return: :class:`CaseLink`, or None for what we did not sign
        """
        try:
            values = verify_hash_signed(self.sudo().env, SCOPE, token)
        except ValueError:
            return None
        if not values:
            return None
        complaint_id, partner_id, timestamp = values
        complaint = self.sudo().browse(complaint_id).exists()
        if not complaint:
            return None
        partner = complaint._link_holder(partner_id)
        over = datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None) <= fields.Datetime.now()
        expired = over or partner is None
        return CaseLink(complaint._merge_target(), partner or complaint.partner_id, expired)

    def _link_holder(self, partner_id):
        """Whom a link was given to, or None when the case is somebody else's by now.

        Given to an address alone, it belongs to the customer with that address.
        """
        people = self.partner_id | self.contact_id
        if partner_id:
            return people.filtered(lambda partner: partner.id == partner_id) or None
        same = email_normalize(self.partner_id.email) == email_normalize(self.email_from)
        return self.partner_id if same or not self.partner_id else None

    def _send_new_link(self, now=None):
        """Send a new link to the address on file, unless that was just done.

        :param datetime now: UTC
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        take_turns(self)
        if self.date_link_sent and now - self.date_link_sent < LINK_PAUSE:
            return
        template = self.env.ref("hau_mai.mail_template_case_link", raise_if_not_found=False)
        if not template or not self._link_email():
            return
        self.date_link_sent = now
        template.send_mail(self.id)
        self._message_log(
            body=self.env._("A new link was asked for, and sent to %s.", self._link_email())
        )

    def _note_link(self, partner):
        """Keep in the log that the customer acted without logging in."""
        who = partner.display_name or self.email_from
        self._message_log(body=self.env._("By the link that was sent to %s.", who))

    # === WHAT CORE ASKS FOR === #

    def _portal_ensure_token(self):
        """A token as core wants one; it ends, and is not kept."""
        return self._link_token()

    def _sign_token(self, pid):
        """No signature lets anybody write in a case for ever: never twice the same."""
        return secrets.token_hex(32)

    @api.model
    def _get_thread_with_access(self, thread_id, *, hash=None, pid=None, token=None, **kwargs):
        """Only who is logged in comes in here; the links have their own page."""
        return super()._get_thread_with_access(thread_id, **kwargs)

    def _get_share_url(self, redirect=False, signup_partner=False, pid=None, share_token=True):
        """The page itself: core's detour asks for a token that does not end."""
        return super()._get_share_url(
            redirect=False, signup_partner=signup_partner, share_token=share_token
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The customer's button in an e-mail opens the case by a link that ends."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for name, _is_member, options in groups:
            if name == "portal_customer":
                options["button_access"] = {"url": self._portal_url()}
        return groups
