from odoo import api, fields, models


class ResCompany(models.Model):
    """Whether warranty cards go to their owners by themselves."""

    _inherit = "res.company"

    hau_mai_send_cards = fields.Boolean(
        string="Send Warranty Cards",
        help="The card of an order is sent to its owner once its warranty starts.",
        prefetch="hau_mai",
    )
    hau_mai_send_cards_from = fields.Date(
        compute="_compute_hau_mai_send_cards_from",
        store=True,
        help="What started before it was switched on is not sent by itself.",
        prefetch="hau_mai",
    )

    @api.depends("hau_mai_send_cards")
    def _compute_hau_mai_send_cards_from(self):
        for company in self:
            company.hau_mai_send_cards_from = company.hau_mai_send_cards and (
                company.hau_mai_send_cards_from or company._hau_mai_today()
            )
