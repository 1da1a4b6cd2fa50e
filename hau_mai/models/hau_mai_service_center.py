from urllib.parse import quote_plus

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

#: Kinds of centers that are not ours: a job is offered to them, and they accept it or not.
OUTSIDE_KINDS = ("partner", "authorised")

#: Opens the map of the phone with an address.
MAP_URL = "https://www.google.com/maps/search/?api=1&query="


class HauMaiServiceCenter(models.Model):
    """Where jobs are done: our own workshop, a partner, an authorized shop, a mobile team.

    What it can do stands here, how it does in ``hau_mai_service_center_figures.py``,
    when it has time in ``hau_mai_service_center_slots.py``. Days are company days.
    """

    _name = "hau_mai.service.center"
    _description = "Service Center"
    _inherit = ["mail.thread", "hau_mai.service.ability.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    _capacity_positive = models.Constraint(
        "CHECK (capacity_per_day >= 0)", "The jobs a day cannot be less than none."
    )
    _slot_positive = models.Constraint(
        "CHECK (slot_minutes > 0)", "An appointment takes more than no time: give its minutes."
    )
    _parallel_positive = models.Constraint(
        "CHECK (parallel > 0)", "A center works on one job at a time at least."
    )
    _answer_positive = models.Constraint(
        "CHECK (answer_hours >= 0)", "The hours to answer cannot be less than none."
    )

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("in_house", "Own center"),
            ("partner", "Partner"),
            ("authorised", "Authorized shop"),
            ("mobile", "Mobile team"),
        ],
        required=True,
        default="in_house",
        tracking=True,
        help="Jobs are offered to partners and authorized shops, who accept or decline them "
        "in the portal. Own centers and mobile teams simply get them.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Address",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="Where it is. The portal users of this contact and those below it see the jobs "
        "of the center, when it is a partner or an authorized shop.",
    )
    phone = fields.Char(related="partner_id.phone")
    contact_address = fields.Char(related="partner_id.contact_address", string="Complete Address")
    country_id = fields.Many2one(related="company_id.country_id")
    state_ids = fields.Many2many(
        "res.country.state",
        string="Provinces",
        help="Where it works; empty for everywhere.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="When appointments can be had; empty for the hours of the company.",
    )
    capacity_per_day = fields.Integer(
        string="Jobs a Day", help="How many jobs it takes on a day; 0 for no limit."
    )
    slot_minutes = fields.Integer(
        string="Minutes an Appointment",
        default=60,
        required=True,
        help="How long an appointment takes when nobody says otherwise.",
    )
    parallel = fields.Integer(
        string="Jobs at a Time",
        default=1,
        required=True,
        help="How many benches or teams work at the same time.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user if not self.env.user.share else False,
        index="btree_not_null",
        tracking=True,
    )
    date_from = fields.Date(string="Contract From", tracking=True)
    date_to = fields.Date(
        string="Contract Until",
        tracking=True,
        help="The last day. After it no new job goes there; the open ones are finished.",
    )
    answer_hours = fields.Integer(
        string="Hours to Answer",
        default=lambda self: self.env.company.hau_mai_answer_hours,
        help="Working hours within which an offered job is accepted or declined, before it "
        "goes to somebody else; 0 for no limit.",
    )
    technician_ids = fields.One2many(
        "hau_mai.service.technician", "center_id", string="Technicians"
    )
    part_ids = fields.Many2many(
        "product.product",
        string="Parts List",
        check_company=True,
        help="Parts its people may write down in the portal, besides the components that the "
        "warranty of the product names.",
    )
    service_ids = fields.One2many("hau_mai.service", "center_id", string="Jobs")
    is_outside = fields.Boolean(compute="_compute_is_outside")
    contract_sentence = fields.Char(
        string="Contract", compute="_compute_contract_sentence", help="How the contract stands."
    )

    @api.depends("kind")
    def _compute_is_outside(self):
        for center in self:
            center.is_outside = center.kind in OUTSIDE_KINDS

    @api.depends("date_from", "date_to", "active")
    def _compute_contract_sentence(self):
        for center in self:
            today = center.company_id._hau_mai_today()
            if center.date_to and center.date_to < today:
                text = self.env._("Ended on %s: no new jobs")
                center.contract_sentence = text % format_date(self.env, center.date_to)
            elif center.date_from and center.date_from > today:
                text = self.env._("Begins on %s")
                center.contract_sentence = text % format_date(self.env, center.date_from)
            else:
                center.contract_sentence = False

    @api.constrains("date_from", "date_to")
    def _check_contract_dates(self):
        for center in self:
            if center.date_from and center.date_to and center.date_to < center.date_from:
                raise ValidationError(
                    self.env._(
                        "The contract with %(center)s cannot end on %(end)s, before it begins "
                        "on %(start)s.",
                        center=center.name,
                        end=format_date(self.env, center.date_to),
                        start=format_date(self.env, center.date_from),
                    )
                )

    @api.constrains("kind", "partner_id")
    def _check_outside_partner(self):
        for center in self:
            if center.is_outside and not center.partner_id:
                raise ValidationError(
                    self.env._(
                        "%s is not ours: choose the contact whose people answer for it.",
                        center.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A service center is never deleted, because its jobs name it. Archive it instead."
            )
        )

    # === ACTION METHODS === #

    def action_view_services(self):
        """The jobs of these centers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_service_action")
        action["domain"] = [("center_id", "in", self.ids)]
        action["context"] = {"search_default_open": 1}
        return action

    def action_open_map(self):
        """The map, at the address of this center."""
        self.ensure_one()
        lines = [line for line in (self.contact_address or self.name).splitlines() if line]
        return {
            "type": "ir.actions.act_url",
            "url": MAP_URL + quote_plus(", ".join(lines)),
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _calendar(self):
        """The working hours of this center: its own, else its company's."""
        self.ensure_one()
        return self.resource_calendar_id or self.company_id.resource_calendar_id
