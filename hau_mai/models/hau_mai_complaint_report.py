from odoo import api, fields, models
from odoo.tools import SQL

#: Fields of a case that are columns of the report as they are.
COPIED = (
    "company_id", "team_id", "user_id", "partner_id", "product_id", "category_id", "cause_id",
    "type", "phase", "channel", "about", "source", "severity", "state", "resolution",
    "is_grievance", "is_vulnerable", "date_open", "date_solved",
)  # fmt: skip

#: A case about the same product of the same customer within so many days is a repeated one.
REPEAT_DAYS = 90

#: Months between the sale and the case: (first month after the band, key, name).
AGES = [
    (1, "0", "In the first month"),
    (3, "1", "1 to 3 months"),
    (6, "3", "3 to 6 months"),
    (12, "6", "6 to 12 months"),
    (24, "12", "1 to 2 years"),
    (None, "24", "More than 2 years"),
]

#: Aggregates PostgreSQL knows and the ORM does not: name -> fraction of the values below it.
PERCENTILES = {"median": 0.5, "p90": 0.9}


class HauMaiComplaint(models.Model):
    _inherit = "hau_mai.complaint"

    _repeated_idx = models.Index(
        "(commercial_partner_id, product_id, date_solved) WHERE date_solved IS NOT NULL"
    )


class HauMaiComplaintReport(models.Model):
    """Cases in figures: one row each, to be grouped and summed up.

    Times are working hours; they and the percentages say nothing of cases that have
    no such figure yet. Medians and 90th percentiles are true ones of every group.
    """

    _name = "hau_mai.complaint.report"
    _description = "Case Analysis"
    _auto = False
    _order = "date_open DESC, id DESC"
    _rec_name = "complaint_id"
    _depends = {
        "hau_mai.complaint": [
            *COPIED,
            "commercial_partner_id",
            "order_id",
            "unit_id",
            "service_id",
            "date_first_response",
            "reopen_count",
            "compensation_amount",
            "working_hours_first_response",
            "working_hours_solution",
            "working_hours_waited",
        ],
        "hau_mai.service": ["center_id"],
        "hau_mai.sla.status": ["complaint_id", "active", "date_reached", "deadline"],
        "hau_mai.unit": ["date_start"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "rating.rating": ["res_model", "res_id", "consumed", "rating"],
        "res.company": ["currency_id"],
        "sale.order": ["date_order"],
    }

    complaint_id = fields.Many2one("hau_mai.complaint", string="Case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("hau_mai.complaint.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Assigned To", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_categ_id = fields.Many2one("product.category", readonly=True)
    category_id = fields.Many2one("hau_mai.complaint.category", readonly=True)
    cause_id = fields.Many2one("hau_mai.complaint.cause", readonly=True)
    center_id = fields.Many2one("hau_mai.service.center", string="Service Center", readonly=True)
    type = fields.Selection(selection=lambda self: self._selection_of("type"), readonly=True)
    phase = fields.Selection(selection=lambda self: self._selection_of("phase"), readonly=True)
    channel = fields.Selection(selection=lambda self: self._selection_of("channel"), readonly=True)
    about = fields.Selection(selection=lambda self: self._selection_of("about"), readonly=True)
    source = fields.Selection(selection=lambda self: self._selection_of("source"), readonly=True)
    severity = fields.Selection(
        selection=lambda self: self._selection_of("severity"), readonly=True
    )
    state = fields.Selection(
        selection=lambda self: self._selection_of("state"), readonly=True, string="Status"
    )
    resolution = fields.Selection(
        selection=lambda self: self._selection_of("resolution"), readonly=True
    )
    is_grievance = fields.Boolean(string="Complaint", readonly=True)
    is_vulnerable = fields.Boolean(string="Vulnerable Consumer", readonly=True)
    date_open = fields.Datetime(string="Opened On", readonly=True)
    date_solved = fields.Datetime(string="Solved or Refused On", readonly=True)
    date_sold = fields.Datetime(string="Sold On", readonly=True)
    age = fields.Selection(
        [(key, name) for _months, key, name in AGES],
        string="Time Since the Sale",
        readonly=True,
        help="From the order, else from the start of the warranty, to the case.",
    )

    first_response_avg = fields.Float(string="First Answer (h)", aggregator="avg", readonly=True)
    first_response_median = fields.Float(
        string="First Answer (h, Median)", aggregator="median", readonly=True
    )
    first_response_p90 = fields.Float(
        string="First Answer (h, 90th Percentile)", aggregator="p90", readonly=True
    )
    solution_avg = fields.Float(string="Solution (h)", aggregator="avg", readonly=True)
    solution_median = fields.Float(
        string="Solution (h, Median)", aggregator="median", readonly=True
    )
    solution_p90 = fields.Float(
        string="Solution (h, 90th Percentile)", aggregator="p90", readonly=True
    )
    waited_avg = fields.Float(string="Waited for Others (h)", aggregator="avg", readonly=True)
    reopened = fields.Integer(string="Times Reopened", readonly=True)
    reopened_percent = fields.Float(string="Reopened (%)", aggregator="avg", readonly=True)
    repeated = fields.Integer(
        readonly=True,
        help="Cases about a product of which the same customer had a case solved in the "
        "90 days before.",
    )
    repeated_percent = fields.Float(string="Repeated (%)", aggregator="avg", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    cost = fields.Monetary(
        string="Cost of the Solution",
        readonly=True,
        help="Vouchers, credit notes and jobs that nobody paid for.",
    )
    rating = fields.Float(string="Rating (1 to 5)", aggregator="avg", readonly=True)
    satisfied_percent = fields.Float(
        string="Satisfied (%)",
        aggregator="avg",
        readonly=True,
        help="Of the customers who rated: those who gave 4 or 5.",
    )

    @api.model
    def _selection_of(self, fname):
        return self.env["hau_mai.complaint"]._fields[fname].selection

    kept_percent = fields.Float(
        string="All Promises of Time Kept (%)",
        aggregator="avg",
        readonly=True,
        help="Of the cases with a promise of time that ended: those in which none was missed.",
    )

    # === THE QUERY === #

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM %s", self._select(), self._from())

    @api.model
    def _select(self):
        """The columns. Who adds a field adds its column here."""
        columns = [SQL.identifier("complaint", name) for name in ("id", *COPIED)]
        return SQL(", ").join([*columns, *self._select_sale(), *self._select_times()])

    @api.model
    def _select_sale(self):
        """What was sold when, and who repaired it."""
        months = SQL(
            "EXTRACT(YEAR FROM age(complaint.date_open, %(sold)s)) * 12"
            " + EXTRACT(MONTH FROM age(complaint.date_open, %(sold)s))",
            sold=self._sold_sql(),
        )
        bands = [SQL("WHEN %s < %s THEN %s", months, limit, key) for limit, key, _name in AGES[:-1]]
        return [
            SQL("complaint.id AS complaint_id"),
            SQL("template.categ_id AS product_categ_id"),
            SQL("service.center_id AS center_id"),
            SQL("%s AS date_sold", self._sold_sql()),
            SQL(
                "CASE WHEN %s IS NULL THEN NULL %s ELSE %s END AS age",
                self._sold_sql(), SQL(" ").join(bands), AGES[-1][1],
            ),
        ]  # fmt: skip

    @api.model
    def _sold_sql(self):
        return SQL("COALESCE(sale.date_order, unit.date_start::timestamp)")

    @api.model
    def _select_times(self):
        """The figures. What has not happened is no figure, instead of nothing."""
        answered = SQL(
            "CASE WHEN complaint.date_first_response IS NOT NULL"
            " THEN complaint.working_hours_first_response END"
        )
        solved = SQL(
            "CASE WHEN complaint.date_solved IS NOT NULL THEN complaint.working_hours_solution END"
        )
        repeated, rating = self._repeated_sql(), self._rating_sql()
        return [
            *(SQL("%s AS %s", answered, SQL.identifier(f"first_response_{key}"))
              for key in ("avg", *PERCENTILES)),
            *(SQL("%s AS %s", solved, SQL.identifier(f"solution_{key}"))
              for key in ("avg", *PERCENTILES)),
            SQL(
                "CASE WHEN complaint.date_solved IS NOT NULL"
                " THEN complaint.working_hours_waited END AS waited_avg"
            ),
            SQL("COALESCE(complaint.reopen_count, 0) AS reopened"),
            SQL(
                "CASE WHEN complaint.reopen_count > 0 THEN 100.0 ELSE 0 END AS reopened_percent"
            ),
            SQL("CASE WHEN %s THEN 1 ELSE 0 END AS repeated", repeated),
            SQL("CASE WHEN %s THEN 100.0 ELSE 0 END AS repeated_percent", repeated),
            SQL("COALESCE(complaint.compensation_amount, 0) AS cost"),
            SQL("company.currency_id AS currency_id"),
            SQL("%s AS kept_percent", self._kept_sql()),
            SQL("%s AS rating", rating),
            SQL(
                "CASE WHEN %(rating)s >= 4 THEN 100.0 WHEN %(rating)s IS NOT NULL THEN 0 END"
                " AS satisfied_percent",
                rating=rating,
            ),
        ]  # fmt: skip

    @api.model
    def _repeated_sql(self):
        """Whether the customer had a case about the product solved shortly before."""
        return SQL(
            """EXISTS (
                SELECT 1 FROM hau_mai_complaint before
                 WHERE before.commercial_partner_id = complaint.commercial_partner_id
                   AND before.product_id = complaint.product_id
                   AND before.company_id = complaint.company_id
                   AND before.id <> complaint.id
                   AND before.date_solved <= complaint.date_open
                   AND before.date_solved >= complaint.date_open - make_interval(days => %s)
            )""",
            REPEAT_DAYS,
        )

    @api.model
    def _kept_sql(self):
        """100 when all promises of the case that ended were kept, 0 when not, else nothing."""
        return SQL(
            """(
                SELECT CASE WHEN bool_and(
                           clock.date_reached IS NOT NULL
                           AND (clock.deadline IS NULL OR clock.date_reached <= clock.deadline)
                       ) THEN 100.0 ELSE 0 END
                  FROM hau_mai_sla_status clock
                 WHERE clock.complaint_id = complaint.id AND clock.active
                   AND (clock.date_reached IS NOT NULL OR clock.deadline < %s)
                HAVING count(*) > 0
            )""",
            fields.Datetime.now(),
        )

    @api.model
    def _rating_sql(self):
        """The last rating of the case."""
        return SQL(
            """(
                SELECT rating.rating FROM rating_rating rating
                 WHERE rating.res_model = 'hau_mai.complaint' AND rating.res_id = complaint.id
                   AND rating.consumed AND rating.rating > 0
                 ORDER BY rating.write_date DESC, rating.id DESC LIMIT 1
            )"""
        )

    @api.model
    def _from(self):
        """Each case once, with what is joined to it.

        What needs rows of its own is a column instead of a join: PostgreSQL looks up
        only the columns that are asked for.
        """
        return SQL(
            """hau_mai_complaint complaint
            JOIN res_company company ON company.id = complaint.company_id
            LEFT JOIN sale_order sale ON sale.id = complaint.order_id
            LEFT JOIN hau_mai_unit unit ON unit.id = complaint.unit_id
            LEFT JOIN hau_mai_service service ON service.id = complaint.service_id
            LEFT JOIN product_product product ON product.id = complaint.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id"""
        )

    # === PERCENTILES === #

    def _read_group_select(self, aggregate_spec, query):
        """Medians and 90th percentiles, which the ORM does not know."""
        fname, _separator, function = aggregate_spec.partition(":")
        if function not in PERCENTILES:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[fname], "read")
        value = self._field_to_sql(self._table, fname, query)
        return SQL("percentile_cont(%s) WITHIN GROUP (ORDER BY %s)", PERCENTILES[function], value)

    # === ACTION METHODS === #

    def action_open(self):
        """The case behind the row."""
        self.ensure_one()
        return self.env["res.partner"]._open_action(self.complaint_id)
