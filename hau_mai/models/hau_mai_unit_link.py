import re
import secrets

from odoo import api, fields, models
from odoo.tools import SQL, consteq, hmac

#: Bytes of chance in the code that is printed on a card: it cannot be guessed.
TOKEN_BYTES = 16
TOKEN = re.compile(r"[0-9A-Za-z_-]{22}")

#: So many signs of the signature stand in the owner's link: 128 bits.
SIGNATURE_LENGTH = 32


class HauMaiUnit(models.Model):
    """The two addresses of a warranty card: the QR code's, which anybody may read, and the
    owner's, which opens what is theirs without a log-in.

    Both end when the card changes hands: the code gets a new token, and the owner's link is
    signed for this owner only.
    """

    _inherit = "hau_mai.unit"

    _access_token_unique = models.UniqueIndex(
        "(access_token) WHERE access_token IS NOT NULL", "A code opens one warranty card."
    )

    access_token = fields.Char(
        string="QR Token",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="What stands in the QR code. Given when the card is printed or sent first.",
    )

    # === THE QR CODE === #

    def _ensure_access_tokens(self):
        """Give a token to each of these cards that has none, in one query.

        Who printed it first wins: a token that exists is never replaced here.
        """
        missing = self.sudo().filtered(lambda unit: not unit.access_token)
        if not missing:
            return
        missing.flush_recordset(["access_token"])
        rows = SQL(", ").join(
            SQL("(%s, %s)", unit.id, secrets.token_urlsafe(TOKEN_BYTES)) for unit in missing
        )
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_unit unit SET access_token = given.token
                FROM (VALUES %s) AS given(id, token)
                WHERE unit.id = given.id AND unit.access_token IS NULL
                RETURNING unit.id""",
                rows,
            )
        )
        missing.invalidate_recordset(["access_token"])

    def _renew_access_tokens(self):
        """What was printed so far opens these cards no more."""
        for unit in self.sudo():
            unit.access_token = secrets.token_urlsafe(TOKEN_BYTES)

    def _card_url(self):
        """Address behind the QR code; the page shows nothing about the owner."""
        self.ensure_one()
        self._ensure_access_tokens()
        return f"{self.get_base_url()}/warranty/card/{self.sudo().access_token}"

    @api.model
    def _from_access_token(self, token):
        """The card a QR code belongs to, with all rights; or nothing."""
        units = self.sudo()
        if not TOKEN.fullmatch(token or ""):
            return units.browse()
        unit = units.search([("access_token", "=", token)], limit=1)
        return unit if unit and consteq(unit.access_token, token) else units.browse()

    # === THE OWNER'S LINK === #

    def _owner_url(self, suffix=""):
        """Address of the owner's page of this card, for messages to the owner.

        :param str suffix: of the path, such as ``/activate``
        """
        self.ensure_one()
        signature = self._owner_signature()
        return f"{self.get_base_url()}/my/warranties/{self.id}{suffix}?access_token={signature}"

    def _owner_signature(self):
        """What makes the link the present owner's: it opens nothing after a transfer."""
        self.ensure_one()
        signed = (self.id, self.sudo().partner_id.id)
        return hmac(self.env(su=True), "hau_mai_unit_owner", signed)[:SIGNATURE_LENGTH]

    def _is_owner_link(self, signature):
        """Whether a link was made for the present owner of this card."""
        self.ensure_one()
        # text beyond ASCII is none of ours, and cannot be compared
        text = signature or ""
        return text.isascii() and consteq(self._owner_signature(), text)
