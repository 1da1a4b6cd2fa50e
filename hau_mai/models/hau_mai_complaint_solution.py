from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.turns import take_turns


class HauMaiComplaint(models.Model):
    """What is done for the customer: each action once, remembered with its document.

    An action that has a document is done already; doing it again changes nothing
    (Tryton's ``sale_complaint``). Each kind of action has a file of its own.
    """

    _inherit = "hau_mai.complaint"

    action_ids = fields.One2many(
        "hau_mai.complaint.action",
        "complaint_id",
        string="What Was Done",
        groups="hau_mai.group_user_own",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency", groups="base.group_user"
    )
    compensation_amount = fields.Monetary(
        string="Cost of the Solution",
        currency_field="company_currency_id",
        compute="_compute_compensation_amount",
        store=True,
        groups="hau_mai.group_user_own",
        help="Vouchers, credit notes and jobs that nobody pays for, in the company's currency.",
    )

    # === COMPUTE METHODS === #

    @api.depends("action_ids.cost", "action_ids.state")
    def _compute_compensation_amount(self):
        for complaint in self:
            done = complaint.action_ids.filtered(lambda action: action.state == "done")
            complaint.compensation_amount = sum(done.mapped("cost"))

    # === ACTION METHODS === #

    def action_open_solve(self):
        """The dialog that asks for cause and resolution, and does what follows from them."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Solve Case %s", self.name),
            "res_model": "hau_mai.complaint.solve",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _actions_of_this_round(self):
        """What was done or asked for since the case was opened, or last taken up again."""
        self.ensure_one()
        return self.action_ids.filtered(
            lambda action: (
                action.state in ("to_approve", "done")
                and action.key.startswith(f"{self.reopen_count}:")
            )
        )

    def _done(self, kind):
        """What was done of a kind for this case, with all rights."""
        return self.sudo().action_ids.filtered(lambda a: (a.kind, a.state) == (kind, "done"))

    def _begin_action(self):
        """Whether the user may do something for the customers of these cases, in turns.

        :raises AccessError: when they may not change a case
        """
        self.check_access("write")
        take_turns(self.sudo())
        self.invalidate_recordset(["action_ids"])

    def _do_once(self, kind, make, detail=""):
        """Do something for the customer of the case, unless it was done.

        Once for a case and a detail of it; once more when the case was taken up again, or
        when the document was cancelled.

        :param str kind: of ``ACTION_KINDS``
        :param make: makes the document; returns values of the row
        :return: the row that remembers it
        """
        self.ensure_one()
        key = f"{self.reopen_count}:{detail}"
        rows = self.sudo().action_ids.filtered(lambda a: (a.kind, a.key) == (kind, key))
        done = rows.filtered(lambda a: a.state in ("to_approve", "done"))
        void = done.filtered(lambda action: action._is_void())
        void.write({"state": "cancelled"})
        if done - void:
            return (done - void).with_env(self.env)
        vals = {
            "complaint_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.company_id.currency_id.id,
            "kind": kind,
            "key": key,
            "user_id": self.env.uid,
        }
        actions = self.env["hau_mai.complaint.action"].sudo()
        actions.flush_model(["state"])  # the index sees what was cancelled
        return actions.create(vals | make()).with_env(self.env)

    def _raise_without_customer(self):
        """:raises UserError: where nobody knows whose case it is"""
        for complaint in self.filtered(lambda c: not c.partner_id):
            raise UserError(self.env._("Say first who the customer of case %s is.", complaint.name))

    def _remind(self, user, summary):
        """Leave somebody a task on the case, unless nobody is to be told anything.

        :return: the task, or none
        """
        activities = self.env["mail.activity"]
        if self.env.context.get("install_mode"):
            return activities
        todo = "mail.mail_activity_data_todo"
        return self.activity_schedule(todo, user_id=user.id, summary=summary) or activities
