from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, html2plaintext

from ..tools.paper import in_one_line, print_paper
from ..tools.turns import take_turns
from .hau_mai_announcement_mixin import MACHINE_HEADERS

FORFEITURE_KINDS = [
    ("misuse", "Misuse"),
    ("opened", "Opened, seal broken"),
    ("wrong_use", "Used for something else"),
    ("other", "Other"),
]


class HauMaiForfeiture(models.Model):
    """Warranty periods that were ended by hand, with what proves it and the letter about it.

    The card goes on, and so does maintenance that was paid. A manager takes it back, and the
    periods have their days again. Written by the methods here only, never by hand.
    """

    _name = "hau_mai.forfeiture"
    _description = "End of a Warranty"
    _order = "id desc"
    _check_company_auto = True

    # === FIELDS === #

    name = fields.Char(string="Number of the Letter", required=True, readonly=True)
    unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Warranty Card",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        help="Whose it was then: the letter is theirs.",
    )
    coverage_ids = fields.Many2many("hau_mai.coverage", string="Ended Periods", readonly=True)
    kind = fields.Selection(FORFEITURE_KINDS, required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    date = fields.Date(
        string="From", required=True, readonly=True, help="The first day without the warranty."
    )
    service_id = fields.Many2one(
        "hau_mai.service",
        string="Seen on Job",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence", readonly=True)
    letter_ids = fields.Many2many("ir.attachment", "hau_mai_forfeiture_letter_rel", readonly=True)
    not_sent = fields.Char(
        string="To Be Printed", readonly=True, help="Why the letter was not sent by email."
    )
    state = fields.Selection(
        [("in_force", "In force"), ("undone", "Taken back")],
        string="Status",
        required=True,
        default="in_force",
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", string="By", required=True, ondelete="restrict", readonly=True
    )
    undone_by_id = fields.Many2one(
        "res.users", string="Taken Back By", ondelete="restrict", readonly=True
    )
    date_undone = fields.Datetime(string="Taken Back On", readonly=True)
    undo_reason = fields.Char(string="Why It Was Taken Back", readonly=True)

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("The end of a warranty is never deleted; a manager can take it back.")
        )

    # === ACTION METHODS === #

    def action_undo(self, reason=None):
        """Take the end back: the periods have their days again, exactly.

        :param str reason: the dialog asks for it when left out
        :raises AccessError: for who is no manager
        :raises UserError: without a reason, or when it was taken back already
        """
        self.ensure_one()
        self.unit_id.check_access("write")
        if not self.env.su and not self.env.user.has_group("hau_mai.group_manager"):
            raise AccessError(self.env._("Only managers take the end of a warranty back."))
        if reason is None:
            return self.unit_id._open_ruling(self.env._("Take the End Back"), self)
        if not reason.strip():
            raise UserError(self.env._("Say why the end of the warranty is taken back."))
        row = self.sudo()
        take_turns(row)
        if row.state == "undone":
            raise UserError(self.env._("%s was taken back already.", self.name))
        row.coverage_ids._restore_from(row)
        row.write(
            {
                "state": "undone",
                "undone_by_id": self.env.uid,
                "date_undone": fields.Datetime.now(),
                "undo_reason": reason,
            }
        )
        row.unit_id._message_log(
            body=self.env._(
                "End of the warranty %(name)s taken back: %(reason)s",
                name=self.name,
                reason=reason,
            )
        )
        return True

    def action_print_letter(self):
        """The letter as it was written, to be printed."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.letter_ids[:1].id}?download=true",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _keep_letter(self):
        """Print the letter once and keep it, unchanged from now on."""
        self.ensure_one()
        self.letter_ids = print_paper(
            self, "hau_mai.action_report_forfeiture", self.env._("Letter %s", self.name)
        )

    def _send_letter(self):
        """The letter by email, if the customer may be written to; else it says why not."""
        self.ensure_one()
        if self.env.context.get("install_mode"):
            return
        verdicts = self.partner_id._contact_verdicts("email", "service", fields.Datetime.now())
        allowed, why = verdicts[self.partner_id.id]
        template = self.env.ref("hau_mai.mail_template_forfeiture", raise_if_not_found=False)
        if not template:
            allowed, why = False, self.env._("The text of this message was deleted.")
        if not allowed:
            self.not_sent = why
            return
        template.send_mail(
            self.id,
            email_layout_xmlid="hau_mai.forfeiture_notice_layout",
            email_values={
                "headers": repr(MACHINE_HEADERS),
                "attachment_ids": [fields.Command.set(self.letter_ids.ids)],
            },
        )

    def _reply_address(self):
        """Where answers go."""
        company = self.company_id
        return company.hau_mai_email or company.catchall_email or company.email

    def _customer_copies(self):
        """These letters, each in the language of its customer."""
        return [row.with_context(lang=row.partner_id.lang or self.env.lang) for row in self]

    def _prepare_paper(self):
        """What the letter shows, in the language of the context."""
        self.ensure_one()
        unit, customer = self.unit_id.sudo(), self.partner_id.sudo()
        address = customer.with_context(show_address=True)._display_address(without_company=True)
        left = unit.coverage_ids.filtered(
            lambda coverage: not coverage.date_ended and coverage.warranty_status != "expired"
        )
        return unit.company_id._hau_mai_paper() | {
            "customer": customer.name,
            "customer_address": in_one_line(*address.splitlines()),
            "about": in_one_line(unit.product_id.display_name, unit.serial_number),
            "from": format_date(self.env, self.date),
            "kind": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "ended": self.sudo().coverage_ids.mapped("name"),
            "left": [unit._word_until(coverage) for coverage in left if coverage.date_start],
            "maintenance": bool(
                unit.schedule_ids.filtered(lambda schedule: schedule.state == "running")
            ),
            "exclusions": html2plaintext(unit.edition_id.exclusions or "").strip(),
            "where": unit._owner_url(),
        }
