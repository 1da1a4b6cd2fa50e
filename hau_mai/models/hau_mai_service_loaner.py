from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class HauMaiServiceLoaner(models.Model):
    """A thing lent to a customer while theirs is with us (Law 19/2023/QH15, article 30.2.d)."""

    _name = "hau_mai.service.loaner"
    _description = "Loaner"
    _inherit = ["mail.thread"]
    _order = "date_due, id"
    _rec_names_search = ["serial_number", "product_id", "service_id"]
    _check_company_auto = True

    _lent_once = models.UniqueIndex(
        "(company_id, product_id, upper(btrim(serial_number))) "
        "WHERE date_back IS NULL AND serial_number IS NOT NULL AND serial_number <> ''",
        "This serial number is lent out already: take it back first.",
    )
    _out_idx = models.Index("(company_id, date_due) WHERE date_back IS NULL")

    service_id = fields.Many2one(
        "hau_mai.service",
        string="Job",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True, precompute=True)
    partner_id = fields.Many2one(related="service_id.partner_id", string="Customer")
    phone = fields.Char(related="service_id.phone")
    product_id = fields.Many2one(
        "product.product",
        string="Lent Product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    serial_number = fields.Char(tracking=True)
    date_given = fields.Date(
        string="Given On",
        required=True,
        default=lambda self: self.env.company._hau_mai_today(),
        tracking=True,
    )
    date_due = fields.Date(
        string="Due Back",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="The day the job is promised for, unless something else was agreed.",
    )
    date_back = fields.Date(string="Back On", copy=False, tracking=True)
    condition_given = fields.Char(
        string="Condition When Given", help="With what was given along: charger, remote control…"
    )
    condition_back = fields.Char(string="Condition When Back", copy=False, tracking=True)
    state = fields.Selection(
        [("out", "Out"), ("overdue", "Overdue"), ("back", "Back")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
    )

    # === COMPUTE METHODS === #

    @api.depends("product_id", "serial_number")
    def _compute_display_name(self):
        for loaner in self:
            parts = (loaner.product_id.display_name, loaner.serial_number)
            loaner.display_name = " · ".join(part for part in parts if part)

    @api.depends("service_id")
    def _compute_date_due(self):
        for loaner in self:
            service = loaner.service_id
            promised = service.company_id._hau_mai_day(service.date_promised)
            loaner.date_due = promised or loaner.date_due

    @api.depends("date_due", "date_back", "company_id")
    def _compute_state(self):
        for company, loaners in self.grouped("company_id").items():
            today = company._hau_mai_today()
            for loaner in loaners:
                if loaner.date_back:
                    loaner.state = "back"
                else:
                    late = loaner.date_due and loaner.date_due < today
                    loaner.state = "overdue" if late else "out"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._overdue_domain()
        out = Domain("date_back", "=", False)
        domains = {
            "back": Domain("date_back", "!=", False),
            "overdue": out & overdue,
            "out": out & ~overdue,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _overdue_domain(self):
        """Due back before today, by each company's day."""
        return self.env["res.company"]._hau_mai_day_domain(lambda day: Domain("date_due", "<", day))

    # === CONSTRAINT METHODS === #

    @api.constrains("date_given", "date_due", "date_back")
    def _check_dates(self):
        for loaner in self:
            for date in (loaner.date_due, loaner.date_back):
                if date and date < loaner.date_given:
                    raise ValidationError(
                        self.env._(
                            "%s cannot be back before it is given.",
                            loaner.display_name,
                        )
                    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        services = self.env["hau_mai.service"]
        self._raise_if_lent(
            {
                self._lent_key(vals, services.browse(vals.get("service_id")).company_id)
                for vals in vals_list
                if not vals.get("date_back")
            }
        )
        return super().create(vals_list)

    def write(self, vals):
        if {"product_id", "serial_number", "date_back"} & set(vals):
            for company, loaners in self.grouped("company_id").items():
                loaners._raise_if_lent(loaners._keys_after(vals, company))
        return super().write(vals)

    def _keys_after(self, vals, company):
        """Which things will be out, of these loaners, once the values are written."""
        names = ("product_id", "serial_number", "date_back")
        after = [
            {name: vals[name] if name in vals else loaner[name] for name in names}
            for loaner in self
        ]
        return {self._lent_key(row, company) for row in after if not row["date_back"]}

    @api.model
    def _lent_key(self, vals, company):
        """What makes a thing the same thing: company, product, serial number as typed."""
        product, serial = vals.get("product_id"), vals.get("serial_number") or ""
        return company.id, getattr(product, "id", product), serial.strip().upper()

    def _raise_if_lent(self, keys):
        """Refuse to lend what is out; the index refuses it too, this says with which job.

        :param keys: results of ``_lent_key``
        :raises ValidationError: naming the thing and the job it is out with
        """
        keys = {key for key in keys if key[2]}
        if not keys:
            return
        out = self.sudo().search(
            [
                ("company_id", "in", [key[0] for key in keys]),
                ("product_id", "in", [key[1] for key in keys]),
                ("serial_number", "!=", False),
                ("date_back", "=", False),
                ("id", "not in", self.ids),
            ]
        )
        for loaner in out:
            row = {"product_id": loaner.product_id, "serial_number": loaner.serial_number}
            if self._lent_key(row, loaner.company_id) in keys:
                raise ValidationError(
                    self.env._(
                        "%(loaner)s is lent out already, with job %(job)s. Take it back first.",
                        loaner=loaner.display_name,
                        job=loaner.service_id.name,
                    )
                )

    # === ACTION METHODS === #

    def action_take_back(self):
        """Note that these things are back, today."""
        self.check_access("write")
        for company, loaners in self.grouped("company_id").items():
            loaners.filtered(lambda row: not row.date_back).date_back = company._hau_mai_today()
        return True
