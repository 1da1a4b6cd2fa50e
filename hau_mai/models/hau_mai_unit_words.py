from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ..tools.card_words import NO_TONE, TONES, card_status, lead_period, mask_serial, period_status

#: Status of a card -> what stands beside it; what covers nothing has another one.
ICONS = {
    "active": "fa-check-circle",
    "expiring": "fa-check-circle",
    "activation": "fa-clock-o",
    "not_started": "fa-clock-o",
}

#: What a stranger is not told of a warranty period: its reasons name jobs and people, and
#: its readings how the owner uses the thing.
OWNERS_ONLY = ("explanation", "usage", "public_name")


class HauMaiUnit(models.Model):
    """A warranty card in plain words: to its owner, and to anybody who holds the device.

    Called with all rights, after it was checked who asks. Days are days of the company.
    """

    _inherit = "hau_mai.unit"

    # === WHERE IT STANDS === #

    def _card_status(self):
        """The status its customer is told: a warranty status, or ``activation``."""
        self.ensure_one()
        coverages = self.coverage_ids
        return card_status(
            self.state,
            [coverage._to_period() for coverage in coverages],
            self.company_id._hau_mai_today(),
            self.company_id.hau_mai_expiring_days,
            self._usages(coverages),
            self._awaits_activation(),
        )

    def _awaits_activation(self):
        """Whether a warranty of it begins with its activation, which has not been."""
        self.ensure_one()
        return (
            self.state == "valid"
            and not self.date_activated
            and not self.date_start_manual
            and "activation" in (self.triggers or "").split(",")
        )

    @api.model
    def _awaits_activation_domain(self):
        """The same answer as :meth:`_awaits_activation`, as a domain."""
        return (
            Domain("state", "=", "valid")
            & Domain("date_activated", "=", False)
            & Domain("date_start_manual", "=", False)
            & Domain("triggers", "like", "activation")
        )

    def _usages(self, coverages):
        """The last reading for each of these periods that counts use: {id: value}."""
        limited = coverages.filtered("usage_limit")
        if not limited:
            return {}
        day = self.company_id._hau_mai_today()
        readings = {
            unit: self.sudo()._reading_on(day, unit) for unit in set(limited.mapped("usage_unit"))
        }
        return {
            coverage.id: readings[coverage.usage_unit].value
            for coverage in limited
            if readings[coverage.usage_unit]
        }

    def _lead_coverage(self):
        """The period that stands for the card, and where it stands: (coverage, status)."""
        self.ensure_one()
        day, usages = self.company_id._hau_mai_today(), self._usages(self.coverage_ids)
        periods = [coverage._to_period() for coverage in self.coverage_ids]
        lead = lead_period(periods, day, usages)
        if not lead:
            return self.coverage_ids.browse(), None
        coverage = self.coverage_ids.filtered(lambda row: row.id == lead.id)
        return coverage, period_status(lead, day, usages.get(lead.id))

    def _is_partly_covered(self):
        """Whether only components of it are still covered: not what people call the warranty."""
        self.ensure_one()
        return self._lead_coverage()[0].scope == "component"

    # === IN WORDS === #

    @api.model
    def _card_status_labels(self):
        """Each status as a customer reads it on a badge."""
        return {
            "active": self.env._("Covered"),
            "partly": self.env._("Partly covered"),
            "expiring": self.env._("Ends soon"),
            "expired": self.env._("Ended"),
            "used_up": self.env._("Ended"),
            "not_started": self.env._("Not started"),
            "activation": self.env._("Not activated"),
            "none": self.env._("No warranty"),
            "void": self.env._("Not valid"),
            "returned": self.env._("Returned"),
            "replaced": self.env._("Exchanged"),
        }

    def _prepare_card_words(self, what=None):
        """A card in one line.

        :param str what: how the thing is called in a whole sentence ("Your AC 9000"); left
            out for a list, where its name stands above
        :return: {"status", "label", "tone", "icon", "sentence"}
        """
        self.ensure_one()
        status = self._card_status()
        labels = self._card_status_labels()
        shown = "partly" if status == "active" and self._is_partly_covered() else status
        return {
            "status": status,
            "label": labels[shown],
            "tone": TONES.get(shown, NO_TONE),
            "icon": ICONS.get(status, "fa-ban"),
            "sentence": self._word_card(status, what),
        }

    def _word_card(self, status, what):
        """Whether it is covered, until when and for what, in one sentence."""
        if self.state != "valid":
            return self._word_not_valid()
        coverage, period = self._lead_coverage()
        if not coverage:
            return self.env._("It was sold without a warranty.")
        if status == "activation" and not coverage.date_start:
            return self.env._("The warranty starts once you activate it.")
        if what and period == "active":
            return self._word_covered_for(coverage, what)
        sentence = coverage._word_period(period)
        if coverage.scope == "component":
            return f"{coverage._public_name()}: {sentence}"
        return sentence

    def _word_covered_for(self, coverage, what):
        """What is covered now, as a whole sentence."""
        values = {
            "what": what,
            "name": coverage._public_name(),
            "until": coverage._word_span(),
            "kinds": coverage._word_kinds(),
        }
        if coverage.scope == "component":
            return self.env._("%(what)s: only “%(name)s” is still covered, %(until)s.", **values)
        if not values["kinds"]:
            return self.env._("%(what)s is covered %(until)s.", **values)
        return self.env._("%(what)s is covered %(until)s for %(kinds)s.", **values)

    def _word_not_valid(self):
        """Why the card covers nothing, kindly; what people of the house wrote stays there."""
        if self.state == "replaced":
            return self.env._("It was exchanged for another one, which has a card of its own.")
        if self.state == "returned":
            return self.env._("It was given back, so this card is not valid any more.")
        if self.void_code in ("order_cancelled", "not_ordered"):
            return self.env._("The order was cancelled, so this card is not valid.")
        return self.env._("This card is not valid.")

    @api.model
    def _word_day(self, day):
        """A day as a customer reads it; see ``hau_mai.coverage._word_day``."""
        return self.env["hau_mai.coverage"]._word_day(day)

    def _word_product(self):
        """The product as its customer knows it: without our code; how many, if more than one."""
        self.ensure_one()
        name = self.product_id.with_context(display_default_code=False).display_name
        if self.quantity == 1:
            return name
        precision = {"digits": 0} if self.quantity.is_integer() else {"dp": "Product Unit"}
        return f"{formatLang(self.env, self.quantity, **precision)} × {name}"

    # === FOR ITS OWNER, AND FOR ANYBODY === #

    def _portal_coverages(self):
        """Its warranty periods for the owner: see ``hau_mai.coverage._prepare_words``.

        What stands for the card comes first, what is over last. A card that is not valid has
        none.
        """
        self.ensure_one()
        if self.state != "valid":
            return []
        day, usages = self.company_id._hau_mai_today(), self._usages(self.coverage_ids)
        lead, _status = self._lead_coverage()
        labels = self._card_status_labels()
        rows = []
        for coverage in lead | self.coverage_ids:
            row = coverage._prepare_words(day, usages.get(coverage.id))
            row["label"] = labels[row["state"]]
            row["tone"] = TONES.get(row["state"], NO_TONE)
            rows.append(row)
        return sorted(rows, key=lambda row: row["state"] in ("expired", "used_up"))

    def _public_coverages(self):
        """:meth:`_portal_coverages` without what is the owner's."""
        return [
            {key: value for key, value in row.items() if key not in OWNERS_ONLY}
            | {"name": row["public_name"]}
            for row in self._portal_coverages()
        ]

    def _public_facts(self):
        """All that anybody may read of a card who has its code: nothing about the owner.

        :return: {"product", "number", "serial", "status", "label", "tone", "icon", "sentence",
            "coverages"}; the serial number shows only its end
        """
        self.ensure_one()
        product = self._word_product()
        return {
            "product": product,
            "number": self.name,
            "serial": mask_serial(self.serial_number),
            **self._prepare_card_words(product),
            "coverages": self._public_coverages(),
        }
