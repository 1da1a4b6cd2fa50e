from odoo import models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    def _hau_mai_issue(self, partners, descriptions, points=1, until=None):
        """Give each of these customers a coupon of this program, quietly.

        As core's wizard does, with its line in the history; the program sends no
        message of its own, since a card that is made would send it in this transaction.

        :param partners: a coupon for each, also where one stands in it twice
        :param descriptions: what the history says, a text for each of them
        :param float points: what a coupon is worth
        :param date until: its last day, None without one
        :return: the cards, in the order of the customers
        """
        self.ensure_one()
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .with_context(loyalty_no_mail=True, action_no_send_mail=True, tracking_disable=True)
            .create(
                [
                    {
                        "program_id": self.id,
                        "partner_id": partner.id,
                        "points": points,
                        "expiration_date": until,
                    }
                    for partner in partners
                ]
            )
        )
        self.env["loyalty.history"].sudo().create(
            [
                {"card_id": card.id, "description": description, "issued": points}
                for card, description in zip(cards, descriptions, strict=True)
            ]
        )
        return cards
