from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .hau_mai_service import OPEN_STATES


class HauMaiServiceLeg(models.Model):
    """One way of a unit to the manufacturer or supplier, and back."""

    _name = "hau_mai.service.leg"
    _description = "Way to the Manufacturer"
    _order = "date_sent desc, id desc"
    _check_company_auto = True

    _one_open = models.UniqueIndex(
        "(service_id) WHERE date_back IS NULL",
        "The unit is with the manufacturer already: note that it is back first.",
    )

    service_id = fields.Many2one("hau_mai.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    unit_id = fields.Many2one(related="service_id.unit_id")
    serial_number = fields.Char(related="service_id.serial_number")
    product_id = fields.Many2one(related="service_id.product_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Manufacturer",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    reference = fields.Char(string="Their Reference")
    date_sent = fields.Date(
        string="Sent On",
        required=True,
        default=lambda self: self.env.company._hau_mai_today(),
    )
    date_expected = fields.Date(string="Expected Back")
    date_back = fields.Date(string="Back On")
    note = fields.Char(string="What They Did")
    days = fields.Integer(
        string="Days There", compute="_compute_days", help="Until it is back, else until today."
    )
    is_late = fields.Boolean(compute="_compute_days", search="_search_is_late")

    # === COMPUTE METHODS === #

    @api.depends("date_sent", "date_back", "date_expected")
    def _compute_days(self):
        for leg in self:
            today = leg.company_id._hau_mai_today()
            last = leg.date_back or today
            leg.days = leg.date_sent and max((last - leg.date_sent).days, 0)
            leg.is_late = bool(
                not leg.date_back and leg.date_expected and leg.date_expected < today
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("date_back", "=", False) & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("date_expected", "<", company._hau_mai_today())
            for company in self.env.companies
        )

    # === CONSTRAINT METHODS === #

    @api.constrains("date_sent", "date_back", "date_expected")
    def _check_days(self):
        for leg in self:
            for day in filter(None, (leg.date_back, leg.date_expected)):
                if day < leg.date_sent:
                    raise ValidationError(
                        self.env._(
                            "Sent on %(sent)s, job %(job)s cannot come back on %(day)s.",
                            sent=format_date(self.env, leg.date_sent),
                            job=leg.service_id.name,
                            day=format_date(self.env, day),
                        )
                    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        legs = super().create(vals_list)
        away = legs.filtered(lambda leg: not leg.date_back).service_id
        away.filtered(lambda s: s.state in OPEN_STATES).write(
            {"state": "waiting", "waiting_for": "maker"}
        )
        return legs

    @api.ondelete(at_uninstall=False)
    def _unlink_except_back(self):
        """What was there and came back stays in the history.

        :raises UserError: naming the job and what to do
        """
        for leg in self.filtered("date_back"):
            raise UserError(
                self.env._(
                    "That job %s was at the manufacturer's is never deleted, because somebody may "
                    "ask about it. Correct its dates instead.",
                    leg.service_id.name,
                )
            )

    # === ACTION METHODS === #

    def action_save(self):
        """The button of the dialog: what was typed is saved by then."""
        return {"type": "ir.actions.act_window_close"}
