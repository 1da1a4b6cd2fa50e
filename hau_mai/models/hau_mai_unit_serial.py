from collections import Counter

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, format_date

from ..tools.serials import imei_fault, serial_key, serial_verdict


class HauMaiUnit(models.Model):
    """Serial numbers: which are right, and where else they stand."""

    _inherit = "hau_mai.unit"

    # === CONSTRAINT METHODS === #

    @api.constrains("serial_number", "product_id")
    def _check_serial_number(self):
        for unit in self.sudo().filtered(lambda unit: unit.serial_number and unit._has_imei()):
            if fault := imei_fault(unit.serial_number):
                raise ValidationError(unit._word_serial(unit.serial_number, f"imei_{fault}"))

    @api.onchange("serial_number", "product_id")
    def _onchange_serial_number(self):
        """A card written by hand: what there is to say about its serial number."""
        if not self.serial_number or self.serial_number == self._origin.serial_number:
            return None
        verdict, others = self._serial_verdicts([(self, self.serial_number)])[0]
        if verdict.level == "ok":
            return None
        sentence = self._word_serial(self.serial_number, verdict.code, others)
        return {"warning": {"title": self.env._("Serial Number"), "message": sentence}}

    # === ACTION METHODS === #

    def action_enter_serials(self):
        """The dialog in which the serial numbers of these cards are typed, pasted or scanned."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Serial Numbers"),
            "res_model": "hau_mai.serial.entry",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_ids": self.filtered(lambda u: u.state == "valid").ids},
        }

    # === BUSINESS METHODS === #

    def _has_imei(self):
        """Whether the product says that its serial number is an IMEI."""
        self.ensure_one()
        return self.product_id.sudo().serial_kind == "imei"

    def _may_have_pieces(self):
        """Whether this card stands for several pieces, each of which may bear a number."""
        self.ensure_one()
        product = self.product_id.sudo()
        whole = self.quantity == int(self.quantity)
        return (
            self.by_quantity
            and self.quantity > 1
            and whole
            and product._uom_of_cards() == product._uom_piece()
        )

    def _changeable_or_of_own_order(self):
        """Those of these cards the user may change, or whose order they may change."""
        changeable = self._filtered_access("write") if any(self._ids) else self
        rest = (self - changeable).filtered("order_id")
        if not rest or not self.env["sale.order"].has_access("write"):
            return changeable
        orders = rest.order_id._filtered_access("write")
        return changeable | rest._filtered_access("read").filtered(lambda u: u.order_id in orders)

    def _check_may_change_sold(self):
        """Who may change a card, or the order that made it, writes down what belongs to it.

        :raises AccessError: for everybody else
        """
        self.check_access("read")
        if others := self - self._changeable_or_of_own_order():
            raise AccessError(
                self.env._(
                    "Only who may change the warranty card or its order may do this: %s.",
                    ", ".join(others.mapped("name")),
                )
            )

    @api.model
    def _serial_verdicts(self, entries):
        """What there is to say about serial numbers, in two queries.

        A number that a card bears already, letter by letter, is not asked about again.

        :param entries: list of (unit, serial number)
        :return: list of (:class:`tools.serials.Verdict`, the other units that bear it, with all
            rights), in the order of the entries
        """
        keys = [serial_key(serial) for _unit, serial in entries]
        counts = Counter(filter(None, keys))
        mine = {unit._origin.id for unit, _serial in entries}
        companies = self.env["res.company"].union(*(unit.company_id for unit, _s in entries))
        bearers = self.sudo().search(
            [("serial_key", "in", keys), ("company_id", "in", companies.ids)]
        )
        by_key = bearers.grouped("serial_key")
        answers = []
        for (unit, serial), key in zip(entries, keys, strict=True):
            same_company = by_key.get(key, bearers.browse()).filtered(
                lambda other, unit=unit: other.company_id == unit.company_id
            )
            twice = counts[key] > 1
            kept = not twice and serial == unit._origin.sudo().serial_number
            others = same_company.browse() if kept else same_company - same_company.browse(mine)
            answers.append((self._serial_verdict_of(unit, serial, twice, others, kept), others))
        return answers

    @api.model
    def _serial_verdict_of(self, unit, serial, twice, others, kept):
        valid = others.filtered(lambda other: other.state == "valid")
        return serial_verdict(
            serial,
            imei=not kept and unit._has_imei(),
            twice=twice,
            barcode=not kept and unit.product_id.sudo().barcode or "",
            sold=bool(valid),
            sold_before=bool(others),
        )

    @api.model
    def _word_serial(self, serial, code, others=None):
        """A verdict about a serial number as a sentence; empty when there is nothing to say.

        :param others: the units that bear it, with all rights
        """
        env = self.env
        return {
            "no_code": lambda: env._("“%s” has neither letter nor digit.", serial),
            "twice": lambda: env._("“%s” stands here more than once.", serial),
            "barcode": lambda: env._(
                "“%s” is the barcode of the product, the same on every box.", serial
            ),
            "imei_digits": lambda: env._("“%s” is no IMEI: an IMEI has digits only.", serial),
            "imei_length": lambda: env._("“%s” is no IMEI: an IMEI has 15 digits.", serial),
            "imei_check": lambda: env._(
                "“%s” is no IMEI: its last digit does not fit the others. One of them is wrong.",
                serial,
            ),
            "sold": lambda: env._(
                "Already on a valid card: %s", self._word_bearer(others, "valid")
            ),
            "sold_before": lambda: env._("Was on a card before: %s", self._word_bearer(others)),
            "phone": lambda: env._("“%s” looks like a phone number.", serial),
        }.get(code, lambda: "")()

    @api.model
    def _word_bearer(self, units, state=None):
        """Which card bears a serial number, told to who may read it: the newest one."""
        unit = units.filtered(lambda other: state in (None, other.state)).sorted("id")[-1:]
        if not unit.sudo(False).has_access("read"):
            return self.env._("one you may not see. Ask your manager.")
        values = {
            "product": unit.product_id.display_name,
            "card": unit.name,
            "order": unit.order_name,
            "date": format_date(self.env, unit.date_ordered),
            "state": dict(unit._fields["state"]._description_selection(self.env))[unit.state],
        }
        if unit.order_name and unit.date_ordered:
            text = self.env._("%(product)s, sold on %(date)s with %(order)s (%(card)s)", **values)
        else:
            text = self.env._("%(product)s (%(card)s)", **values)
        return text if unit.state == "valid" else f"{text}: {values['state'].lower()}"

    def _claim_serials(self):
        """Let nobody else enter serial numbers of these products in this moment.

        PostgreSQL, at REPEATABLE READ, stops a second worker who began before this one is
        done; it tries again and then sees what was entered.

        :raises psycopg2.errors.SerializationFailure: in that second worker
        """
        ids = tuple(self.product_id.ids)
        if ids:
            self.env.execute_query(
                SQL(
                    """UPDATE product_product SET write_date = write_date
                    WHERE id IN %s RETURNING id""",
                    ids,
                )
            )

    def _write_serials(self, singles, parts):
        """Write serial numbers, with all rights: who may is asked before.

        A card that stands for a quantity is told apart: each piece that has a number gets its
        own card with all that was promised; the last one keeps the card itself.

        :param singles: {unit: serial number}
        :param parts: {unit: [serial numbers]}
        :return: the units that bear one now
        """
        quiet = self.sudo().with_context(tracking_disable=True)
        before = {unit: unit.sudo().serial_number for unit in singles}
        splits = []
        for unit, serials in parts.items():
            kept = list(serials)
            if len(kept) == unit.quantity:
                before[unit], singles = False, singles | {unit: kept.pop(0)}
            splits += [(unit.sudo(), 1.0, self._prepare_piece_vals(serial)) for serial in kept]
        pieces = quiet._split_off(splits)
        for unit, serial in singles.items():
            vals = self._prepare_piece_vals(serial) if unit in parts else {"serial_number": serial}
            unit.with_env(quiet.env).write(vals)
        units = quiet.browse(unit.id for unit in singles)
        notes = {
            unit.id: self._note_serial(before[unit], serial) for unit, serial in singles.items()
        }
        notes |= {piece.id: self._note_serial(False, piece.serial_number) for piece in pieces}
        (units | pieces)._message_log_batch(notes)
        return units | pieces

    @api.model
    def _prepare_piece_vals(self, serial):
        """What makes a piece of a quantity a piece of its own."""
        return {"serial_number": serial, "by_quantity": False}

    @api.model
    def _note_serial(self, before, after):
        """The line in the history of a card; texts in it are escaped."""
        if before:
            return self.env._("Serial number: %(old)s → %(new)s", old=before, new=after or "–")
        return self.env._("Serial number: %s", after)
