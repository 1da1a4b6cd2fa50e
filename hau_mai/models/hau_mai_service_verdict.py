from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .hau_mai_service import OPEN_STATES
from .hau_mai_service_repair import REPAIRING

#: Before the work begins, the warranty may be asked again.
ASKABLE = ("new", "scheduled", "on_the_way")


class HauMaiService(models.Model):
    """Is the job under warranty, and why? A verdict given stays given, with its moment.

    It is given when a job about something broken gets its warranty card. Neither a later
    change of the policy nor the end of the warranty during the repair takes it back; a
    person may, with a reason.
    """

    _inherit = "hau_mai.service"

    # === FIELDS === #

    under_warranty = fields.Boolean(copy=False, tracking=True)
    verdict_reason = fields.Char(
        string="Why", copy=False, readonly=True, tracking=True, groups="base.group_user"
    )
    verdict_date = fields.Datetime(
        string="Warranty Asked On", copy=False, readonly=True, groups="base.group_user"
    )
    ruling = fields.Selection(
        [("accepted", "Accepted out of term"), ("refused", "Not a warranty case")],
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="What a person decided, whatever the warranty card says.",
    )
    may_ask_again = fields.Boolean(compute="_compute_may_ask_again", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("state", "kind", "unit_id")
    def _compute_may_ask_again(self):
        for service in self:
            service.may_ask_again = (
                service.state in ASKABLE and service.kind in REPAIRING and bool(service.unit_id)
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        to_ask = self.browse(
            service.id
            for service, vals in zip(services, vals_list, strict=True)
            if "under_warranty" not in vals
        )
        to_ask._give_verdict()
        return services

    def write(self, vals):
        result = super().write(vals)
        if "under_warranty" in vals or not vals.keys() & {"unit_id", "kind"}:
            return result
        self.filtered(lambda s: s.state in ASKABLE or not s.verdict_date)._give_verdict()
        return result

    # === ACTION METHODS === #

    def action_ask_again(self):
        """Ask the warranty once more, as long as the work has not begun.

        :raises UserError: when it has
        """
        for service in self.filtered(lambda s: not s.may_ask_again):
            raise UserError(
                self.env._(
                    "The work on job %s has begun: the verdict that was given stays. A manager "
                    "can accept it out of term, with a reason.",
                    service.name,
                )
            )
        self.write({"ruling": False})
        self._give_verdict()
        return True

    def action_accept_out_of_term(self, reason=None):
        """Treat a job as under warranty although the warranty card says no.

        :param str reason: why; the dialog asks for it when left out
        :raises UserError: without a reason
        :raises AccessError: for somebody who is not a manager
        """
        if reason is None:
            return self._open_ruling("accept")
        self._raise_if_not_manager(self.env._("accept a job out of term"))
        return self._rule("accepted", reason)

    def action_refuse_warranty(self, reason=None):
        """Say that it is no warranty case although the card is valid: misuse, an exclusion.

        :param str reason: what the customer is told; the dialog asks for it when left out
        :raises UserError: without a reason, or when the work has been done
        """
        if reason is None:
            return self._open_ruling("refuse_warranty")
        return self._rule("refused", reason)

    # === BUSINESS METHODS === #

    def _give_verdict(self):
        """Ask the warranty of the units and write down what it says, with the moment."""
        services = self.filtered(lambda s: s.kind in REPAIRING and s.unit_id)
        for service in services:
            covered, reason = service._ask_unit()
            service.write(
                {
                    "under_warranty": covered,
                    "verdict_reason": reason,
                    "verdict_date": fields.Datetime.now(),
                }
            )
        services.line_ids._give_verdict()

    def _ask_unit(self):
        """Whether the warranty of the whole unit pays for labour, else for parts, on the day
        of the receipt: (covered, reason).

        Where only components are covered, it depends on what is found: the reason names
        them, and a line that is covered makes the job one under warranty.
        """
        self.ensure_one()
        # who may take a job in may ask, whoever is responsible for the card
        unit, day = self.unit_id.sudo(), self._verdict_day()
        for kind in ("labour", "parts"):
            covered, reason, _period = unit._coverage_answer(
                kind=kind, on_date=day, whole_unit=True
            )
            if covered:
                return True, reason
        component, component_reason = unit._coverage_verdict(kind="parts", on_date=day)
        return False, f"{reason} {component_reason}" if component else reason

    def _follow_lines(self):
        """A part or work that the warranty pays for makes the job one under warranty: what was
        found broken is covered."""
        for service in self.filtered(lambda s: s.kind in REPAIRING and not s.under_warranty):
            paid = service.line_ids.filtered(lambda r: r.coverage_id and r.kind != "transport")
            if paid and not service.ruling:
                service.sudo().write({"under_warranty": True, "verdict_reason": paid[0].reason})
                service.line_ids.filtered(lambda line: not line.covered)._give_verdict()

    def _verdict_day(self):
        """The company's day for which the warranty is asked."""
        self.ensure_one()
        moment = self.verdict_date if self.state not in ASKABLE else False
        return self.company_id._hau_mai_day(moment or self.date_received or fields.Datetime.now())

    def _rule(self, ruling, reason):
        """Write down what a person decided, and let the lines follow.

        :raises UserError: without a reason, or when a job is over
        """
        self._raise_without(reason)
        labels = dict(self._fields["ruling"]._description_selection(self.env))
        for service in self:
            if service.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "Job %s is over: take it up again before you decide who pays.", service.name
                    )
                )
            service.write(
                {
                    "ruling": ruling,
                    "under_warranty": ruling == "accepted",
                    "verdict_reason": f"{labels[ruling]}: {reason}",
                    "verdict_date": service.verdict_date or fields.Datetime.now(),
                }
            )
            service.message_post(
                body=self.env._(
                    "%(ruling)s by %(user)s: %(reason)s",
                    ruling=labels[ruling],
                    user=self.env.user.name,
                    reason=reason,
                )
            )
        self.line_ids._give_verdict()
        return True

    def _raise_without(self, reason):
        """:raises UserError: when a decision has no reason"""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: who reads the job later will want to know."))

    def _raise_if_not_manager(self, what):
        """:raises AccessError: naming what only a manager may do, and whom to ask"""
        if not self.env.su and not self.env.user.has_group("hau_mai.group_manager"):
            raise AccessError(
                self.env._(
                    "Only an After-Sales administrator can %(what)s. Ask %(who)s.",
                    what=what,
                    who=(self[:1].company_id or self.env.company)._hau_mai_manager().name,
                )
            )

    def _open_ruling(self, decision):
        """The dialog that asks for the reason of a decision."""
        labels = dict(
            self.env["hau_mai.service.ruling"]._fields["decision"]._description_selection(self.env)
        )
        return {
            "type": "ir.actions.act_window",
            "name": labels[decision],
            "res_model": "hau_mai.service.ruling",
            "view_mode": "form",
            "target": "new",
            "context": {"default_service_ids": self.ids, "default_decision": decision},
        }
