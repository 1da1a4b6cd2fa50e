from datetime import timedelta

from odoo import api, models
from odoo.tools import format_date

from ..tools.starts import CORRECTION_DAYS, Piece, match_dates
from .hau_mai_unit_create import QUIET
from .hau_mai_warranty_policy import FROZEN


class HauMaiUnit(models.Model):
    """When a unit begins: its days follow from what its order line was delivered."""

    _inherit = "hau_mai.unit"

    def _start_by(self, trigger):
        """First day of what counts from this moment, or False while it has not come.

        A day set by hand wins. Not activated within the limit, the warranty
        starts by itself on the limit's last day.
        """
        self.ensure_one()
        if self.date_start_manual:
            return self.date_start_manual
        if trigger == "activation":
            limit = self.date_delivered and self._activation_limit()
            return min(filter(None, (self.date_activated, limit)), default=False)
        return {
            "order": self.date_ordered,
            "delivery": self.date_delivered,
            "invoice": self.date_invoiced,
        }.get(trigger, False)

    def _activation_limit(self):
        """The day on which a delivered unit starts without having been activated."""
        return self.date_delivered + timedelta(days=self.activation_limit_days)

    def _explain_waiting(self, trigger, length):
        """What a period waits for that has not started."""
        self.ensure_one()
        event = {
            "order": self.env._("the order is confirmed"),
            "delivery": self.env._("it is delivered"),
            "invoice": self.env._("it is invoiced"),
            "activation": self.env._("it is activated"),
        }[trigger]
        return self.env._("%(length)s, counted once %(event)s", length=length, event=event)

    def _match_line_dates(self, fname):
        """Compute ``date_delivered`` or ``date_invoiced`` of all units of the lines.

        The units of one line are decided together: whichever is asked for first,
        the answer is the same. Units without a line keep what they have.
        """
        other = "date_invoiced" if fname == "date_delivered" else "date_delivered"
        self.filtered("by_quantity").mapped(other)  # may split them: not while we do
        for unit in self:
            unit[fname] = unit[fname]
        lines = self.filtered(lambda unit: unit._follows(fname)).sale_line_id.sudo()
        if not lines:
            return
        if fname == "date_delivered":
            events, keep_days = lines._get_delivery_dates(), 0
        else:
            events, keep_days = lines._get_invoice_dates(), CORRECTION_DAYS
        splits = []
        for line in lines:
            units = line.unit_ids.filtered(lambda unit: unit._follows(fname)).sorted("id")
            line_events = events.get(line.id, [])
            pieces = [unit._to_piece(fname) for unit in units]
            total = sum(quantity for _date, quantity in line_events)
            match = match_dates(pieces, total, line_events, keep_days)
            splits += units._apply_match(fname, match)
        self._split_off(splits)

    def _follows(self, fname):
        """Whether this day of a unit follows from its order line."""
        self.ensure_one()
        if not self.id or self.state != "valid" or not self.sale_line_id:
            return False
        triggers = set((self.triggers or "").split(","))
        if fname == "date_invoiced":
            return "invoice" in triggers
        return not self.by_quantity or bool(triggers & {"delivery", "activation"})

    def _to_piece(self, fname):
        self.ensure_one()
        return Piece(self.id, self.quantity, self[fname], self.by_quantity, self._is_held())

    def _settle_dates(self):
        """Decide the days of units that were just made for a line that is under way."""
        lines = self.sale_line_id
        for fname, under_way in [
            ("date_delivered", lines.filtered("qty_delivered")),
            ("date_invoiced", lines.filtered("qty_invoiced")),
        ]:
            units = self.filtered(lambda unit, lines=under_way: unit.sale_line_id in lines)
            if units:
                self.env.add_to_compute(self._fields[fname], units)

    def _apply_match(self, fname, match):
        """Write what :func:`match_dates` decided about the units of one line.

        :return: what is still to be split, for :meth:`_split_off`
        """
        units = {unit.id: unit for unit in self}
        for unit_id, date in match.dates.items():
            units[unit_id][fname] = date
        if match.blocked:
            self.browse(match.blocked)._ask_manager_to_check(fname)
        return [(units[unit_id], quantity, {fname: day}) for unit_id, quantity, day in match.splits]

    @api.model
    def _split_off(self, splits):
        """Cut quantities off units that stand for one, all at once.

        A part keeps all that was promised.

        :param splits: list of (unit, quantity, values of the part that differ)
        :return: the parts, in the order of ``splits``
        """
        if not splits:
            return self.browse()
        # browsed together they are read together
        units = self.browse(unit.id for unit, _quantity, _vals in splits)
        vals_list = [
            {**unit._prepare_split_vals(), "quantity": quantity, **vals}
            for unit, (_unit, quantity, vals) in zip(units, splits, strict=True)
        ]
        for unit, quantity, _vals in splits:
            unit.sudo().quantity -= quantity
        parts = self.sudo().with_context(**QUIET, hau_mai_split=True)
        return parts.create(vals_list)

    def _prepare_split_vals(self):
        """What a part has in common with the unit it was cut off."""
        fnames = (
            "company_id", "partner_id", "address_id", "user_id", "product_id", "by_quantity",
            "sale_line_id", "order_id", "order_name", "policy_id", "edition_id", "start_trigger",
            "triggers", "date_ordered", "date_delivered", "date_invoiced",
            "date_activated", "date_start_manual", "date_start_reason",
            "state", "state_reason", "void_code", *FROZEN,
        )  # fmt: skip
        vals = {fname: self._fields[fname].convert_to_write(self[fname], self) for fname in fnames}
        return vals | self._prepare_split_promises()

    def _ask_manager_to_check(self, fname):
        """Something came back that cannot be set back silently: a person decides."""
        activity_type = "mail.mail_activity_data_todo"
        for unit in self.filtered("sale_line_id"):
            if unit.activity_search([activity_type], only_automated=True):
                continue
            what = self.env._("invoiced") if fname == "date_invoiced" else self.env._("delivered")
            unit.with_context(mail_activity_quick_update=True).activity_schedule(
                activity_type,
                user_id=unit.company_id._hau_mai_manager().id,
                summary=self.env._("Check the warranty: less %s than before", what),
                note=self.env._(
                    "The warranty of %(unit)s started on %(date)s. Its order line now says less "
                    "was %(what)s, but a serial number or a service hangs on it, so it was left "
                    "as it is. Void it, or set its start by hand.",
                    unit=unit.display_name,
                    date=format_date(self.env, unit.date_start),
                    what=what,
                ),
            )
