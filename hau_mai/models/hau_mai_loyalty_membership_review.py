from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ..tools.loyalty import REACHING, Facts, Figures, State, meets, review
from .hau_mai_loyalty_figures import KEEPING

#: Customers reviewed at once.
REVIEW_SIZE = 5000

#: Column a review writes -> its type in SQL.
REVIEW_COLUMNS = {
    "tier_id": "int4", "date_since": "date", "date_until": "date", "date_drop": "date",
    "date_keep_from": "date", "date_counted_from": "date", "locked_until": "date",
    "lock_reason": "varchar", "earned_tier_id": "int4", "earned_since": "date",
    "earned_until": "date", "amount": "numeric", "order_count": "int4", "points": "numeric",
    "amount_kept": "numeric", "orders_kept": "int4", "points_kept": "numeric",
    "keeps": "bool", "fingerprint": "varchar", "refit": "bool", "date_reviewed": "timestamp",
}  # fmt: skip


class HauMaiLoyaltyMembership(models.Model):
    """Reviews: what a customer bought is counted, the rules decide, the ledger says why.

    A review that finds nothing new writes nothing. It may run twice, be killed or come
    late: what it writes follows from the figures, the rules and the day.
    """

    _inherit = "hau_mai.loyalty.membership"

    date_keep_from = fields.Date(
        string="Counts for Keeping From", readonly=True, help="Empty: everything ever bought."
    )
    amount_kept = fields.Monetary(string="Amount Counted for Keeping", readonly=True)
    orders_kept = fields.Integer(string="Orders Counted for Keeping", readonly=True)
    points_kept = fields.Float(string="Points Counted for Keeping", readonly=True)
    keeps = fields.Boolean(
        string="Enough for Keeping",
        readonly=True,
        help="Nothing more has to be bought to keep the tier after its last day.",
    )
    fingerprint = fields.Char(
        readonly=True, help="Rules and figures of the last review: as long as they are the same, "
        "it would find nothing new.",
    )  # fmt: skip
    refit = fields.Boolean(readonly=True, help="New rules put it where it stands at once.")

    # === ACTION METHODS === #

    def action_review_now(self):
        """Count these customers' purchases again, now."""
        self.check_access("read")
        memberships = self.sudo()
        memberships.lock_for_update(allow_referencing=True)
        memberships._review(fields.Datetime.now())
        return True

    # === REVIEW === #

    def _review(self, now):
        """Review these memberships and write what changed, with a move for every change.

        :param datetime now: UTC
        :return: the moves
        """
        moves = self.env["hau_mai.loyalty.tier.move"].sudo()
        for company, memberships in self.sudo().grouped("company_id").items():
            moves |= memberships._review_company(company, now)
        if moves:
            self._on_tier_changed(moves)
        return moves

    def _review_company(self, company, now):
        """Review memberships of one root company."""
        self = self.with_context(lang=company.partner_id.lang or self.env.lang)
        today = company._hau_mai_day(now)
        tiers = self.env["hau_mai.loyalty.tier"].sudo()
        ladder = tiers._ladder(company)
        digest = tiers._rules_digest(company, ladder)
        unknown = ({}, digest + ",0" * 3 * (len({rung.counted for rung in ladder}) + 1))
        figures = self.env["hau_mai.loyalty.figures"]._figures(
            company, ladder, today, self.partner_id.ids
        )
        changed, moves, begun = [], [], []
        for membership in self:
            counted, fingerprint = figures.get(membership.partner_id.id, unknown)
            facts = membership._facts(counted, digest)
            verdict = review(ladder, facts, today)
            vals = membership._prepare_review_vals(ladder, facts, verdict)
            vals |= {"fingerprint": fingerprint, "date_reviewed": now}
            if membership._differs(vals):
                changed.append((membership.id, vals))
            if verdict.kind:
                moves.append(membership._prepare_move_vals(verdict, vals, now))
            if verdict.begins:
                begun.append(membership.id)
        self._write_reviewed(changed)
        moves = self.env["hau_mai.loyalty.tier.move"].sudo().create(moves)
        if begun:
            # from now on days of their own count: their figures are others
            moves |= self.browse(begun)._review_company(company, now)
        return moves

    def _facts(self, counted, digest):
        """What :func:`tools.loyalty.review` has to know of this membership."""
        company = self.company_id
        return Facts(
            self._state(digest),
            reached=counted,
            kept=counted.get(KEEPING, Figures()),
            resets=company.hau_mai_tier_reset,
            is_running=bool(company.hau_mai_tiers_running),
        )

    def _state(self, digest):
        """What the customer has now, for :mod:`tools.loyalty`."""
        return State(
            tier_id=self.tier_id.id or 0,
            since=self.date_since or None,
            until=self.date_until or None,
            drop=self.date_drop or None,
            locked_until=self.locked_until or None,
            earned=self._earned_state(),
            is_new=not self.date_reviewed,
            new_rules=bool(self.fingerprint) and not self.fingerprint.startswith(digest[:REACHING]),
            refit=self.refit,
        )

    def _prepare_review_vals(self, ladder, facts, verdict):
        """What the membership is after a review."""
        rung = verdict.rung
        shown = facts.reached.get(self._window_shown(ladder, rung), Figures())
        vals = {
            "tier_id": rung.id if rung else self._tier_if_locked(verdict),
            "date_since": verdict.since,
            "date_until": verdict.until,
            "date_drop": verdict.drop,
            "amount": shown.amount,
            "order_count": shown.orders,
            "points": shown.points,
            "amount_kept": facts.kept.amount,
            "orders_kept": facts.kept.orders,
            "points_kept": facts.kept.points,
            "keeps": bool(rung and meets(rung, facts.kept, keeping=True)),
            "refit": self.refit and verdict.code == "locked",
        }
        if verdict.begins:
            vals["date_keep_from"] = verdict.keep_from
        if verdict.counted_from:
            vals["date_counted_from"] = verdict.counted_from
        if verdict.unlocks:
            vals |= dict.fromkeys(
                ("locked_until", "lock_reason", "earned_tier_id", "earned_since", "earned_until")
            )
        return vals

    def _tier_if_locked(self, verdict):
        """A tier given by hand stays, even if it was taken out of the ladder."""
        return self.tier_id.id if verdict.code == "locked" else None

    @api.model
    def _window_shown(self, ladder, rung):
        """Whose figures are shown: what counts for the next tier, else for the one held."""
        above = [other for other in ladder if other.is_open]
        if rung in ladder:
            above = [other for other in ladder[ladder.index(rung) + 1 :] if other.is_open]
        wanted = above[0] if above else rung
        return wanted.counted if wanted else None

    def _differs(self, vals):
        """Whether a review found something new, besides when it took place."""
        for name, value in vals.items():
            old = self[name]
            if self._fields[name].type == "many2one":
                old = old.id
            if name != "date_reviewed" and (old or None) != (value or None):
                return True
        return not self.date_reviewed

    @api.model
    def _write_reviewed(self, changed):
        """Write what reviews found, all in one query; what they did not touch stays.

        :param changed: ``[(id, values)]``
        """
        if not changed:
            return
        memberships = self.browse([row[0] for row in changed])
        memberships.flush_recordset()
        found = [vals for _id, vals in changed]
        columns = [
            SQL("%s::%s[]", memberships._column_values(name, found), SQL.identifier(kind))
            for name, kind in REVIEW_COLUMNS.items()
        ]
        sets = SQL(", ").join(
            SQL("%s = reviewed.%s", SQL.identifier(name), SQL.identifier(name))
            for name in REVIEW_COLUMNS
        )
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_loyalty_membership membership
                SET %s, write_date = %s, write_uid = %s
                FROM UNNEST(%s::int4[], %s) AS reviewed(id, %s)
                WHERE membership.id = reviewed.id RETURNING membership.id""",
                sets,
                self.env.cr.now(),
                self.env.uid,
                memberships.ids,
                SQL(", ").join(columns),
                SQL(", ").join(map(SQL.identifier, REVIEW_COLUMNS)),
            )
        )
        self.invalidate_model()
        self.env["res.partner"].invalidate_model(["loyalty_tier_id"])

    def _column_values(self, name, found):
        """What a column gets, a value each: from the review, else what it has."""
        kind = self._fields[name].type
        nothing = {"boolean": False, "integer": 0, "float": 0, "monetary": 0}.get(kind)
        values = []
        for membership, vals in zip(self, found, strict=True):
            value = vals[name] if name in vals else membership[name]
            if kind == "many2one" and name not in vals:
                value = value.id
            values.append(value or nothing)
        return values

    def _prepare_move_vals(self, verdict, vals, now):
        """The row of the ledger for a change of tier."""
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "tier_from_id": self.tier_id.id,
            "tier_to_id": vals["tier_id"],
            "kind": verdict.kind,
            "date": now,
            "reason": self._reason(verdict, vals),
            "amount": vals["amount_kept"] if self._is_about_keeping(verdict) else vals["amount"],
            "order_count": vals["order_count"],
            "points": vals["points"],
        }

    # === CRON === #

    @api.model
    def _cron_review_tiers(self):
        """Review all customers of all companies with tiers, by the rules of today."""
        self.env["hau_mai.loyalty.draft"]._cron_put_in_force()
        now = fields.Datetime.now()
        companies = self._companies_with_tiers()
        ids = []
        for company in companies:
            today = company._hau_mai_day(now)
            due = partial(self._due_memberships, company, today)
            ids += self._batch_retry(due).ids
        done = self._batch_run(
            Domain("id", "in", ids),
            lambda memberships: memberships._review(now),
            size=REVIEW_SIZE,
            limit=len(ids) + 1,
        )
        if done == len(ids):
            companies.filtered(lambda company: not company.hau_mai_tiers_running).write(
                {"hau_mai_tiers_running": now}
            )

    @api.model
    def _companies_with_tiers(self):
        tiers = self.env["hau_mai.loyalty.tier"].sudo()
        return (
            self.env["res.company"]
            .sudo()
            .union(*(company for (company,) in tiers._read_group([], ["company_id"])))
        )

    @api.model
    def _due_memberships(self, company, today):
        """Those a review of this root company would find something new of, made if missing."""
        ladder = self.env["hau_mai.loyalty.tier"]._ladder(company)
        partner_ids = self.env["hau_mai.loyalty.figures"]._due(company, ladder, today)
        return self._ensure(company, partner_ids)

    @api.model
    def _ensure_buyers(self, company, partner_ids):
        """The memberships of those of these customers who have one or bought something."""
        ladder = self.env["hau_mai.loyalty.tier"]._ladder(company)
        today = company._hau_mai_today()
        figures = self.env["hau_mai.loyalty.figures"]._figures(company, ladder, today, partner_ids)
        buyers = [
            partner_id
            for partner_id, (counted, _fingerprint) in figures.items()
            if any(window.bought for window in counted.values())
        ]
        known = self.sudo().search(
            [("company_id", "=", company.id), ("partner_id", "in", partner_ids)]
        )
        return known | self._ensure(company, buyers)

    @api.model
    def _ensure(self, company, partner_ids):
        """The memberships of these commercial customers; who has none becomes a member."""
        memberships = self.sudo()
        of_company = Domain("company_id", "=", company.id)
        ids = []
        for batch in split_every(REVIEW_SIZE, partner_ids, list):
            self.env.execute_query(
                SQL(
                    """INSERT INTO hau_mai_loyalty_membership
                        (partner_id, company_id, create_uid, create_date, write_uid, write_date)
                    SELECT id, %(company)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                    FROM res_partner WHERE id IN %(ids)s
                        AND NOT EXISTS (SELECT FROM hau_mai_loyalty_membership known
                            WHERE known.partner_id = res_partner.id
                                AND known.company_id = %(company)s)
                    ON CONFLICT (partner_id, company_id) DO NOTHING RETURNING id""",
                    company=company.id,
                    uid=self.env.uid,
                    now=self.env.cr.now(),
                    ids=tuple(batch),
                )
            )
            ids += memberships._search(
                of_company & Domain("partner_id", "in", batch)
            ).get_result_ids()
        return memberships.browse(ids)
