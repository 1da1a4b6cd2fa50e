from urllib.parse import quote_plus

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.service import DAY_BUCKETS, UNDER_WAY, day_bounds, day_bucket
from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """A technician's day: what comes first, where it is, and the customer's signature."""

    _inherit = "hau_mai.service"

    day_bucket = fields.Selection(
        [
            ("1_today", "Today"),
            ("2_overdue", "Overdue"),
            ("3_tomorrow", "Tomorrow"),
            ("4_later", "Later"),
            ("5_no_date", "No appointment"),
        ],
        string="When",
        compute="_compute_day_bucket",
        search="_search_day_bucket",
        groups="base.group_user",
    )
    address_sentence = fields.Char(compute="_compute_address_sentence", groups="base.group_user")
    map_url = fields.Char(compute="_compute_address_sentence", groups="base.group_user")
    customer_signature = fields.Image(
        string="Signature", max_width=1024, max_height=1024, copy=False, attachment=True
    )
    signed_by = fields.Char(copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("state", "date_start")
    def _compute_day_bucket(self):
        bounds = self._company_day_bounds()
        for service in self:
            service.day_bucket = service.state in OPEN_STATES and day_bucket(
                service.state, service.date_start, bounds[service.company_id.id]
            )

    def _search_day_bucket(self, operator, value):
        if operator != "in":
            return NotImplemented
        buckets = tuple(bucket or "" for bucket in value)
        found = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "COALESCE(%s, '') IN %s", model._day_bucket_to_sql(alias), buckets
            )
        )
        # said once more so that the indexes of open jobs are used
        return Domain("state", "in", OPEN_STATES) & found if all(value) else found

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by what comes first as seen now: nothing is stored that midnight makes wrong."""
        if groupby_spec == "day_bucket":
            return self._day_bucket_to_sql(alias)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.depends("address_id")
    def _compute_address_sentence(self):
        for service in self:
            place = service.address_id
            parts = (place.street, place.street2, place.city, place.state_id.name)
            sentence = ", ".join(filter(None, parts))
            service.address_sentence = sentence
            service.map_url = sentence and (
                f"https://www.google.com/maps/dir/?api=1&destination={quote_plus(sentence)}"
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """A signature is given at a moment."""
        if "customer_signature" in vals and "signed_on" not in vals:
            vals = dict(vals, signed_on=vals["customer_signature"] and fields.Datetime.now())
        return super().write(vals)

    # === ACTION METHODS === #

    @api.model
    def action_scan(self, code):
        """What a technician opens by scanning a serial number or typing a job's number.

        Their own open job first, then any open job, then the warranty card.

        :param str code: as scanned or typed
        :return: the action that opens it, or False when nothing is found
        """
        code = (code or "").strip()
        if not code:
            return False
        units = self._units_of_code(code)
        named = Domain("name", "in", [code, units._normalize_key(code)])
        about = named | Domain("unit_id", "in", units.ids)
        jobs = self.search(about & Domain("state", "in", OPEN_STATES), limit=20)
        mine = jobs.filtered(lambda service: service.user_id == self.env.user)
        target = (mine or jobs)[:1] or units[:1] or self.search(named, limit=1)
        return bool(target) and target.action_open() | {"views": [(False, "form")]}

    # === BUSINESS METHODS === #

    def _prepare_again_vals(self, count):
        """The signature was for the work before."""
        vals = super()._prepare_again_vals(count)
        return vals | {"customer_signature": False, "signed_by": False, "signed_on": False}

    def _keep_signature(self, fname, who):
        """A copy of a signature for the history, before the customer signs anew.

        :param str fname: the field of the signature
        :return: the attachment
        """
        self.ensure_one()
        return self.env["ir.attachment"].create(
            {
                "name": self.env._("Signature of %s.png", who),
                "datas": self.with_context(bin_size=False)[fname],
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    @api.model
    def _company_day_bounds(self):
        """``{company id: bounds of today}`` of all companies."""
        return {
            company.id: day_bounds(company._hau_mai_today(), company._hau_mai_tz())
            for company in self.env["res.company"].sudo().search([])
        }

    @api.model
    def _day_bucket_to_sql(self, alias):
        """:func:`tools.service.day_bucket` as SQL, by each company's day."""
        by_bounds = {}
        for company_id, bounds in self._company_day_bounds().items():
            by_bounds.setdefault(bounds, []).append(company_id)
        state = self._field_to_sql(alias, "state")
        start = self._field_to_sql(alias, "date_start")
        today, overdue, tomorrow, later, no_date = DAY_BUCKETS
        cases = [
            SQL(
                """WHEN %(company)s IN %(ids)s THEN CASE
                    WHEN %(start)s IS NULL THEN %(no_date)s
                    WHEN %(start)s < %(day)s THEN %(overdue)s
                    WHEN %(start)s < %(next_day)s THEN %(today)s
                    WHEN %(start)s < %(after)s THEN %(tomorrow)s
                    ELSE %(later)s END""",
                company=self._field_to_sql(alias, "company_id"),
                ids=tuple(ids),
                start=start,
                day=bounds[0],
                next_day=bounds[1],
                after=bounds[2],
                today=today,
                overdue=overdue,
                tomorrow=tomorrow,
                later=later,
                no_date=no_date,
            )
            for bounds, ids in by_bounds.items()
        ]
        return SQL(
            "CASE WHEN %s NOT IN %s THEN NULL WHEN %s IN %s THEN %s %s END",
            state,
            OPEN_STATES,
            state,
            UNDER_WAY,
            today,
            SQL(" ").join(cases),
        )
