from odoo import api, fields, models


class HauMaiComplaint(models.Model):
    """The negotiations about a case, each with its minutes."""

    _inherit = "hau_mai.complaint"

    minutes_ids = fields.One2many(
        "hau_mai.complaint.minutes",
        "complaint_id",
        groups="hau_mai.group_user_own",
    )
    minutes_count = fields.Integer(
        compute="_compute_minutes_count", groups="hau_mai.group_user_own"
    )

    @api.depends("minutes_ids")
    def _compute_minutes_count(self):
        counts = dict(
            self.env["hau_mai.complaint.minutes"]._read_group(
                [("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"]
            )
        )
        for complaint in self:
            complaint.minutes_count = counts.get(complaint._origin, 0)

    def action_view_minutes(self):
        """The minutes of this case; new ones where there are none."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Minutes of %s", self.name),
            "res_model": "hau_mai.complaint.minutes",
            "views": [(False, "list"), (False, "form")]
            if self.minutes_count
            else [(False, "form")],
            "domain": [("complaint_id", "=", self.id)],
            "context": {"default_complaint_id": self.id},
        }
