from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.phone_validation.tools import phone_validation

#: So many numbers are written at once.
BATCH = 5000


class HauMaiDoNotCall(models.Model):
    """Numbers that are not to be sent advertising: the public list, with the date it was taken.

    (Decree 91/2020/ND-CP, art. 7: no advertising message or call, and not even the registration
    message, to a number on the list.)
    """

    _name = "hau_mai.do.not.call"
    _description = "Do-Not-Call Number"
    _order = "date_list desc, number"
    _rec_name = "number"

    _number_unique = models.UniqueIndex("(number)", "This number is on the list already.")

    number = fields.Char(required=True, help="Kept as it is dialed from abroad.")
    date_list = fields.Date(
        string="List Of",
        required=True,
        default=lambda self: self.env.company._hau_mai_today(),
        help="The day the list was taken.",
    )
    source = fields.Char(help="Where the list is from.")
    active = fields.Boolean(default=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """A number that is there already gets the newer date, so that a list can be imported again.

        :raises UserError: for what is no phone number
        """
        vals_list = [dict(vals, number=self._normalized(vals.get("number"))) for vals in vals_list]
        known = self.with_context(active_test=False).search(
            [("number", "in", [vals["number"] for vals in vals_list])]
        )
        rows = known.grouped("number")
        for vals in vals_list:
            number = vals["number"]
            if row := rows.get(number):
                row.write({**vals, "active": vals.get("active", True)})
            else:
                rows[number] = super().create([vals])
        return self.browse(rows[vals["number"]].id for vals in vals_list)

    def write(self, vals):
        if "number" in vals:
            vals = dict(vals, number=self._normalized(vals["number"]))
        return super().write(vals)

    # === BUSINESS METHODS === #

    @api.model
    def _normalized(self, number):
        """A number as the gate compares it.

        :raises UserError: when it is none
        """
        found = self._reader()(number)
        if not found:
            raise UserError(
                self.env._(
                    "“%s” is not a phone number. Write it as it is dialed, such as 090 1234 567.",
                    number or "",
                )
            )
        return found

    @api.model
    def _reader(self):
        """A function that writes a number as it is dialed from abroad; None for what is none.

        The list is Vietnam's, and so are its numbers.
        """
        company = self.env.company.sudo()
        country = self.env.ref("base.vn") if company.hau_mai_vietnam_rules else company.country_id
        code, prefix = country.code, country.phone_code

        def read(text):
            try:
                return phone_validation.phone_format(text or "", code, prefix, force_format="E164")
            except UserError:
                return None

        return read

    @api.model
    def _take_over(self, texts, date_list, source=False, complete=False):
        """Put a whole list in, thousands of numbers at once.

        :param texts: numbers as they are written
        :param date date_list: the day the list was taken
        :param bool complete: it is the whole list: who is not on it any more is taken off
        :return: (how many numbers, how many of them new, the texts that are no numbers)
        """
        numbers, bad, read = {}, [], self._reader()
        for text in texts:
            if number := read(text):
                numbers[number] = None
            else:
                bad.append(text)
        numbers = list(numbers)
        before = self.search_count([])
        for start in range(0, len(numbers), BATCH):
            self._upsert(numbers[start : start + BATCH], date_list, source)
        self.invalidate_model()
        new = self.search_count([]) - before
        if complete and numbers:
            self.search([("date_list", "<", date_list)]).active = False
        return len(numbers), new, bad

    @api.model
    def _upsert(self, numbers, date_list, source):
        uid, now = self.env.uid, fields.Datetime.now()
        self.flush_model()
        self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_do_not_call
                    (number, date_list, source, active,
                    create_uid, create_date, write_uid, write_date)
                SELECT number, %s, %s, true, %s, %s, %s, %s FROM unnest(%s) AS number
                ON CONFLICT (number) DO UPDATE SET active = true, source = EXCLUDED.source,
                    date_list = GREATEST(hau_mai_do_not_call.date_list, EXCLUDED.date_list),
                    write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                RETURNING id""",
                date_list,
                source or None,
                uid,
                now,
                uid,
                now,
                numbers,
            )  # fmt: skip
        )

    @api.model
    def _latest_date(self):
        """The day the newest list was taken; False without one."""
        return self.sudo().search([], order="date_list desc", limit=1).date_list
