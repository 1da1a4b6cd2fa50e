from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.card_import import COLUMNS


class HauMaiCardImportRow(models.Model):
    """One row of a file of old cards: as it was read, what is wrong with it, what it became."""

    _name = "hau_mai.card.import.row"
    _description = "Row of an Import of Old Cards"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "import_id DESC, number, id"
    _rec_name = "number"

    _once = models.UniqueIndex("(import_id, number)", "Each row of a file is read once.")
    _old_key_idx = models.Index("(import_id, old_key) WHERE old_key IS NOT NULL")
    _serial_key_idx = models.Index("(import_id, serial_key) WHERE serial_key IS NOT NULL")
    _verdict_idx = models.Index("(import_id, verdict)")
    _unit_once = models.UniqueIndex(
        "(unit_id) WHERE unit_id IS NOT NULL", "A card comes from one row."
    )

    # === FIELDS: as read === #

    import_id = fields.Many2one(
        "hau_mai.card.import", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True)
    number = fields.Integer(string="Row", required=True, readonly=True, aggregator=None)
    old_number = fields.Char(string="Card Number")
    product = fields.Char(string="Product Code")
    serial_number = fields.Char()
    phone = fields.Char()
    customer = fields.Char()
    sold_on = fields.Char()
    starts_on = fields.Char(string="Warranty Start")
    ends_on = fields.Char(string="Warranty End")
    months = fields.Char()
    policy = fields.Char()
    covers = fields.Char()
    order_name = fields.Char(string="Order or Invoice")
    address = fields.Char()
    note = fields.Char()
    merged = fields.Json(help="Columns whose cell is merged with one of a row above: that row.")

    # === FIELDS: what came of it === #

    verdict = fields.Selection(
        [
            ("good", "Good"),
            ("warning", "Look at it"),
            ("bad", "Bad"),
            ("known", "Here already"),
            ("taken", "Taken"),
        ],
        required=True,
        default="bad",
        readonly=True,
    )
    reason = fields.Text(readonly=True)
    problem = fields.Selection(
        selection=lambda self: self._problem_labels(),
        string="What Is Wrong",
        readonly=True,
        help="The first thing that is wrong with it, to be grouped by.",
    )
    old_key = fields.Char(readonly=True)
    serial_key = fields.Char(readonly=True)
    product_id = fields.Many2one(
        "product.product", string="Product Found", readonly=True, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip
    partner_id = fields.Many2one(
        "res.partner", string="Customer Found", readonly=True, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip
    policy_id = fields.Many2one(
        "hau_mai.warranty.policy", string="Policy Found", readonly=True, ondelete="set null"
    )
    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", readonly=True, ondelete="set null"
    )

    # === COMPUTE METHODS === #

    @api.depends("number")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %s", row.number)

    # === CRUD METHODS === #

    def write(self, vals):
        """What is corrected on the screen is checked again, with the rows it was twice with."""
        if self.env.su or not vals.keys() & COLUMNS.keys():
            return super().write(vals)
        self._check_open()
        before = self._alike()
        res = super().write({**vals, "merged": False})
        (before | self | self._alike())._check()
        self.import_id._settle()
        return res

    def _check_open(self):
        """Only rows that were not taken can be corrected, and not while the job takes them.

        :raises UserError: saying which
        """
        for row in self:
            if row.verdict == "taken":
                raise UserError(
                    self.env._("Row %s was taken: correct its warranty card.", row.number)
                )
            if row.import_id.state == "taking":
                raise UserError(
                    self.env._("Rows are being taken. Correct the others once that is done.")
                )

    # === ACTION METHODS === #

    def action_open_card(self):
        """The warranty card made from this row."""
        self.ensure_one()
        return self.unit_id.action_open()

    # === BUSINESS METHODS === #

    def _alike(self):
        """The other rows of these imports with the same card number or serial, not yet taken."""
        keys = {key for key in self.mapped("old_key") if key}
        serials = {key for key in self.mapped("serial_key") if key}
        return self.search(
            [
                ("import_id", "in", self.import_id.ids),
                ("verdict", "!=", "taken"),
                "|",
                ("old_key", "in", list(keys)),
                ("serial_key", "in", list(serials)),
            ]
        )

    def _empty(self):
        """Forget what the file said about people; rows that became nothing go altogether."""
        taken = self.filtered("unit_id")
        (self - taken).unlink()
        taken.write({**dict.fromkeys(COLUMNS, False), "reason": False})
