from odoo import fields, models


class HauMaiService(models.Model):
    """The case that led to a job, and what the job cost it."""

    _inherit = "hau_mai.service"

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Made for Case",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
        groups="hau_mai.group_user_own",
    )

    def _on_state_changed(self, before):
        """The case learns what was given for it once its job is done."""
        result = super()._on_state_changed(before)
        done = self.sudo().filtered(lambda s: s.complaint_id and s.state in ("done", "closed"))
        actions = self.env["hau_mai.complaint.action"].sudo()
        for action in done and actions.search([("service_id", "in", done.ids)]):
            action.cost = action.service_id.cost_covered
        return result
