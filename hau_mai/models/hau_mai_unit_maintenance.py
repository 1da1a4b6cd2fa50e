from odoo import api, fields, models
from odoo.fields import Command

from .hau_mai_unit_create import starts_with_order

#: What schedules of units made by an order need not have derived: nothing has started.
WAITING = dict.fromkeys(
    ("date_anchor", "date_next", "date_following", "date_held", "date_generate", "earned"), False
) | {"state": "running", "done_count": 0, "date_next_is_forecast": False}


class HauMaiUnit(models.Model):
    """What is done regularly on a unit."""

    _inherit = "hau_mai.unit"

    # === FIELDS === #

    maintenance_plan_id = fields.Many2one(
        "hau_mai.maintenance.plan",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    schedule_ids = fields.One2many(
        "hau_mai.maintenance.schedule",
        "unit_id",
        string="Maintenance",
        groups="hau_mai.group_user_own",
    )
    date_next_visit = fields.Date(
        string="Next Maintenance",
        compute="_compute_date_next_visit",
        groups="hau_mai.group_user_own",
    )

    # === COMPUTE METHODS === #

    @api.depends("schedule_ids.date_next")
    def _compute_date_next_visit(self):
        for unit in self:
            days = unit.schedule_ids.filtered("date_next").mapped("date_next")
            unit.date_next_visit = min(days, default=False)

    # === CRUD METHODS === #

    def write(self, vals):
        if "maintenance_plan_id" not in vals:
            return super().write(vals)
        changed = self.filtered(
            lambda unit: unit.maintenance_plan_id.id != vals["maintenance_plan_id"]
        )
        res = super().write(vals)
        changed._follow_plan()
        return res

    @api.model
    def _fill_promises(self, vals_list):
        """Copy the plan into the units that are created with one.

        Without a policy to say so, a unit starts with its delivery.
        """
        result = super()._fill_promises(vals_list)
        partners = self.env["res.partner"]
        for vals in vals_list:
            if not vals.get("maintenance_plan_id"):
                continue
            vals["start_trigger"] = vals.get("start_trigger") or "delivery"
            vals["triggers"] = vals.get("triggers") or vals["start_trigger"]
            if not vals.get("schedule_ids"):
                lang = partners.browse(vals.get("partner_id")).lang
                vals["schedule_ids"] = self._prepare_schedule_commands(
                    vals["maintenance_plan_id"], lang
                )
        return result

    @api.model
    def _prepare_schedule_commands(self, plan_id, lang):
        """Commands that make the schedules of a plan, worded in a language."""
        plan = self.env["hau_mai.maintenance.plan"].browse(plan_id)
        blueprint = plan._get_blueprint(lang or self.env.lang or "en_US")
        return [Command.create(dict(vals)) for vals in blueprint["schedules"]]

    @api.model
    def _fill_derived(self, vals_list):
        result = super()._fill_derived(vals_list)
        provinces = {}
        for vals in vals_list:
            if not vals.get("schedule_ids") or starts_with_order(vals.get("triggers")):
                continue
            key = (vals.get("address_id"), vals["partner_id"])
            if key not in provinces:
                address, customer = (self.env["res.partner"].browse(id_) for id_ in key)
                provinces[key] = (address.state_id or customer.state_id).id
            for command in vals["schedule_ids"]:
                command[2].update(
                    WAITING,
                    company_id=vals["company_id"],
                    partner_id=vals["partner_id"],
                    province_id=provinces[key],
                )
        return result

    def _skip_derived(self):
        result = super()._skip_derived()
        planned = self.filtered(
            lambda unit: unit.maintenance_plan_id and not starts_with_order(unit.triggers)
        )
        schedules = planned.schedule_ids
        for fname in ("company_id", "partner_id", "province_id", *WAITING):
            self.env.remove_to_compute(schedules._fields[fname], schedules)
        return result

    def _prepare_split_promises(self):
        """A part keeps its maintenance, with what was done so far."""
        return super()._prepare_split_promises() | {
            "maintenance_plan_id": self.maintenance_plan_id.id,
            "schedule_ids": [
                Command.create(schedule._prepare_split_vals()) for schedule in self.schedule_ids
            ],
        }

    # === BUSINESS METHODS === #

    def _same_promise(self):
        """Whether policy and plan would promise today just what this unit was promised."""
        return super()._same_promise() and self._same_maintenance()

    def _same_maintenance(self):
        self.ensure_one()
        if not self.maintenance_plan_id:
            return True
        lang = self.partner_id.lang or self.env.lang or "en_US"
        blueprint = self.maintenance_plan_id._get_blueprint(lang)
        mine = [schedule._to_promise() for schedule in self.schedule_ids if schedule.plan_line_id]
        schedules = self.env["hau_mai.maintenance.schedule"]
        promised = [schedules._promise_key(vals) for vals in blueprint["schedules"]]
        return sorted(mine) == sorted(promised)

    def _follow_plan(self):
        """Another plan was chosen by hand: its schedules begin, the others end."""
        for unit in self:
            plan = unit.maintenance_plan_id
            others = unit.schedule_ids.filtered(
                lambda schedule, plan=plan: (
                    schedule.plan_line_id and schedule.plan_line_id.plan_id != plan
                )
            )
            if others:
                others.action_cancel(self.env._("Another maintenance plan was chosen."))
            if plan and not unit.schedule_ids.filtered(
                lambda schedule, plan=plan: schedule.plan_line_id.plan_id == plan
            ):
                unit.write(
                    {
                        "start_trigger": unit.start_trigger or "delivery",
                        "triggers": unit.triggers or unit.start_trigger or "delivery",
                        "schedule_ids": self._prepare_schedule_commands(
                            plan.id, unit.partner_id.lang
                        ),
                    }
                )

    def _hand_over_to(self, unit):
        """Give the maintenance to the unit that replaces this one; its dates go on.

        Schedules that the other unit got itself for the same lines give way, since
        nothing was done on them yet.
        """
        self.ensure_one()
        result = super()._hand_over_to(unit)
        schedules = self.schedule_ids.sudo()._in_state("running", "paused", "done")
        taken = unit.sudo().schedule_ids.filtered(
            lambda one: one.plan_line_id & schedules.plan_line_id
        )
        if taken:
            taken.write({"plan_line_id": False})
            taken.action_cancel(self.env._("Taken over from %s", self.name))
        for schedule in schedules:
            schedule.write(
                {
                    "unit_id": unit.id,
                    "date_anchor_manual": schedule.date_anchor,
                    "anchor_reason": self.env._("As with %s, which it replaces", self.name),
                }
            )
        if not unit.maintenance_plan_id:
            unit.maintenance_plan_id = self.maintenance_plan_id
        return result

    def _void(self, code, reason):
        """Jobs that were only planned are cancelled; their visits are due if it is restored."""
        units = self.filtered(lambda unit: unit.state == "valid")
        result = super()._void(code, reason)
        planned = units.filtered("has_service").sudo().schedule_ids
        if planned:
            planned.occurrence_ids.service_id._cancel_not_started(reason)
        return result

    def action_plan_visits(self):
        """Make the visits that are due, and their jobs, without waiting for the night."""
        self.check_access("write")
        self.sudo().schedule_ids._make_due()
        return True
