from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..tools.reopening import may_reopen
from ..tools.turns import take_turns
from .hau_mai_complaint_stage import OPEN_KINDS


class HauMaiComplaint(models.Model):
    """Cases that have to do with each other: related, duplicates, the next about the same."""

    _inherit = "hau_mai.complaint"

    link_ids = fields.Many2many(
        "hau_mai.complaint",
        "hau_mai_complaint_link_rel",
        "complaint_id",
        "linked_id",
        copy=False,
        groups="hau_mai.group_user_own",
    )
    linked_by_ids = fields.Many2many(
        "hau_mai.complaint",
        "hau_mai_complaint_link_rel",
        "linked_id",
        "complaint_id",
        copy=False,
        groups="hau_mai.group_user_own",
    )
    related_ids = fields.Many2many(
        "hau_mai.complaint",
        string="Related Cases",
        compute="_compute_related_ids",
        inverse="_inverse_related_ids",
        check_company=True,
        groups="hau_mai.group_user_own",
        help="Have to do with this one; each shows the other.",
    )
    original_id = fields.Many2one(
        "hau_mai.complaint",
        string="Duplicate Of",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        tracking=True,
        check_company=True,
        groups="base.group_user",
    )
    duplicate_ids = fields.One2many(
        "hau_mai.complaint", "original_id", string="Duplicates", groups="hau_mai.group_user_own"
    )

    # === COMPUTE METHODS === #

    @api.depends("link_ids", "linked_by_ids")
    def _compute_related_ids(self):
        for complaint in self:
            complaint.related_ids = complaint.link_ids | complaint.linked_by_ids

    def _inverse_related_ids(self):
        """A link is kept once, and shown by both."""
        for complaint in self:
            related = complaint.related_ids - complaint
            complaint.linked_by_ids &= related
            complaint.link_ids = related - complaint.linked_by_ids

    # === CONSTRAINT METHODS === #

    @api.constrains("original_id")
    def _check_original_id(self):
        if self._has_cycle("original_id"):
            raise UserError(self.env._("A case is not a duplicate of its own duplicate."))

    # === ACTION METHODS === #

    def action_duplicate(self, original, reason=None):
        """Close the cases: another one is about the same, and goes on.

        :param original: the case that stays, or its id
        :param str reason: how one sees it, for the history
        :raises UserError: when it is one of them
        """
        self.check_access("write")
        original = self.browse(original.id if isinstance(original, models.BaseModel) else original)
        original.check_access("read")
        if not original or original in self:
            raise UserError(self.env._("Choose the other case, which stays."))
        self.write({"original_id": original.id})
        self.action_close("duplicate")
        if reason:
            note = self.env._(
                "Duplicate of %(case)s: %(reason)s", case=original.name, reason=reason
            )
            self._message_log_batch(bodies=dict.fromkeys(self.ids, note))
        return True

    # === BUSINESS METHODS === #

    def _prepare_reopen_vals(self, count):
        return super()._prepare_reopen_vals(count) | {"original_id": False}

    def _going_on(self):
        """The case in which this one goes on: what it was merged into, or is a duplicate of."""
        self.ensure_one()
        case = self.sudo()._merge_target()
        while case.original_id:
            case = case.original_id._merge_target()
        return case

    def _reopen_or_new(self, words, author=None):
        """The open case in which a customer goes on who is not content after all.

        Until so many days after it was over (company setting) the case itself is taken
        up again; later, a new one that is linked to it. To be called with ``sudo``, on a
        case the caller has checked: it is the customer who writes.

        :param str words: what the customer says, plain text
        :param author: the partner who says it
        :return: the case, open
        """
        self.ensure_one()
        case = self._going_on()
        take_turns(case)
        if case.state in OPEN_KINDS:
            return case
        company = case.company_id
        over = company._hau_mai_day(max(filter(None, (case.date_solved, case.date_closed))))
        if may_reopen(over, company._hau_mai_today(), company.hau_mai_reopen_days):
            case.action_reopen(words)
            case._tell_customer("reopened")
            return case
        return case.create(case._prepare_next_vals(words, author))

    def _prepare_next_vals(self, words, author=None):
        """Values of a new case about the same as this one, which is over for too long."""
        self.ensure_one()
        return self._prepare_same_vals() | {
            "subject": self.env._("Again: %s", self.subject),
            "description": plaintext2html(words or ""),
            "contact_id": (author if author and author != self.partner_id else self.contact_id).id,
            "severity": self.severity,
            "related_ids": [fields.Command.set(self.ids)],
        }

    def _prepare_same_vals(self):
        """What a new case has in common with this one that it comes from."""
        self.ensure_one()
        same = ("company_id", "category_id", "partner_id", "contact_id", "order_id")
        same += ("sale_line_id", "product_id", "unit_id", "service_id", "team_id")
        copied = ("type", "phase", "channel", "about", "source", "email_from", "phone")
        copied += ("serial_number", "is_vulnerable")
        return {fname: self[fname].id for fname in same} | {fname: self[fname] for fname in copied}
