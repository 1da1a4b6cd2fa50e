from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from .public_page import find_or_count


class RatingPage(Rating):
    """On the page of a rating the customer may agree that it is published, and take that back."""

    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        """Who follows the link has opened the message of the follow-up that asked."""
        response = super().action_open_rating(token, rate, **kwargs)
        rating, _record = self._get_rating_and_record(token)
        if self._is_rater(rating):
            touchpoints = request.env["hau_mai.touchpoint"].sudo()
            touchpoints.search([("rating_id", "=", rating.id)])._note_opened()
        return response

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        if request.httprequest.method != "POST" or not kwargs.get("publish"):
            return super().action_submit_rating(token, rate, **kwargs)
        rating, _record = self._get_rating_and_record(token)
        # in the language of the page that was agreed to
        lang = rating.partner_id.lang or request.env.lang
        response = super().action_submit_rating(token, rate, **kwargs)
        if not rating._hau_mai_publisher() or not self._is_rater(rating):
            return response
        reviews = request.env["hau_mai.review"].sudo().with_context(lang=lang)
        reviews._publish(rating, kwargs.get("shown_as"), fields.Datetime.now())
        return request.redirect(f"/rate/{token}/submit_feedback", 303)

    @http.route(
        ["/rate/<string:token>/withdraw"],
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def action_withdraw_review(self, token, **kwargs):
        """Take the publication of a rating back."""
        rating, _record = self._get_rating_and_record(token)
        if self._is_rater(rating):
            rating._hau_mai_review()._withdraw(fields.Datetime.now())
        return request.redirect(f"/rate/{token}/submit_feedback", 303)

    def _get_rating_and_record(self, token):
        """Links that lead nowhere count against who follows them."""
        ratings = request.env["rating.rating"].sudo()
        known = find_or_count("rating", lambda: ratings.search([("access_token", "=", token)]))
        if not known:
            raise NotFound()
        return super()._get_rating_and_record(token)

    def _is_rater(self, rating):
        """Whether the visitor may agree in the customer's name: none of our people."""
        user = request.env.user
        own = user.partner_id.commercial_partner_id == rating.partner_id.commercial_partner_id
        return user._is_public() or (own and not user._is_internal())
