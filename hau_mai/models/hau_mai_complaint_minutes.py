from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_time

from ..tools.turns import take_turns
from .hau_mai_complaint_paper import signature_uri

#: What both sides sign; afterwards none of it changes.
AGREED = {"complaint_id", "date", "place", "our_side", "customer_side", "content", "result"}
SIGNATURES = {"company_signature", "customer_signature"}


class HauMaiComplaintMinutes(models.Model):
    """Minutes of a negotiation (biên bản thương lượng): parties, time, place, content, result.

    The result is written down and signed by both sides (Law 19/2023/QH15, art. 60). What one
    side has signed can be changed only when the signature is taken away, and what both have
    signed not at all.
    """

    _name = "hau_mai.complaint.minutes"
    _description = "Minutes of a Negotiation"
    _order = "date desc, id desc"
    _check_company_auto = True

    _number_unique = models.UniqueIndex(
        "(complaint_id, number)", "Minutes are numbered once in a case."
    )

    # === FIELDS === #

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, precompute=True, index=True
    )
    number = fields.Integer(readonly=True, copy=False)
    name = fields.Char(compute="_compute_name", store=True)
    date = fields.Datetime(string="Held On", required=True, default=fields.Datetime.now)
    place = fields.Char(
        required=True,
        compute="_compute_place",
        store=True,
        readonly=False,
        precompute=True,
        help="Where it was held, or by which means: by phone, by video.",
    )
    our_side = fields.Text(
        string="For the Company",
        required=True,
        default=lambda self: self.env.user.name,
        help="Names and positions, a line each.",
    )
    customer_side = fields.Text(
        string="For the Customer",
        required=True,
        compute="_compute_customer_side",
        store=True,
        readonly=False,
        precompute=True,
    )
    content = fields.Text(
        required=True, help="What the customer asks for, and what each side says about it."
    )
    result = fields.Text(help="What was agreed and until when, or that nothing was agreed.")
    is_agreed = fields.Boolean(string="Agreement Reached")
    company_signature = fields.Image(
        string="Signature of the Company",
        copy=False, attachment=True, max_width=1024, max_height=1024,
    )  # fmt: skip
    company_signed_by = fields.Char(
        string="Signed for the Company By", copy=False, default=lambda self: self.env.user.name
    )
    customer_signature = fields.Image(
        string="Signature of the Customer",
        copy=False, attachment=True, max_width=1024, max_height=1024,
    )  # fmt: skip
    customer_signed_by = fields.Char(
        string="Signed for the Customer By",
        compute="_compute_customer_signed_by",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    signed_on = fields.Datetime(readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("complaint_id.name", "number")
    def _compute_name(self):
        for minutes in self:
            minutes.name = f"{minutes.complaint_id.name}/{minutes.number}"

    @api.depends("complaint_id")
    def _compute_place(self):
        for minutes in self:
            company = minutes.complaint_id.company_id.sudo()
            minutes.place = minutes.place or company.street or company.name

    @api.depends("complaint_id")
    def _compute_customer_side(self):
        for minutes in self:
            minutes.customer_side = minutes.customer_side or minutes._customer_name()

    @api.depends("complaint_id")
    def _compute_customer_signed_by(self):
        for minutes in self:
            minutes.customer_signed_by = minutes.customer_signed_by or minutes._customer_name()

    def _customer_name(self):
        """Who speaks for the customer, as far as it is known."""
        complaint = self.complaint_id
        return (complaint.contact_id or complaint.partner_id).sudo().name or complaint.email_from

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        complaints = self.env["hau_mai.complaint"].browse(
            {vals["complaint_id"] for vals in vals_list if vals.get("complaint_id")}
        )
        complaints.check_access("write")
        take_turns(complaints.sudo())
        last = dict(
            self.sudo()._read_group(
                [("complaint_id", "in", complaints.ids)], ["complaint_id"], ["number:max"]
            )
        )
        numbered = []
        for vals in vals_list:
            complaint = complaints.browse(vals.get("complaint_id"))
            last[complaint] = last.get(complaint, 0) + 1
            numbered.append({**vals, "number": last[complaint], "signed_on": False})
        minutes = super().create(numbered)
        minutes._on_signed()
        return minutes

    def write(self, vals):
        self._raise_if_signed(vals)
        result = super().write(vals)
        if vals.keys() & SIGNATURES:
            self._on_signed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Minutes are never deleted, because somebody may ask for them."))

    # === BUSINESS METHODS === #

    def _raise_if_signed(self, vals):
        """Refuse to change what was signed.

        :raises UserError: naming the minutes and what to do
        """
        if "signed_on" in vals and not self.env.su:
            raise UserError(self.env._("Minutes are signed by their signatures."))
        for minutes in self:
            if minutes.signed_on and vals.keys() & (AGREED | SIGNATURES | {"is_agreed"}):
                raise UserError(
                    self.env._(
                        "Minutes %s were signed by both sides and stay so. Write new ones.",
                        minutes.name,
                    )
                )
            signed = any(minutes[name] and name not in vals for name in SIGNATURES)
            if signed and vals.keys() & AGREED:
                raise UserError(
                    self.env._(
                        "One side has signed minutes %s. Remove the signature before you change "
                        "what was signed, and let them sign anew.",
                        minutes.name,
                    )
                )

    def _on_signed(self):
        """What both have signed is printed, kept with the case and given to the customer."""
        signed = self.filtered(
            lambda m: m.company_signature and m.customer_signature and not m.signed_on
        )
        for minutes in signed:
            if not (minutes.result or "").strip():
                raise UserError(
                    self.env._("Write the result of minutes %s before it is signed.", minutes.name)
                )
            minutes.sudo().signed_on = fields.Datetime.now()
            minutes.complaint_id._keep_paper(
                "hau_mai.action_report_complaint_minutes",
                self.env._("Minutes %s", minutes.name.replace("/", "-")),
                minutes,
            )

    def _customer_copies(self):
        """These minutes, each in the language of its customer."""
        return [
            minutes.with_context(lang=minutes.complaint_id.partner_id.lang or self.env.lang)
            for minutes in self
        ]

    def _prepare_paper(self):
        """All that the paper shows, in the language of the context."""
        self.ensure_one()
        sides, company = self.sudo().with_context(bin_size=False), self.company_id
        zone = company._hau_mai_tz()
        return self.complaint_id._prepare_paper() | {
            "day": format_date(self.env, company._hau_mai_day(self.date)),
            "hour": format_time(self.env, self.date, tz=zone, time_format="short"),
            "company_signature": signature_uri(sides.company_signature),
            "customer_signature": signature_uri(sides.customer_signature),
        }
