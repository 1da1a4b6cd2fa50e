from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .portal_activation import MAX_WORD
from .portal_request import to_text

#: What a dealer says of a sale, as the form sends it.
FIELDS = ("name", "phone", "email", "day", "serial")


class DealerPortal(CustomerPortal):
    """Dealers activate what they bought for whom they sold it to.

    They see the cards of their own business, until these are somebody else's; afterwards
    what they typed, and nothing of the customer.
    """

    _dealer_rows_per_page = 20

    # === WHO, AND WHAT IS THEIRS === #

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hau_mai_dealer_count" in counters:
            values["hau_mai_dealer_count"] = int(request.env.user.partner_id._hau_mai_is_dealer())
        return values

    def _dealer(self):
        """The dealer whose people the user belongs to.

        :raises NotFound: for everybody else
        """
        partner = request.env.user.partner_id.sudo()
        if not request.env.user.share or not partner._hau_mai_is_dealer():
            raise NotFound()
        return partner.commercial_partner_id

    def _dealer_domain(self, dealer):
        activations = request.env["hau_mai.activation"]
        return activations._dealer_domain(dealer, request.env.user.company_ids)

    def _find_dealer_unit(self, dealer, unit_id):
        """A card of the dealer that is still to be activated, with all rights.

        :raises NotFound: for all others, whether they exist or not
        """
        unit = request.env["hau_mai.unit"].sudo().search(
            Domain("id", "=", unit_id) & self._dealer_domain(dealer)
        )  # fmt: skip
        if not unit:
            raise NotFound()
        return unit.with_company(unit.company_id)

    # === LISTS === #

    @http.route(
        ["/my/dealer", "/my/dealer/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_dealer(self, page=1, search="", message=None, **kwargs):
        dealer = self._dealer()
        model = request.env["hau_mai.unit"].sudo()
        domain = self._dealer_domain(dealer)
        if key := model._normalize_key(search):
            domain &= Domain("search_key", "like", key)
        units, pager = self._page_of(
            model, domain, "/my/dealer", page, order="id desc", args={"search": search}
        )
        notice = {
            "accepted": request.env._("Activated. The warranty card is your customer's now."),
            "waiting": request.env._("Thank you! We check it and activate it."),
        }.get(message)
        return self._render_dealer(
            "portal_my_dealer",
            dealer,
            units=units,
            pager=pager,
            search=search,
            notice=notice,
        )

    @http.route(
        ["/my/dealer/activations", "/my/dealer/activations/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_dealer_activations(self, page=1, **kwargs):
        """What the dealer activated: what they typed themselves, the number masked."""
        dealer = self._dealer()
        model = request.env["hau_mai.activation"].sudo()
        domain = Domain("dealer_id", "=", dealer.id)
        rows, pager = self._page_of(model, domain, "/my/dealer/activations", page)
        partners = request.env["res.partner"]
        return self._render_dealer(
            "portal_my_dealer_activations",
            dealer,
            rows=rows,
            phones={row: partners._masked(row.phone_typed, "sms") for row in rows},
            pager=pager,
        )

    def _page_of(self, model, domain, url, page, order=None, args=None):
        """The records of one page, and its pager."""
        step = self._dealer_rows_per_page
        pager = portal_pager(
            url=url, total=model.search_count(domain), page=page, step=step, url_args=args or {}
        )
        return model.search(domain, order=order, limit=step, offset=pager["offset"]), pager

    # === ACTIVATING === #

    @http.route("/my/dealer/<int:unit_id>", type="http", auth="user", website=True, methods=["GET"])
    def portal_dealer_unit(self, unit_id, **kwargs):
        dealer = self._dealer()
        return self._render_sale(dealer, self._find_dealer_unit(dealer, unit_id), {})

    @http.route(
        "/my/dealer/<int:unit_id>", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_dealer_activate(self, unit_id, **post):
        dealer = self._dealer()
        unit = self._find_dealer_unit(dealer, unit_id)
        return self._activate(dealer, post, unit=unit)

    @http.route("/my/dealer/several", type="http", auth="user", website=True, methods=["GET"])
    def portal_dealer_several(self, **kwargs):
        return self._render_sale(self._dealer(), None, {})

    @http.route("/my/dealer/several", type="http", auth="user", website=True, methods=["POST"])
    def portal_dealer_activate_several(self, **post):
        """Several pieces for one customer, by pasted serial numbers: all of them or none."""
        return self._activate(self._dealer(), post)

    def _activate(self, dealer, post, unit=None):
        """Activate one card, or those of the serial numbers that were pasted."""
        said = {key: to_text(post.get(key), MAX_WORD) for key in FIELDS}
        activations = request.env["hau_mai.activation"].sudo()
        try:
            with request.env.cr.savepoint():
                units = unit or activations._dealer_cards(
                    dealer, request.env.user.company_ids, to_text(post.get("serials"))
                )
                day = self._to_sale_day(said.pop("day"))
                rows = activations._activate_for_customer(dealer, units, day, **said)
        except UserError as refused:
            return self._render_sale(dealer, unit, post, error=str(refused))
        waiting = "waiting" in rows.mapped("state")
        message = "waiting" if waiting else "accepted"
        return request.redirect(f"/my/dealer?message={message}", 303)

    def _to_sale_day(self, text):
        """A day as a form sends it; False for what is none."""
        try:
            return fields.Date.to_date(text or False)
        except ValueError:
            return False

    def _render_sale(self, dealer, unit, post, error=None):
        today = (unit or dealer.env.user).company_id._hau_mai_today()
        return self._render_dealer(
            "portal_dealer_sale",
            dealer,
            unit=unit,
            post={"day": today, **post},
            today=today,
            error=error,
        )

    def _render_dealer(self, template, dealer, **values):
        values = self._prepare_portal_layout_values() | values
        values |= {"page_name": "hau_mai_dealer", "dealer": dealer}
        return request.render(f"hau_mai.{template}", values)
