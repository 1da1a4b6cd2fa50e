from odoo import fields, models


class HauMaiMaintenanceOccurrence(models.Model):
    """The n-th visit of a schedule: when it is due, on which job, and what became of it."""

    _name = "hau_mai.maintenance.occurrence"
    _description = "Planned Visit"
    _order = "date_due, schedule_id, number"

    _number_unique = models.UniqueIndex("(schedule_id, number)", "A schedule has each visit once.")

    schedule_id = fields.Many2one(
        "hau_mai.maintenance.schedule", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="schedule_id.company_id", store=True)
    number = fields.Integer(string="Visit", required=True)
    date_due = fields.Date(string="Due On", required=True)
    date_done = fields.Date(string="Done On")
    service_id = fields.Many2one(
        "hau_mai.service", string="Service Job", index="btree_not_null", ondelete="set null"
    )
    state = fields.Selection(
        [
            ("due", "Due"),
            ("booked", "Booked"),
            ("done", "Done"),
            ("carried_over", "Carried over"),
            ("missed", "Missed"),
            ("skipped", "Skipped"),
        ],
        string="Status",
        required=True,
        default="due",
    )
    reason = fields.Char()
