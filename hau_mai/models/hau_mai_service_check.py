from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.service import judge_value


class HauMaiServiceCheck(models.Model):
    """One item of a job's checklist: passed, failed, not applicable, or a measured value."""

    _name = "hau_mai.service.check"
    _description = "Checklist Item of a Service Job"
    _order = "service_id.id desc, sequence, id"

    service_id = fields.Many2one("hau_mai.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, precompute=True)
    occurrence_id = fields.Many2one(
        "hau_mai.maintenance.occurrence", ondelete="set null", index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to Check", required=True)
    kind = fields.Selection(
        [("check", "Pass or fail"), ("value", "Measured value")], required=True, default="check"
    )
    value_unit = fields.Char(string="Unit of Measure")
    value_min = fields.Float(string="At Least", help="0: no limit.")
    value_max = fields.Float(string="At Most", help="0: no limit.")
    value = fields.Float()
    measured = fields.Boolean(
        copy=False, help="Somebody wrote the value down; until then 0 means nothing."
    )
    result = fields.Selection(
        [("pass", "Pass"), ("fail", "Fail"), ("na", "Not applicable")],
        compute="_compute_result",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="A measured value outside its limits fails; change it when you know better.",
    )
    note = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920, copy=False)
    limits = fields.Char(compute="_compute_limits")
    line_id = fields.Many2one(
        "hau_mai.service.line",
        string="Line Made of It",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    next_service_id = fields.Many2one(
        "hau_mai.service",
        string="Job Made of It",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "value", "measured", "value_min", "value_max")
    def _compute_result(self):
        """Suggest what a value means; what was answered by hand stays until the value changes."""
        for check in self:
            if check.kind == "value" and check.measured:
                check.result = judge_value(check.value, check.value_min, check.value_max)
            else:
                check.result = check.result

    @api.depends("kind", "value_min", "value_max", "value_unit")
    def _compute_limits(self):
        """ "2 to 4 bar", "at most 4 bar"."""
        for check in self:
            low, high = f"{check.value_min:g}", f"{check.value_max:g}"
            if check.kind != "value" or not (check.value_min or check.value_max):
                words = ""
            elif check.value_min and check.value_max:
                words = self.env._("%(low)s to %(high)s", low=low, high=high)
            elif check.value_min:
                words = self.env._("at least %s", low)
            else:
                words = self.env._("at most %s", high)
            unit = words and check.value_unit
            check.limits = f"{words} {unit}" if unit else words

    # === ONCHANGE METHODS === #

    @api.onchange("value")
    def _onchange_value(self):
        self.measured = self.measured or bool(self.value)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._note_measured(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._note_measured(vals))

    @api.model
    def _note_measured(self, vals):
        """A value that was written down was measured, 0 too."""
        if "value" in vals and "measured" not in vals:
            return {**vals, "measured": True}
        return vals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        """What was found at a job that is done stays.

        :raises UserError: naming the item and the job
        """
        for check in self.filtered("result"):
            if check.service_id.state in ("done", "closed"):
                raise UserError(
                    self.env._(
                        "“%(item)s” was answered when job %(job)s was done: it stays.",
                        item=check.name,
                        job=check.service_id.name,
                    )
                )

    # === ACTION METHODS === #

    def action_make_line(self):
        """A failed item becomes work on the same job."""
        self.check_access("write")
        for check in self.filtered(lambda c: c.result == "fail" and not c.line_id):
            check.line_id = check.line_id.create(check._prepare_line_vals())
        return True

    def action_make_job(self):
        """A failed item becomes a repair of its own, which says where it comes from.

        :return: the action that opens the new job
        """
        self.ensure_one()
        self.check_access("write")
        if not self.next_service_id:
            self.next_service_id = self.service_id.create(self._prepare_job_vals())
        return self.next_service_id.action_open()

    # === BUSINESS METHODS === #

    def _prepare_line_vals(self):
        return {"service_id": self.service_id.id, "kind": "labour", "name": self.name}

    def _prepare_job_vals(self):
        job = self.service_id
        said = ": ".join(filter(None, (self.name, self.note)))
        return {
            "kind": "repair",
            "origin_service_id": job.id,
            "company_id": job.company_id.id,
            "partner_id": job.partner_id.id,
            "contact_id": job.contact_id.id,
            "address_id": job.address_id.id,
            "unit_id": job.unit_id.id,
            "product_id": job.product_id.id,
            "serial_number": job.serial_number,
            "user_id": job.user_id.id,
            "request": self.env._("Found at job %(job)s. %(what)s", job=job.name, what=said),
        }
