from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

#: A tier that ends within so many days shows as ending soon.
ENDS_SOON_DAYS = 30


class HauMaiLoyaltyMembership(models.Model):
    """What a membership means, in sentences a salesperson can read out."""

    _inherit = "hau_mai.loyalty.membership"

    explanation = fields.Char(compute="_compute_explanation", string="Why This Tier")
    status = fields.Selection(
        [
            ("none", "No tier"),
            ("valid", "Valid"),
            ("ending", "Ends soon"),
            ("grace", "Days of grace"),
            ("by_hand", "By hand"),
        ],
        compute="_compute_status",
        search="_search_status",
        compute_sudo=True,
    )
    move_ids = fields.One2many(
        "hau_mai.loyalty.tier.move", compute="_compute_move_ids", string="Changes"
    )
    move_count = fields.Integer(compute="_compute_move_ids", string="Number of Changes")

    # === COMPUTE METHODS === #

    @api.depends("tier_id", "date_since", "date_until", "locked_until", "lock_reason")
    @api.depends_context("lang")
    def _compute_explanation(self):
        last = self._last_moves()
        for membership in self:
            move = last.get((membership.partner_id.id, membership.company_id.id))
            membership.explanation = membership._explain(move)

    @api.depends("tier_id", "date_until", "locked_until")
    def _compute_status(self):
        for membership in self:
            membership.status = membership._status()

    def _status(self):
        today = self.company_id._hau_mai_today()
        if not self.tier_id:
            return "none"
        if self.locked_until:
            return "by_hand"
        if not self.date_until or self.date_until > fields.Date.add(today, days=ENDS_SOON_DAYS):
            return "valid"
        return "ending" if self.date_until >= today else "grace"

    @api.model
    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        by_rules = Domain("tier_id", "!=", False) & Domain("locked_until", "=", False)

        def ends(condition):
            return by_rules & self.env["res.company"]._hau_mai_day_domain(condition)

        domains = {
            "none": Domain("tier_id", "=", False),
            "by_hand": Domain("tier_id", "!=", False) & Domain("locked_until", "!=", False),
            "valid": ends(
                lambda day: (
                    Domain("date_until", "=", False)
                    | Domain("date_until", ">", fields.Date.add(day, days=ENDS_SOON_DAYS))
                )
            ),
            "ending": ends(
                lambda day: (
                    Domain("date_until", ">=", day)
                    & Domain("date_until", "<=", fields.Date.add(day, days=ENDS_SOON_DAYS))
                )
            ),
            "grace": ends(lambda day: Domain("date_until", "<", day)),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends("partner_id", "company_id")
    def _compute_move_ids(self):
        moves = self.env["hau_mai.loyalty.tier.move"].search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        grouped = moves.grouped(lambda move: (move.partner_id, move.company_id))
        for membership in self:
            key = (membership.partner_id, membership.company_id)
            membership.move_ids = grouped.get(key, moves.browse())
            membership.move_count = len(membership.move_ids)

    def _last_moves(self):
        """``{(customer id, company id): last move}``."""
        moves = self.env["hau_mai.loyalty.tier.move"].sudo()
        groups = moves._read_group(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)],
            ["partner_id", "company_id"],
            ["id:max"],
        )
        return {
            (partner.id, company.id): moves.browse(move_id) for partner, company, move_id in groups
        }

    # === ACTION METHODS === #

    def action_view_moves(self):
        """Every change of this customer's tier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_loyalty_tier_move_action"
        )
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        return dict(action, domain=domain, context={})

    # === WORDS === #

    def _explain(self, move):
        """Why the customer has this tier, or none."""
        if self.locked_until:
            return self.env._(
                "%(tier)s was given by hand until %(day)s: %(reason)s",
                tier=self.sudo().tier_id.name or self.env._("No tier"),
                day=format_date(self.env, self.locked_until),
                reason=self.lock_reason,
            )
        if not self.tier_id:
            return self.env._("No tier was reached yet.") if not move else move.reason
        since = format_date(self.env, self.date_since) if self.date_since else ""
        return self.env._(
            "%(tier)s since %(day)s: %(reason)s",
            tier=self.sudo().tier_id.name,
            day=since,
            reason=move.reason if move else self.env._("as it was entered."),
        )

    @api.model
    def _is_about_keeping(self, verdict):
        return verdict.code in ("kept", "not_kept")

    def _reason(self, verdict, vals):
        """The sentence of the ledger, in the language of the company's people."""
        tiers = self.env["hau_mai.loyalty.tier"].sudo()
        held, given = self.sudo().tier_id, tiers.browse(vals["tier_id"] or ())
        about_keeping = self._is_about_keeping(verdict)
        names = ("amount_kept", "orders_kept", "points_kept")
        if not about_keeping:
            names = ("amount", "order_count", "points")
        values = {
            "tier": given.name or self.env._("no tier"),
            "held": held.name,
            "counted": self._counted_in_words(*(vals[name] for name in names)),
        }
        words = {
            "reached": lambda: self.env._("%(tier)s is reached with %(counted)s.", **values),
            "kept": lambda: self.env._("%(tier)s is kept with %(counted)s.", **values),
            "not_kept": lambda: self.env._(
                "%(held)s is not kept: with %(counted)s it is %(tier)s.", **values
            ),
            "lock_over": lambda: self.env._(
                "%(held)s was given by hand and is over: it is %(tier)s again.", **values
            ),
            "refit": lambda: self.env._(
                "By the new rules it is %(tier)s with %(counted)s.", **values
            ),
        }
        return words[verdict.code]()

    def _counted_in_words(self, amount, orders, points):
        """What was counted: "5,200,000 ₫ in 3 orders"."""
        money = formatLang(self.env, amount, currency_obj=self.currency_id)
        text = self.env._("%(amount)s (orders: %(orders)s)", amount=money, orders=orders)
        if points:
            text = self.env._("%(text)s and %(points)s points", text=text, points=int(points))
        return text
