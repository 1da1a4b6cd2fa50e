from odoo import api, models
from odoo.tools import format_date, format_list, formatLang

from ..tools.card_words import percent_left, period_status, share_left, time_left
from ..tools.coverage import KINDS

#: Origins of periods whose names are for their owner.
NAMED_INSIDE = ("part", "repair", "goodwill")


class HauMaiCoverage(models.Model):
    """A warranty period in a customer's words: until when, for what, how much is left.

    Called with all rights, after the access to its card was checked.
    """

    _inherit = "hau_mai.coverage"

    # === BUSINESS METHODS === #

    def _prepare_words(self, day, usage=None):
        """What a customer is told of this period on a day of its company.

        :param usage: the last reading of the meter in its unit; None when unknown
        :return: dict; ``remaining`` is in days, ``percent`` is the part that is left (None for
            what has no end or does not run), and ``explanation`` and ``usage`` are the owner's
        """
        self.ensure_one()
        status = period_status(self._to_period(), day, usage)
        ends = status == "active" and self._to_period().date_end
        soon = ends and (ends - day).days <= self.company_id.hau_mai_expiring_days
        return {
            "name": self.name,
            "public_name": self._public_name(),
            "state": "expiring" if soon else status,
            "sentence": self._word_period(status),
            "from": self.date_start,
            "until": self.date_end,
            "remaining": (ends - day).days if ends else False,
            "left": self._word_left(day, ends) if ends else "",
            "percent": share_left(self.date_start, ends, day) if ends else None,
            "kinds": self._word_kinds(),
            "by_maker": self.guarantor == "maker",
            "is_extension": self.origin == "extension",
            "explanation": self.explanation,
            "usage": self._prepare_usage_words(usage),
        }

    def _public_name(self):
        """What anybody may read of what it is about: a repair's names its job, a favor's what
        people of the house typed."""
        if self.origin not in NAMED_INSIDE:
            return self.name
        return dict(self._fields["origin"]._description_selection(self.env))[self.origin]

    def _word_period(self, status):
        """One sentence of where it stands; it names no reading, so anybody may read it."""
        env = self.env
        if status == "not_started":
            return self._word_start()
        if status == "used_up":
            return env._("Ended: it has passed %s.", self._word_limit())
        if status == "expired":
            if self.date_ended and self.date_ended < self.date_start:
                return env._("Not valid any more.")
            return env._("Ended on %s.", self._word_day(self.date_end))
        values = {"until": self._word_span(), "kinds": self._word_kinds()}
        if not values["kinds"]:
            return env._("Covered %(until)s.", **values)
        return env._("Covered %(until)s for %(kinds)s.", **values)

    def _word_start(self):
        """What a period waits for that has not started."""
        if self.date_start:
            return self.env._("Starts on %s.", self._word_day(self.date_start))
        return {
            "order": self.env._("Starts when the order is confirmed."),
            "delivery": self.env._("Starts when it is delivered."),
            "invoice": self.env._("Starts when it is invoiced."),
            "activation": self.env._("Starts when it is activated."),
        }[self.start_trigger]

    def _word_span(self):
        """ "until 10 January 2027 or 10,000 km (whichever comes first)", "for life"."""
        env = self.env
        if self.in_repair:
            span = env._("until %s and the days in repair", self._word_day(self.date_end))
        elif self.date_end:
            span = env._("until %s", self._word_day(self.date_end))
        elif self.usage_limit:
            return env._("for life, up to %s", self._word_limit())
        else:
            return env._("for life")
        if not self.usage_limit:
            return span
        return env._(
            "%(until)s or %(limit)s (whichever comes first)", until=span, limit=self._word_limit()
        )

    def _word_kinds(self):
        """ "parts and labour" in the language of the context."""
        labels = self._kind_labels()
        return format_list(self.env, [labels[kind] for kind in KINDS if self[f"covers_{kind}"]])

    def _word_limit(self):
        """ "10,000 km"."""
        units = dict(self._fields["usage_unit"]._description_selection(self.env))
        number = formatLang(self.env, self.usage_limit, digits=0)
        return f"{number} {units.get(self.usage_unit, '')}".strip()

    def _word_left(self, day, end):
        """ "7 months left"."""
        number, unit = time_left(day, end)
        if not number:
            return self.env._("Ends today")
        return self.env._("%s left", self._duration_label(number, unit))

    def _prepare_usage_words(self, usage):
        """How much of the use it covers is left, by the last reading; None where none matters."""
        if not self.usage_limit or usage is None:
            return None
        return {
            "sentence": self.env._(
                "%(value)s of %(limit)s at the last reading",
                value=formatLang(self.env, usage, digits=0),
                limit=self._word_limit(),
            ),
            "percent": percent_left(usage, self.usage_limit),
        }

    @api.model
    def _word_day(self, day):
        """A day as the language writes it; in English the month is a word, because 01/10 is
        read as two different days."""
        lang = self.env.lang or "en_US"
        return format_date(
            self.env, day, date_format="d MMMM y" if lang.startswith("en") else False
        )
