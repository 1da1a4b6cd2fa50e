from odoo import api, fields, models
from odoo.exceptions import UserError

from .hau_mai_sla_policy import TARGETS


class HauMaiSlaMiss(models.Model):
    """A promise of time that was broken: who had it, who was waited for, and why.

    One row a clock, written when it is noticed and never changed. What people give as
    the reason is filled in once.
    """

    _name = "hau_mai.sla.miss"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Broken Promise of Time"
    _order = "is_vulnerable desc, date desc, id desc"
    _rec_name = "complaint_id"

    _filled_in_later = ("reason", "explained_by_id", "date_explained")

    _once = models.UniqueIndex("(status_id)", "This miss was noted already.")
    _date_idx = models.Index("(company_id, date)")

    # === FIELDS === #

    status_id = fields.Many2one(
        "hau_mai.sla.status",
        string="Clock",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(related="complaint_id.partner_id")
    is_vulnerable = fields.Boolean(
        string="Vulnerable Consumer", readonly=True, help="When it was noticed. First in the list."
    )
    policy_id = fields.Many2one(
        "hau_mai.sla.policy",
        string="Promise",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    target = fields.Selection(TARGETS, string="What Was Promised", required=True, readonly=True)
    date = fields.Datetime(string="Was Due", required=True, readonly=True)
    date_noticed = fields.Datetime(string="Noticed On", required=True, readonly=True)
    date_reached = fields.Datetime(related="status_id.date_reached", string="Done in the End")
    user_id = fields.Many2one(
        "res.users",
        string="Who Had It",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    team_id = fields.Many2one(
        "hau_mai.complaint.team", index="btree_not_null", ondelete="restrict", readonly=True
    )
    hours_us = fields.Float(
        string="Waited for Us", readonly=True, help="Working hours until it was due."
    )
    hours_customer = fields.Float(string="Waited for the Customer", readonly=True)
    hours_supplier = fields.Float(string="Waited for the Supplier", readonly=True)
    hours_center = fields.Float(string="Waited for the Center", readonly=True)
    why = fields.Char(string="How It Came", readonly=True)
    reason = fields.Char(string="Reason Given", readonly=True)
    explained_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    date_explained = fields.Datetime(string="Explained On", readonly=True)

    # === ACTION METHODS === #

    def action_explain(self, reason=None):
        """Say, once, why these promises were broken; without a reason, ask for it.

        :param str reason: a sentence for whoever asks later
        :raises UserError: when one was explained before
        """
        self.complaint_id.check_access("write")
        if not (reason or "").strip():
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "hau_mai.hau_mai_sla_miss_reason_action"
            )
            return action | {"context": {"default_miss_ids": self.ids}}
        if explained := self.filtered("reason")[:1]:
            raise UserError(
                self.env._(
                    "Why case %(case)s was late is explained already: “%(reason)s”. "
                    "Add a note on the case instead.",
                    case=explained.complaint_id.name,
                    reason=explained.reason,
                )
            )
        self.sudo().write(
            {
                "reason": reason.strip(),
                "explained_by_id": self.env.uid,
                "date_explained": fields.Datetime.now(),
            }
        )
        self.complaint_id._message_log_batch(
            bodies={
                case.id: self.env._("Why the promise was broken: %s", reason.strip())
                for case in self.complaint_id
            }
        )
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _note(self, clocks, now):
        """Write down that these promises are broken.

        :param clocks: past their deadline, and not noted before
        :param datetime now: UTC
        """
        vals_list = []
        for hours, group in clocks._by_hours(now):
            for clock in group:
                waited = clock._prepare_waited_vals(hours, clock.deadline)
                vals_list.append(self._prepare_vals(clock, waited, now))
        return self.create(vals_list)

    @api.model
    def _prepare_vals(self, clock, waited, now):
        case = clock.complaint_id
        return {
            "status_id": clock.id,
            "complaint_id": case.id,
            "company_id": clock.company_id.id,
            "policy_id": clock.policy_id.id,
            "target": clock.target,
            "date": clock.deadline,
            "date_noticed": now,
            "is_vulnerable": case.is_vulnerable,
            "user_id": case.user_id.id,
            "team_id": case.team_id.id,
            "why": clock._word_miss(waited),
            **waited,
        }
