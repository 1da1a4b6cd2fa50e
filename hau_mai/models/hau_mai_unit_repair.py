from odoo import api, fields, models

from .hau_mai_service_repair import REPAIRING
from .hau_mai_warranty_policy import PART_RULES


class HauMaiUnit(models.Model):
    """What was promised about repairs when a unit was sold, and how often it was repaired."""

    _inherit = "hau_mai.unit"

    pause_during_repair = fields.Boolean(
        string="Repair Time Does Not Count", readonly=True, default=True
    )
    replaced_part_rule = fields.Selection(
        PART_RULES, string="A Replaced Part", readonly=True, default="longest"
    )
    max_repairs = fields.Integer(string="Repairs Before Exchange", readonly=True, default=3)
    service_discount = fields.Float(
        string="Discount on Services (%)", digits="Discount", readonly=True
    )
    repair_count = fields.Integer(
        string="Warranty Repairs",
        compute="_compute_repair_count",
        groups="hau_mai.group_user_own",
        help="Done under warranty; each time the fault came back counts.",
    )

    # === COMPUTE METHODS === #

    @api.depends("service_ids.state", "service_ids.under_warranty", "service_ids.again_count")
    def _compute_repair_count(self):
        for unit in self:
            jobs = unit.sudo().service_ids
            unit.repair_count = sum(job._repairs_performed() for job in jobs)

    # === BUSINESS METHODS === #

    def _pausing_jobs(self):
        """The warranty jobs in which the unit was, or is, away."""
        self.ensure_one()
        services = self.env["hau_mai.service"]
        if not self.pause_during_repair or not self.has_service:
            return services
        return self.sudo().service_ids.filtered(
            lambda job: (
                job.kind in REPAIRING
                and job.under_warranty
                and job.date_received
                and job.state != "cancelled"
            )
        )
