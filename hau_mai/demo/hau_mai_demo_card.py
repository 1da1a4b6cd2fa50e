"""What the demo's XML cannot say of cards: that they were extended, changed hands, ended."""

import base64
import csv
import io

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from .hau_mai_demo import QUIET


class HauMaiDemo(models.AbstractModel):
    """Makes the history of the demo's warranty cards, with the buttons people press."""

    _inherit = "hau_mai.demo"

    @api.model
    def _silent_card(self, card):
        """A card nobody is told anything about."""
        return self._card(card).with_context(**QUIET, install_mode=True)

    @api.model
    def _extend(self, order_id, cards, product_id):
        """Put an extended warranty for each of these cards on a quotation.

        :param cards: as for :meth:`_serve`
        """
        self._orders(order_id).order_line = [
            Command.create({"product_id": product_id, "extended_unit_id": self._card(card).id})
            for card in cards
        ]

    # === ACTIVATION === #

    @api.model
    def _activate_by_dealer(self, sales):
        """A dealer says to whom they sold what.

        :param sales: list of (card, ago, name of the customer, phone)
        """
        activations = self.env["hau_mai.activation"].sudo().with_context(install_mode=True)
        for card, ago, name, phone in sales:
            unit = self._silent_card(card).sudo()
            dealer = unit.partner_id.commercial_partner_id
            activations._activate_for_customer(dealer, unit, self._day(ago), name, phone)

    @api.model
    def _ask_for_activation(self, tries):
        """Somebody with the code on the device asks for its activation.

        :param tries: list of (card, what they said)
        """
        activations = self.env["hau_mai.activation"].sudo().with_context(install_mode=True)
        for card, said in tries:
            activations._ask_as_stranger(self._silent_card(card).sudo(), "qr", **said)

    # === DECISIONS === #

    @api.model
    def _transfer(self, transfers):
        """Give cards to others, on days in the past.

        :param transfers: list of (card, ago, contact id, reason)
        """
        for card, ago, partner_id, reason in transfers:
            unit = self._silent_card(card)
            unit.action_transfer(partner_id, reason)
            self.env.flush_all()
            self.env.execute_query(
                SQL(
                    """UPDATE hau_mai_unit_owner SET date_from = %s
                    WHERE unit_id = %s AND how != 'first' RETURNING id""",
                    self._day(ago),
                    unit.id,
                )
            )
            unit.owner_ids.invalidate_recordset(["date_from"])

    @api.model
    def _be_generous(self, goodwills):
        """Give goodwill, or ask for it.

        :param goodwills: list of (card, user id, ago, what)
        """
        for card, user_id, ago, vals in goodwills:
            unit = self._silent_card(card).with_user(user_id)
            unit._give_goodwill({"covers_transport": False, "date_from": self._day(ago), **vals})

    @api.model
    def _end_warranties(self, ends):
        """End the warranty of cards, with a file that shows why.

        :param ends: list of (card, kind, ago, reason, name of the file, what it says)
        """
        for card, kind, ago, reason, name, text in ends:
            unit = self._silent_card(card)
            evidence = self.env["ir.attachment"].create({"name": name, "raw": text.encode()})
            unit._forfeit(unit._forfeitable(), kind, reason, self._day(ago), evidence)

    # === IMPORT === #

    @api.model
    def _import_cards(self, import_id, headings, rows):
        """Take over what can be taken of a file of old cards.

        :param rows: cells as they are written; a day is given from today
        """
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(headings.split(","))
        for row in rows:
            writer.writerow([c if isinstance(c, str) else self._day(c).isoformat() for c in row])
        card_import = self.env["hau_mai.card.import"].with_context(**QUIET).browse(import_id)
        card_import.file = base64.b64encode(text.getvalue().encode())
        card_import.action_check()
        card_import.action_take()
