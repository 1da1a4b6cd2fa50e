from odoo import models
from odoo.tools import SQL

#: Cards that are made or filled send nothing, whatever the program's plan of messages says.
QUIET = {"loyalty_no_mail": True, "action_no_send_mail": True, "tracking_disable": True}


class LoyaltyProgram(models.Model):
    """What a program gives: a coupon, or points on the card one has, with a line in the history.

    Quietly: the program's own message would leave in this transaction.
    """

    _inherit = "loyalty.program"

    def _hau_mai_give(self, partners, descriptions, points, until=None):
        """Points on the customers' own cards, or a coupon each; see :meth:`_hau_mai_issue`.

        :return: the cards, in the order of the customers; the same card twice where one
            stands in it twice
        """
        self.ensure_one()
        if self.program_type != "loyalty":
            return self._hau_mai_issue(partners, descriptions, points, until)
        own = self._hau_mai_own_cards(partners)
        cards = [own[partner.id] for partner in partners]
        for card in cards:
            card.points += points
        self._hau_mai_note_given(cards, descriptions, points)
        return cards

    def _hau_mai_issue(self, partners, descriptions, points=1, until=None):
        """Give each of these customers a coupon of this program.

        :param partners: a coupon for each, also where one stands in it twice
        :param descriptions: what the history says, a text for each of them
        :param float points: what a coupon is worth
        :param date until: its last day, None without one
        :return: the cards, in the order of the customers
        """
        self.ensure_one()
        cards = self._hau_mai_make_cards(
            {"partner_id": partner.id, "points": points, "expiration_date": until}
            for partner in partners
        )
        self._hau_mai_note_given(cards, descriptions, points)
        return cards

    def _hau_mai_own_cards(self, partners):
        """``{customer id: their card of this program}``, the oldest; made where there is none."""
        ids = {partner.id for partner in partners}
        cards = self.env["loyalty.card"].sudo().with_context(**QUIET)
        found = cards.search(
            [("program_id", "=", self.id), ("partner_id", "in", list(ids))], order="id DESC"
        )
        own = {card.partner_id.id: card for card in found}
        missing = sorted(ids - own.keys())
        self._hau_mai_be_the_first(missing)
        made = self._hau_mai_make_cards(
            {"partner_id": partner_id, "points": 0} for partner_id in missing
        )
        return own | {card.partner_id.id: card for card in made}

    def _hau_mai_be_the_first(self, partner_ids):
        """Of two transactions that find no card of a customer the second one begins anew, and
        then finds that of the first: core has no index that would stop it."""
        if partner_ids:
            self.env.execute_query(
                SQL(
                    "UPDATE res_partner SET write_date = write_date WHERE id IN %s RETURNING id",
                    tuple(partner_ids),
                )
            )

    def _hau_mai_make_cards(self, vals_list):
        vals_list = [{"program_id": self.id, **vals} for vals in vals_list]
        return self.env["loyalty.card"].sudo().with_context(**QUIET).create(vals_list)

    def _hau_mai_note_given(self, cards, descriptions, points):
        self.env["loyalty.history"].sudo().create(
            [
                {"card_id": card.id, "description": description, "issued": points}
                for card, description in zip(cards, descriptions, strict=True)
            ]
        )
