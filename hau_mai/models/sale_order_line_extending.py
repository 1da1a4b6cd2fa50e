from odoo import models

from ..tools.extension import Card, plan_extension
from .hau_mai_unit_create import QUIET

#: What people decided about a card that is extended: no other one is extended in its place.
SETTLED = ("returned", "replaced")

#: What is decided anew when a period is given again.
REVIVED = ("is_main", "order_name", "extends_id", "date_sold")


class SaleOrderLine(models.Model):
    """Keeping the extended warranties fitting to the lines, as the cards are kept."""

    _inherit = "sale.order.line"

    def _fit_units(self):
        result = super()._fit_units()
        self._extending_lines()._fit_extensions()
        return result

    def write(self, vals):
        result = super().write(vals)
        if {"extended_line_id", "extended_unit_id"} & vals.keys():
            self._extending_lines()._fit_extensions()
        return result

    def unlink(self):
        """What it extended ends; a quotation does not keep what extends a line that is gone."""
        extensions = self.filtered(lambda line: line._is_extension()).sudo()
        if extensions:
            given = self.env["hau_mai.coverage"].sudo()._of_lines(extensions)
            for line in extensions:
                line._holding(given)._lasts()._withdraw(self.env._("The order line was deleted."))
        return super(SaleOrderLine, self | self._left_behind()).unlink()

    def _left_behind(self):
        """Lines of quotations that extend these and would extend nothing without them."""
        draft = self.order_id.filtered(lambda order: order.state in ("draft", "sent"))
        return draft.order_line.filtered(
            lambda line: line.extended_line_id and line.extended_line_id in self
        )

    # === BUSINESS METHODS === #

    def _extending_lines(self):
        """Of orders that were confirmed: these that extend something, and those that extend
        these. Costs no query where nothing is extended."""
        decided = self.sudo().filtered(lambda line: line.state in ("sale", "cancel"))
        return decided.order_id.order_line.filtered(
            lambda line: (
                line._is_extension() and (line in decided or line.extended_line_id in decided)
            )
        )

    def _fit_extensions(self):
        """Give, take back and give again the periods that these lines sell.

        Idempotent, quiet and set-based; deletes nothing.
        """
        if not self:
            return
        lines = self | self.extended_line_id.extension_line_ids
        given = self.env["hau_mai.coverage"].sudo()._of_lines(lines)
        missing = []
        for line in self:
            units = line._cards_to_extend(given)
            line._take_extension_back(given, units)
            has = line._holding(given).unit_id
            missing += [(line, unit) for unit in units if unit not in has]
        self._give_extensions(missing, given)

    def _holding(self, given):
        """The periods that this line gave and did not take back.

        :param given: {line: all it ever gave}
        """
        self.ensure_one()
        coverages = given.get(self, self.env["hau_mai.coverage"].sudo())
        return coverages.filtered(lambda coverage: not coverage.taken_back)

    def _cards_to_extend(self, given):
        """The cards this line extends as it stands; see :func:`tools.extension.plan_extension`."""
        self.ensure_one()
        units = self.env["hau_mai.unit"].sudo()
        if self.state != "sale" or not self.extends_warranty:
            return units
        holding = self._holding(given)
        mine = holding.filtered(lambda c: c.extension_policy_id == self.warranty_policy_id).unit_id
        taken = units.union(
            *(
                other._holding(given).unit_id
                for other in self.extended_line_id.extension_line_ids - self
            )
        )
        plan = plan_extension(
            self._pieces(),
            [
                Card(
                    unit.id,
                    unit.quantity,
                    unit.state == "valid" and unit not in taken,
                    unit in mine and (unit.state == "valid" or unit.state in SETTLED),
                )
                for unit in self._extended_cards()
            ],
        )
        return units.browse(plan.ids)

    def _extended_cards(self):
        """The cards of what this line extends, each as what it was exchanged for."""
        self.ensure_one()
        units = self.extended_unit_id or self.extended_line_id.unit_ids.sorted("id")
        return units.browse(dict.fromkeys(unit._current_card().id for unit in units))

    def _take_extension_back(self, given, units):
        """End what this line gave to cards that it does not extend any more.

        What it gave to a card that was exchanged stays there, for whoever asks.
        """
        self.ensure_one()
        stale = self._holding(given).filtered(
            lambda coverage: (
                not coverage.date_ended
                and coverage.unit_id.state != "replaced"
                and (
                    coverage.unit_id not in units
                    or coverage.extension_policy_id != self.warranty_policy_id
                )
            )
        )
        stale._withdraw(self._void_reason(self._void_code()))

    def _give_extensions(self, missing, given):
        """Give each of these cards the periods of the line, once.

        :param missing: list of (line, card)
        :param given: {line: all it ever gave}
        """
        # browsed together they are read together
        units = self.env["hau_mai.unit"].sudo().browse({unit.id for _line, unit in missing})
        by_id = {unit.id: unit for unit in units}
        coverages = self.env["hau_mai.coverage"].sudo().with_context(**QUIET)
        while missing:
            # two extensions of one card go on one after the other
            turn = dict(reversed([(unit.id, line) for line, unit in missing]))
            missing = [(line, unit) for line, unit in missing if turn[unit.id] != line]
            vals_list = []
            for unit_id, line in turn.items():
                once = given.get(line, coverages).filtered(
                    lambda c, unit_id=unit_id: c.taken_back and c.unit_id.id == unit_id
                )
                vals_list += line._give_extension(by_id[unit_id], once)
            if vals_list:
                # the index must know what was taken back
                coverages.flush_model(["taken_back"])
                coverages.create(vals_list)

    def _give_extension(self, unit, once):
        """Give a card again what the order took back, where that is the same promise.

        :param once: what this line gave to the card and took back
        :return: values of the periods that have to be made
        """
        self.ensure_one()
        unit.has_extension = True
        to_create = []
        for number, (term, base) in enumerate(unit._extension_bases(self.warranty_policy_id)):
            vals = self._prepare_extension_vals(unit, number, term, base)
            same = once.filtered(lambda c, vals=vals, term=term: c._gives(vals, term))[-1:]
            if same:
                same._revive({fname: vals[fname] for fname in REVIVED})
            else:
                to_create.append(vals)
        return to_create

    def _prepare_extension_vals(self, unit, number, term, base):
        """Values of a period that this line gives to a card.

        :param int number: which period of the policy it is
        :param term: the period as the policy's blueprint has it
        :param base: the period it goes on from; may be empty
        """
        self.ensure_one()
        mains = unit.coverage_ids._lasts().filtered("is_main")
        return unit._prepare_coverage_vals(term) | {
            "unit_id": unit.id,
            "origin": "extension",
            "is_main": term["is_main"] and (base.is_main or not mains),
            "sale_line_id": self.id,
            "order_name": self.order_id.name,
            "extension_policy_id": self.warranty_policy_id.id,
            "extension_number": number,
            "extension_start": self._get_blueprint()["extension_start"],
            "extends_id": base.id,
            "date_sold": self._day_of_sale(),
        }
