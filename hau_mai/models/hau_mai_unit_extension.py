from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.extension import Target, extension_start, extension_verdict, track_end
from ..tools.recurrence import add_duration


class HauMaiUnit(models.Model):
    """Whether a card can be extended, from which of its periods, and until when."""

    _inherit = "hau_mai.unit"

    has_extension = fields.Boolean(
        string="Extended", readonly=True, copy=False, help="An extended warranty was sold for it."
    )
    may_extend = fields.Boolean(compute="_compute_may_extend")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_extend(self):
        offers = self.env["hau_mai.extension.offer"].has_access("create")
        for unit in self:
            unit.may_extend = offers and unit.state == "valid"

    # === ACTION METHODS === #

    def action_extend(self):
        """The dialog that offers the extended warranties that fit these cards."""
        return self.env["hau_mai.extension.offer"]._open_for(self)

    # === BUSINESS METHODS === #

    def _current_card(self):
        """The card that stands for this one now: what it was exchanged for, if it was."""
        self.ensure_one()
        unit = self
        while unit.state == "replaced" and unit.replaced_by_id:
            unit = unit.replaced_by_id
        return unit

    def _extension_bases(self, policy):
        """What each period of an extension goes on from.

        :return: list of (the period as a blueprint, the coverage; empty where nothing can go on)
        """
        self.ensure_one()
        coverages = self.env["hau_mai.coverage"]
        by_id = {coverage.id: coverage for coverage in self.coverage_ids}
        tracks = self.coverage_ids._tracks()
        terms = policy._get_blueprint(self.partner_id.lang or self.env.lang or "en_US")
        bases = []
        for term in terms["coverages"]:
            listing = coverages._listing(
                term["scope"], term["component_ids"], term["component_categ_ids"]
            )
            bases.append((term, by_id.get(track_end(listing, tracks), coverages)))
        return bases

    def _main_extension(self, policy):
        """The same of the main period of an extension."""
        bases = self._extension_bases(policy)
        return next((row for row in bases if row[0]["is_main"]), bases[0])

    def _extension_verdict(self, policy, partner, day):
        """Whether an extended warranty may be sold for this card.

        :param policy: what the extension promises
        :param partner: who would buy it
        :param day: day of the company
        :return: (allowed, reason), the reason being a sentence to read out
        """
        self.ensure_one()
        _term, main = self._main_extension(policy)
        allowed, code = extension_verdict(
            Target(
                self.state,
                not self._is_not_of(partner),
                bool(main),
                bool(main.date_start and not main.duration),
                not main.in_repair and main.date_end,
            ),
            policy.extension_start,
            policy.extends_expired,
            day,
        )
        return allowed, self._word_extension(code, main)

    def _is_not_of(self, partner):
        """Whether the card belongs to another customer."""
        self.ensure_one()
        return partner.commercial_partner_id != self.partner_id.commercial_partner_id

    def _word_extension(self, code, main):
        """A verdict on an extension as a sentence."""
        env = self.env
        states = dict(self._fields["state"]._description_selection(env))
        words = {
            "ok": lambda: env._("%(card)s can be extended.", card=self.display_name),
            "state": lambda: env._(
                "%(card)s is %(state)s: nothing can be extended.",
                card=self.display_name,
                state=states[self.state].lower(),
            ),
            "customer": lambda: env._(
                "%(card)s belongs to %(owner)s: sell them the extension, or transfer the card "
                "first.",
                card=self.display_name,
                owner=self.partner_id.display_name,
            ),
            "nothing": lambda: env._(
                "%(card)s has no warranty that could go on.", card=self.display_name
            ),
            "for_life": lambda: env._(
                "%(card)s is under warranty for life: there is nothing to extend.",
                card=self.display_name,
            ),
            "expired": lambda: env._(
                "The warranty of %(card)s ended on %(day)s; this extension is only sold while it "
                "runs.",
                card=self.display_name,
                day=format_date(env, main.date_end),
            ),
        }
        return words[code]()

    def _extended_until(self, policy, day):
        """What an extension sold on a day would give: the last day now, and with it.

        :return: (date, date); False where it has not started or has no end
        """
        self.ensure_one()
        term, base = self._main_extension(policy)
        start = extension_start(
            policy.extension_start,
            day,
            (base.date_start, base.date_end) if base else None,
            False,
            self.company_id._hau_mai_today(),
        )
        lasts = start and term["duration"]
        until = bool(lasts) and add_duration(start, term["duration"], term["duration_unit"])
        return base.date_end, until

    def _word_until(self, coverage):
        words = super()._word_until(coverage)
        last = self.has_extension and coverage._track_last()
        if not last:
            return words
        if last.date_start and not last.duration:
            return self.env._("%(words)s, extended for life", words=words)
        if not last.date_end:
            return words
        return self.env._(
            "%(words)s, extended until %(date)s",
            words=words,
            date=format_date(self.env, last.date_end),
        )

    # === SPLIT AND EXCHANGE === #

    def _prepare_split_vals(self):
        return super()._prepare_split_vals() | {"has_extension": self.has_extension}

    @api.model
    def _split_off(self, splits):
        """The parts keep the extension, each with its own dates."""
        parts = super()._split_off(splits)
        for part, (unit, _quantity, _vals) in zip(parts, splits, strict=True):
            if unit.has_extension:
                part._copy_tracks(unit.coverage_ids)
        return parts

    def _hand_over_to(self, unit):
        """What was bought and has not begun goes on after the warranty that begins anew."""
        result = super()._hand_over_to(unit)
        if self.has_extension:
            day = unit.date_start_manual
            handed = self._handed_on()
            begun = handed.filtered(
                lambda c: c._is_bought() and c.date_start and c.date_start < day
            )
            unit._copy_tracks(handed, without=begun)
        return result

    def _copy_tracks(self, originals, without=()):
        """Let copies of periods go on from each other as their originals do.

        :param originals: periods, in the order in which this card's were made of them
        :param without: of which the copies keep their days and go on from nothing
        """
        self.ensure_one()
        copies = dict(zip(originals, self.coverage_ids.sorted("id"), strict=True))
        for original, copy in copies.items():
            if original.extends_id in copies and original not in without:
                copy.extends_id = copies[original.extends_id]
