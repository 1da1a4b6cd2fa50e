import base64
import re

from odoo import fields, models
from odoo.exceptions import UserError

#: Numbers of a line stand between these; a list may have other columns.
SEPARATORS = re.compile(r"[,;\t|]")

#: What looks like a phone number: digits with what people write between them.
NUMBER = re.compile(r"\+?\d[\d .()/-]{6,}")

#: So many bad lines are shown.
SHOWN = 20


class HauMaiDoNotCallImport(models.TransientModel):
    """Takes over the do-not-call list: pasted, or a text or CSV file, with its date."""

    _name = "hau_mai.do.not.call.import"
    _description = "Import of the Do-Not-Call List"

    file = fields.Binary(attachment=False, help="A text or CSV file, a number a line.")
    file_name = fields.Char()
    text = fields.Text(string="Numbers", help="A number a line, written in any way.")
    date_list = fields.Date(
        string="List Of", required=True, default=lambda self: self.env.company._hau_mai_today()
    )
    source = fields.Char(default=lambda self: self.env._("Do-not-call list"))
    complete = fields.Boolean(
        string="It Is the Whole List", help="Numbers that are not on it any more are taken off."
    )
    result = fields.Text(readonly=True)

    def action_apply(self):
        """Take the list over, and say what became of it."""
        self.ensure_one()
        lines = self._lines()
        if not lines:
            raise UserError(self.env._("Choose a file, or paste the numbers."))
        if self.date_list > self.env.company._hau_mai_today():
            raise UserError(self.env._("The list cannot be of a day to come."))
        texts = [self._number_of(line) for line in lines]
        count, new, bad = self.env["hau_mai.do.not.call"]._take_over(
            texts, self.date_list, self.source, self.complete
        )
        if not count:
            raise UserError(
                self.env._("There is no phone number in it. The first line is: %s", lines[0])
            )
        self.result = self._in_words(count, new, bad)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Do-Not-Call List"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _lines(self):
        """The lines that say something, of the file and of what was pasted."""
        text = self.text or ""
        if self.file:
            raw = base64.b64decode(self.file)
            try:
                text += "\n" + raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                raise UserError(
                    self.env._("The file is no text. Save it as CSV or text (UTF-8) first.")
                ) from None
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _number_of(self, line):
        """The number in a line; the line itself when there is none."""
        for part in SEPARATORS.split(line):
            if found := NUMBER.search(part):
                return found[0].strip()
        return line

    def _in_words(self, count, new, bad):
        told = [
            self.env._(
                "%(count)s numbers are on the list, %(new)s of them new.", count=count, new=new
            )
        ]
        if bad:
            told.append(self.env._("%s lines are no phone numbers and were left out:", len(bad)))
            told += bad[:SHOWN] + (["…"] if len(bad) > SHOWN else [])
        return "\n".join(told)
