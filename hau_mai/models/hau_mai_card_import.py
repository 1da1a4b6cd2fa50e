from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.card_import import import_state

#: Verdicts of rows that can be taken.
TAKEABLE = ("good", "warning")

#: So many rows are taken while the user waits; more are left to the job.
AT_ONCE = 500

#: So long are the file and the texts of its rows kept.
KEPT_DAYS = 90


class HauMaiCardImport(models.Model):
    """A file of warranty cards of a previous system: read, checked row by row, then taken.

    Nothing is made before somebody has seen what is wrong with which row. Good rows can be
    taken while bad ones are corrected, on the screen or in the file.
    """

    _name = "hau_mai.card.import"
    _description = "Import of Old Cards"
    _inherit = ["mail.thread"]
    _order = "id DESC"
    _check_company_auto = True

    # === FIELDS === #

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Imported By",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        copy=False,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("checked", "Checked"),
            ("taking", "Being taken"),
            ("partly", "Partly taken"),
            ("taken", "Taken"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    file = fields.Binary(attachment=True, copy=False, help="A CSV or Excel file, up to 20 MB.")
    file_name = fields.Char(copy=False)
    create_customers = fields.Boolean(
        string="Create Unknown Customers",
        default=True,
        help="A row with a phone number nobody has, and a name, makes a customer when it is "
        "taken. Otherwise such rows are bad.",
    )
    row_ids = fields.One2many("hau_mai.card.import.row", "import_id", string="Rows")
    columns_text = fields.Char(
        string="Columns Read", readonly=True, copy=False, help="What was found in the file."
    )
    problems_text = fields.Text(string="What Is Wrong", compute="_compute_problems_text")
    unused_text = fields.Char(string="Columns Not Used", readonly=True, copy=False)
    date_emptied = fields.Date(
        string="Emptied On",
        readonly=True,
        copy=False,
        help="The file and the texts of its rows are kept for 90 days, the cards for good.",
    )
    row_count = fields.Integer(compute="_compute_counts")
    good_count = fields.Integer(string="Good", compute="_compute_counts")
    warning_count = fields.Integer(string="To Look At", compute="_compute_counts")
    bad_count = fields.Integer(string="Bad", compute="_compute_counts")
    known_count = fields.Integer(string="Here Already", compute="_compute_counts")
    taken_count = fields.Integer(string="Taken Over", compute="_compute_counts")
    ready_count = fields.Integer(string="Can Be Taken", compute="_compute_counts")
    progress = fields.Integer(string="Taken (%)", compute="_compute_counts")

    # === COMPUTE METHODS === #

    @api.depends("file_name")
    def _compute_name(self):
        for card_import in self:
            card_import.name = card_import.name or card_import.file_name or self.env._("Old cards")

    @api.depends("row_ids.verdict")
    def _compute_counts(self):
        counts = self._counts()
        for card_import in self:
            count = counts.get(card_import._origin, {})
            ready = sum(count.get(verdict, 0) for verdict in TAKEABLE)
            taken = count.get("taken", 0)
            card_import.row_count = sum(count.values())
            card_import.good_count = count.get("good", 0)
            card_import.warning_count = count.get("warning", 0)
            card_import.bad_count = count.get("bad", 0)
            card_import.known_count = count.get("known", 0)
            card_import.taken_count = taken
            card_import.ready_count = ready
            card_import.progress = taken and 100 * taken // (taken + ready)

    def _compute_problems_text(self):
        """What is wrong with how many rows, most first."""
        groups = self.env["hau_mai.card.import.row"]._read_group(
            [("import_id", "in", self.ids), ("verdict", "in", ("bad", "warning"))],
            ["import_id", "problem"],
            ["__count"],
        )
        labels = dict(self.env["hau_mai.card.import.row"]._problem_labels())
        for card_import in self:
            own = [(count, labels.get(code, "")) for of, code, count in groups if of == card_import]
            card_import.problems_text = "\n".join(
                f"{count:,} × {label}" for count, label in sorted(own, reverse=True)
            )

    def _counts(self):
        """How many rows there are of each verdict: {import: {verdict: number}}."""
        counts = {}
        groups = self.env["hau_mai.card.import.row"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "verdict"], ["__count"]
        )
        for card_import, verdict, count in groups:
            counts.setdefault(card_import, {})[verdict] = count
        return counts

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        if self.row_ids.unit_id:
            raise UserError(
                self.env._(
                    "Cards were made from this import. It stays, so that it can be said where "
                    "they come from."
                )
            )

    # === ACTION METHODS === #

    def action_check(self):
        """Read the file and check each row; nothing else is written.

        :raises UserError: when the file cannot be read, saying why
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", "checked"):
            raise UserError(
                self.env._("Rows of this file were taken already. Start a new import instead.")
            )
        entries = self._read_rows()
        self.row_ids.sudo().unlink()
        self.env["hau_mai.card.import.row"].sudo().create(
            [
                {**entry, **vals, "import_id": self.id}
                for entry, (vals, _answer) in zip(entries, self._judge(entries), strict=True)
            ]
        )
        self._settle()
        return True

    def action_check_again(self):
        """Check the rows that are not taken once more, against what is here now."""
        self.check_access("write")
        for card_import in self:
            card_import.row_ids.filtered(lambda row: row.verdict != "taken")._check()
        self._settle()
        return True

    def action_take(self):
        """Make the cards of the good rows: at once, or by a job when they are many.

        :raises UserError: when no row can be taken
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "taking":
            return True
        if not self.ready_count:
            raise UserError(self.env._("There is no row that can be taken. Correct them first."))
        if self.ready_count > AT_ONCE:
            self.state = "taking"
            self.env.ref("hau_mai.ir_cron_take_old_cards").sudo()._trigger()
            return True
        self.row_ids.filtered(lambda row: row.verdict in TAKEABLE)._take_at_once()
        self._settle()
        return True

    def action_refresh(self):
        """Show how far the job is by now."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_view_rows(self):
        """The rows of this import, those first that somebody has to look at."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_card_import_row_action"
        )
        action["domain"] = [("import_id", "=", self.id)]
        verdict = self.env.context.get("verdict")
        action["context"] = {f"search_default_{verdict}": 1} if verdict else {}
        return action

    def action_view_cards(self):
        """The cards that were made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        action["domain"] = [("card_import_id", "=", self.id)]
        action["context"] = {}
        return action

    # === BUSINESS METHODS === #

    def _settle(self):
        """Say where these imports stand, by their rows."""
        self.env.invalidate_all(flush=True)
        counts = self._counts()
        for card_import in self.sudo():
            card_import.state = import_state(
                counts.get(card_import, {}), card_import.state == "taking"
            )

    @api.model
    def _cron_take_old_cards(self):
        """Go on making the cards of imports that somebody told to be taken."""
        due = Domain("import_id.state", "=", "taking") & Domain("verdict", "in", TAKEABLE)
        self.env["hau_mai.card.import.row"]._batch_run(
            due, lambda rows: rows._take(), size=200, order="import_id, number"
        )
        self.search([("state", "=", "taking")])._settle_finished()

    def _settle_finished(self):
        """Those whose rows are all worked on are being taken no more."""
        for card_import in self:
            if not card_import.ready_count:
                card_import.state = import_state(
                    card_import._counts().get(card_import, {}), running=False
                )

    @api.autovacuum
    def _gc_personal_data(self):
        """Empty what was imported long ago: the file, the texts of the rows, the bad rows.

        :return: (how many imports were emptied, whether there are more)
        """
        limit = 20
        before = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        old = self.search(
            [("date_emptied", "=", False), ("write_date", "<", before), ("state", "!=", "taking")],
            limit=limit,
        )
        old.row_ids._empty()
        old.write({"file": False, "date_emptied": fields.Date.today()})
        return len(old), len(old) == limit
