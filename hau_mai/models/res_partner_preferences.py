import re

from odoo import api, fields, models
from odoo.tools import consteq, hmac

from ..tools.contact import CALL_CHANNELS, COUNTED

#: So many signs of the signature stand in a link: 128 bits, and short enough for an SMS.
SIGNATURE_LENGTH = 32

#: customer, company and signature
TOKEN = re.compile(rf"([0-9]{{1,9}})-([0-9]{{1,9}})-([0-9a-f]{{{SIGNATURE_LENGTH}}})")


class ResPartner(models.Model):
    """The page on which customers say what they want to hear, by a link or in the portal.

    The link is signed with the database's secret and bound to one customer; it does not
    expire, since the right to refuse does not, and can be revoked.
    """

    _inherit = "res.partner"

    contact_link_version = fields.Integer(
        groups="hau_mai.group_user_own",
        copy=False,
        help="Counts how often the links to the customer's contact preferences were revoked.",
    )

    # === ACTION METHODS === #

    def action_revoke_contact_links(self):
        """The links these customers got so far do not open their preferences any more."""
        self.env["hau_mai.consent"].check_access("create")
        self.check_access("write")
        for partner in self.sudo():
            partner.contact_link_version += 1
        return True

    # === LINKS === #

    def _contact_preferences_url(self, touchpoint=None):
        """Address of the page on which this customer says what they want to hear.

        :param touchpoint: the follow-up the link stands in, which says for which company
        """
        self.ensure_one()
        company = touchpoint.company_id if touchpoint else self.env.company
        return f"{self.get_base_url()}/contact/{self._contact_token(company)}"

    def _contact_token(self, company):
        """What stands in the link: nobody can guess another customer's."""
        self.ensure_one()
        signed = (self.id, company.id, self.sudo().contact_link_version)
        signature = hmac(self.env(su=True), "hau_mai_contact_preferences", signed)
        return f"{self.id}-{company.id}-{signature[:SIGNATURE_LENGTH]}"

    @api.model
    def _from_contact_token(self, token):
        """The customer a link belongs to, with all rights and in its company; or nobody."""
        parts = TOKEN.fullmatch(token or "")
        if not parts:
            return self.browse()
        partner = self.sudo().browse(int(parts[1])).exists()
        company = self.env["res.company"].sudo().browse(int(parts[2])).exists()
        if not partner or not company or not consteq(partner._contact_token(company), token):
            return self.browse()
        return partner.with_company(company)

    # === THE PAGE === #

    def _contact_preferences(self):
        """What the page asks, and what stands: for each purpose its wording and channels.

        Nothing that was not said stands as said: where nobody ever asked, the state is False.

        :return: list of dicts with purpose, label, wording, channels (key, label, address, state)
        """
        self.ensure_one()
        consent = self.env["hau_mai.consent"].sudo()
        states = consent._states(self)
        channels = dict(consent._fields["channel"]._description_selection(self.env))
        addresses = {key: self._contact_address(key) for key in channels}
        labels = self._contact_purpose_labels()
        return [
            {
                "purpose": purpose,
                "label": labels[purpose],
                "wording": self.env["hau_mai.consent.wording"]
                ._current(self.env.company, purpose)
                .with_context(lang=self.env.lang),
                "channels": [
                    {
                        "key": f"{purpose}-{channel}",
                        "label": label,
                        "address": self._masked(addresses[channel], channel),
                        "state": states.get((self.id, purpose, channel), False),
                    }
                    for channel, label in channels.items()
                    if addresses[channel]
                ],
            }
            for purpose in labels
        ]

    @api.model
    def _contact_purpose_labels(self):
        """``{purpose: what a customer reads}``, in the order of the page."""
        return {
            "marketing": self.env._("Offers and news"),
            "birthday": self.env._("Birthday wishes and presents"),
            "survey": self.env._("Questions about how content you are"),
        }

    def _save_contact_preferences(self, answers, **proof):
        """What a customer chose on the page; what did not change is not written again.

        :param dict answers: {"<purpose>-<channel>": granted or withdrawn}; the rest is ignored
        :param proof: how it was said: method, ip, source
        :return: the new rows of the register
        """
        self.ensure_one()
        consent = self.env["hau_mai.consent"].sudo()
        rows = consent.browse()
        for block in self._contact_preferences():
            purpose, wording = block["purpose"], block["wording"]
            for channel in block["channels"]:
                state, how = answers.get(channel["key"]), channel["key"].partition("-")[2]
                if purpose not in COUNTED or state not in ("granted", "withdrawn"):
                    continue
                shown = wording if wording and wording._covers(purpose, how) else wording.browse()
                rows |= consent._record([(self, purpose, how, state)], wording_id=shown.id, **proof)
        return rows

    @api.model
    def _masked(self, address, channel):
        """An address its owner knows again, and nobody else learns."""
        if not address:
            return False
        if channel == "email":
            name, _at, domain = address.partition("@")
            return f"{name[:1]}•••@{domain}"
        if channel in CALL_CHANNELS:
            return f"••• {address[-3:]}"
        return "•••"
