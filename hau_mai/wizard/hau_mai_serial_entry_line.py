from odoo import api, fields, models
from odoo.exceptions import UserError


class HauMaiSerialEntryLine(models.TransientModel):
    """One piece whose serial number is entered.

    A card that stands for a quantity has a line of its own (``is_whole``), which bears no
    number, and one for each piece that is told apart (``is_part``).
    """

    _name = "hau_mai.serial.entry.line"
    _description = "Serial Number of a Piece"

    entry_id = fields.Many2one("hau_mai.serial.entry", required=True, ondelete="cascade")
    unit_id = fields.Many2one("hau_mai.unit", required=True, readonly=True, ondelete="cascade")
    # read as the user, not with all rights: an id from outside shows nothing
    card = fields.Char(
        related="unit_id.name", related_sudo=False, string="Warranty Card", readonly=True
    )
    product_id = fields.Many2one(related="unit_id.product_id", related_sudo=False, readonly=True)
    is_whole = fields.Boolean(readonly=True)
    is_part = fields.Boolean(readonly=True)
    before = fields.Char(readonly=True, help="What stood on the card when the dialog opened.")
    serial_number = fields.Char()
    room = fields.Integer(
        compute="_compute_room", help="So many pieces of the quantity are not told apart yet."
    )
    level = fields.Selection(
        [("ok", "Right"), ("note", "Note"), ("confirm", "To confirm"), ("refuse", "Wrong")],
        compute="_compute_notice",
    )
    notice = fields.Char(string="To Note", compute="_compute_notice")

    # === COMPUTE METHODS === #

    @api.depends("is_whole", "unit_id", "entry_id.line_ids.serial_number")
    def _compute_room(self):
        for line in self:
            if not line.is_whole:
                line.room = 0
                continue
            parts = line.entry_id.line_ids.filtered(
                lambda other, line=line: (
                    other.is_part and other.serial_number and other.unit_id == line.unit_id
                )
            )
            line.room = int(line.unit_id.quantity) - len(parts)

    @api.depends("entry_id.line_ids.serial_number", "entry_id.line_ids.unit_id", "room")
    def _compute_notice(self):
        for lines in self.grouped("entry_id").values():
            lines._set_notices()

    def _set_notices(self):
        """What there is to say about the lines of one entry."""
        self.level, self.notice = "ok", False
        units = self.env["hau_mai.unit"]
        entries = (self.entry_id.line_ids | self).filtered("serial_number")
        pairs = [(line.unit_id, line.serial_number) for line in entries]
        for line, (verdict, others) in zip(entries, units._serial_verdicts(pairs), strict=True):
            if line in self:
                line.level = verdict.level
                line.notice = units._word_serial(line.serial_number, verdict.code, others)
        for line in self.filtered("is_whole"):
            line.notice = self.env._("%s more pieces together on this card", line.room)

    # === BUSINESS METHODS === #

    def _is_of(self, product):
        """Whether it is a piece of this product."""
        self.ensure_one()
        return self.product_id == product

    def _changed(self):
        """The lines that write something when the entry is applied."""
        return self.filtered(
            lambda line: (
                line.serial_number
                if line.is_part
                else not line.is_whole and (line.serial_number or False) != (line.before or False)
            )
        )

    def _check_locked(self):
        """Refuse another number for a card on which a job was done; none may be filled in.

        :raises UserError: naming the card, and who corrects it
        """
        for line in self.filtered(lambda line: not line.is_part):
            line.unit_id._raise_if_locked({"serial_number": line.serial_number})

    def _check_unchanged(self):
        """Refuse to write over what somebody else entered meanwhile.

        :raises UserError: naming the cards
        """
        stale = self.filtered(
            lambda line: (
                not line.is_part and (line.unit_id.serial_number or False) != (line.before or False)
            )
        )
        parts = self.filtered("is_part")
        stale |= parts.filtered(
            lambda line: not line.unit_id._may_have_pieces() and line.unit_id.quantity != 1
        )
        for unit, told_apart in parts.grouped("unit_id").items():
            if len(told_apart) > unit.quantity or unit.serial_number:
                stale |= told_apart
        if stale:
            raise UserError(
                self.env._(
                    "Somebody else entered serial numbers meanwhile, on %s. Open the dialog again.",
                    ", ".join(sorted(set(stale.unit_id.mapped("name")))),
                )
            )
