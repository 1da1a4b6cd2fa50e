from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.serials import deal_serials, serial_key, split_serials

#: So many serial numbers are named in a refusal.
NAMED = 10


class HauMaiSerialEntry(models.TransientModel):
    """The dialog in which serial numbers are typed, pasted or scanned, many at once.

    What is put into the box goes to the cards of the chosen product that have none, in
    order; what stands on a card can be corrected there. Nothing is written before
    :meth:`action_apply`, and then all or nothing.
    """

    _name = "hau_mai.serial.entry"
    _description = "Serial Numbers"

    # === FIELDS === #

    order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    unit_ids = fields.Many2many(
        "hau_mai.unit",
        string="Warranty Cards",
        compute="_compute_unit_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_ids = fields.Many2many("product.product", compute="_compute_product_ids")
    product_id = fields.Many2one(
        "product.product",
        string="Of",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', product_ids)]",
        help="Whose serial numbers are scanned now.",
    )
    text = fields.Text(string="Scan, Type or Paste")
    scanned = fields.Char(readonly=True, help="What became of what was put into the box last.")
    line_ids = fields.One2many(
        "hau_mai.serial.entry.line",
        "entry_id",
        string="Pieces",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    several = fields.Boolean(compute="_compute_product_ids")
    progress = fields.Char(compute="_compute_progress")
    level = fields.Selection(
        [("ok", "Right"), ("note", "Note"), ("confirm", "To confirm"), ("refuse", "Wrong")],
        compute="_compute_progress",
    )
    doubts = fields.Text(
        compute="_compute_progress", help="What is wrong, or else what has to be confirmed."
    )
    confirmed = fields.Boolean(string="I have checked: they are right all the same")

    # === COMPUTE METHODS === #

    @api.depends("order_id")
    def _compute_unit_ids(self):
        for entry in self:
            units = entry.order_id.sudo(False).unit_ids
            entry.unit_ids = units.filtered(lambda unit: unit.state == "valid") or entry.unit_ids

    @api.depends("unit_ids")
    def _compute_product_ids(self):
        for entry in self:
            entry.product_ids = entry.unit_ids.product_id
            entry.several = len(entry.product_ids) > 1

    @api.depends("unit_ids")
    def _compute_product_id(self):
        """Begin with the first product that lacks some."""
        for entry in self:
            units = entry._entered_units()
            lacking = units.filtered(lambda unit: not unit.serial_number)
            entry.product_id = (lacking or units)[:1].product_id

    @api.depends("unit_ids")
    def _compute_line_ids(self):
        for entry in self:
            entry.line_ids = [Command.clear()] + [
                Command.create(entry._prepare_line_vals(unit)) for unit in entry._entered_units()
            ]

    @api.depends("line_ids.serial_number", "line_ids.level", "product_id")
    def _compute_progress(self):
        for entry in self:
            by_level = entry.line_ids.grouped("level")
            order = ("refuse", "confirm", "note")
            entry.level = next((level for level in order if level in by_level), "ok")
            entry.doubts = entry._word_doubts(by_level)
            own = entry.line_ids.filtered(lambda line, entry=entry: line._is_of(entry.product_id))
            entry.progress = self.env._(
                "%(done)s of %(all)s have a serial number",
                done=len(own.filtered("serial_number")),
                all=sum(1 + line.room for line in own if not line.is_whole)
                + sum(line.room for line in own if line.is_whole),
            )

    # === ONCHANGE METHODS === #

    @api.onchange("text", "product_id")
    def _onchange_text(self):
        """Give what is in the box to the cards; what finds no place stays in it."""
        self._deal_text()

    # === ACTION METHODS === #

    def action_apply(self):
        """Write the serial numbers on the cards.

        :raises AccessError: for who may change neither order nor card
        :raises UserError: when one is wrong, was not confirmed, is locked, or a card was changed
            meanwhile
        """
        self.ensure_one()
        self._deal_text()
        lines = self.line_ids._changed()
        units = lines.unit_id
        units._check_may_change_sold()
        units._claim_serials()
        self._check_entry(lines)
        entered = self.env["hau_mai.unit"]._write_serials(
            {line.unit_id: line.serial_number for line in lines if not line.is_part},
            {
                unit: parts.mapped("serial_number")
                for unit, parts in lines.filtered("is_part").grouped("unit_id").items()
            },
        )
        return self._tell_entered(entered)

    # === BUSINESS METHODS === #

    def _entered_units(self):
        """The cards of this entry, in order, as this user may see them.

        :raises AccessError: when they may not
        """
        units = self.unit_ids._origin.sudo(False)
        units.check_access("read")
        lines = units.sudo().sale_line_id.sorted()
        place = {line.id: number for number, line in enumerate(lines)}
        in_order = units.sudo().sorted(lambda unit: (place.get(unit.sale_line_id.id, -1), unit.id))
        return in_order.with_env(units.env)

    @api.model
    def _prepare_line_vals(self, unit):
        return {
            "unit_id": unit.id,
            "serial_number": unit.serial_number,
            "before": unit.serial_number,
            "is_whole": unit._may_have_pieces(),
        }

    def _deal_text(self):
        """Give the serial numbers in the box to the pieces of the product that have none."""
        serials = split_serials(self.text)
        if not serials:
            return
        own = self.line_ids.filtered(lambda line: line._is_of(self.product_id))
        places = []
        for line in own:
            if line.is_whole:
                places += [line] * line.room
            elif not line.serial_number and not line.is_part:
                places.append(line)
        taken = {serial_key(serial) for serial in self.line_ids.mapped("serial_number") if serial}
        dealt = deal_serials(serials, taken, places)
        for line, serial in dealt.given:
            if not line.is_whole:
                line.serial_number = serial
        self.line_ids = [
            Command.create({"unit_id": line.unit_id.id, "serial_number": serial, "is_part": True})
            for line, serial in dealt.given
            if line.is_whole
        ]
        self.text = "\n".join(dealt.left)
        self.scanned = self._word_dealt(dealt)

    def _word_dealt(self, dealt):
        """What became of what was put into the box, in a sentence or two."""
        said = []
        if dealt.twice:
            said.append(self.env._("Already here, taken once: %s", self._named(dealt.twice)))
        if dealt.left:
            said.append(
                self.env._(
                    "%(count)s too many for %(product)s: every piece of it has a serial number.",
                    count=len(dealt.left),
                    product=self.product_id.display_name,
                )
            )
        return " · ".join(said)

    def _check_entry(self, lines):
        """Refuse what cannot be written, before anything is.

        :param lines: those that change something
        :raises UserError: naming the serial numbers, and what to do
        """
        if self.text:
            raise UserError(self.scanned)
        lines._check_unchanged()
        lines._check_locked()
        if self.level == "refuse":
            raise UserError(self.doubts)
        if self.level == "confirm" and not self.confirmed:
            raise UserError(
                self.env._("Look at these, and tick that they are right:\n%s", self.doubts)
            )

    @api.model
    def _word_doubts(self, by_level):
        """What is wrong, else what has to be confirmed; a line each."""
        if "refuse" in by_level:
            notices = by_level["refuse"].mapped("notice")
        else:
            doubtful = by_level.get("confirm", self.line_ids.browse())
            notices = [f"{line.serial_number}: {line.notice}" for line in doubtful]
        return "\n".join(notices[:NAMED] + ["…"][: len(notices) > NAMED])

    @api.model
    def _named(self, serials):
        return ", ".join(serials[:NAMED]) + ("…" if len(serials) > NAMED else "")

    def _tell_entered(self, units):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s serial numbers entered.", len(units)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
