from odoo import fields, models


class SaleOrder(models.Model):
    """How the customer found an order: asked by a rule of follow-ups, once.

    Who is not content gets a case, or a call of the salesperson.
    """

    _name = "sale.order"
    _inherit = [
        "hau_mai.asking.mixin",
        "sale.order",
        "hau_mai.low.rating.mixin",
        "hau_mai.amends.mixin",
    ]

    # not stored: installing on years of orders computes nothing
    rating_last_value = fields.Float(store=False)

    def _rating_get_partner(self):
        """Who ordered; an order has no other contact."""
        self.ensure_one()
        return self.partner_id

    def _on_low_rating(self, ratings):
        """A low rating opens a case about the order or a call, as the company chose; once."""
        by_choice = self.grouped(lambda order: order.company_id.hau_mai_order_recovery)
        if orders := by_choice.get("case"):
            orders._open_complaints_for(ratings)
        for order in by_choice.get("activity", ()):
            rating = ratings.filtered(lambda rating, order=order: rating.res_id == order.id)[:1]
            order._plan_recovery(rating.feedback)
        return super()._on_low_rating(ratings)

    def _prepare_low_rating_vals(self, rating):
        products = self.env["hau_mai.touchpoint"]._order_products(self)
        return super()._prepare_low_rating_vals(rating) | {
            "order_id": self.id,
            "product_id": products.id if len(products) == 1 else False,
        }

    def _low_rating_in_words(self, rating):
        return self.env._(
            "Order %(order)s was rated %(rating)s of 5",
            order=self.name,
            rating=round(rating.rating),
        )
