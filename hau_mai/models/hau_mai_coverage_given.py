from odoo import fields, models


class HauMaiCoverage(models.Model):
    """What was put in by a repair has a period of its own: it names its job."""

    _inherit = "hau_mai.coverage"

    part_line_ids = fields.One2many(
        "hau_mai.service.line", "part_coverage_id", groups="hau_mai.group_user_own"
    )
    guarantee_line_ids = fields.One2many(
        "hau_mai.service.line", "guarantee_coverage_id", groups="hau_mai.group_user_own"
    )

    def _giving_event(self):
        period = self.sudo()
        job = (period.part_line_ids | period.guarantee_line_ids).service_id[:1]
        if not job:
            return super()._giving_event()
        if self.origin == "part":
            return self.env._("the replacement of the part (%s)", job.name)
        return self.env._("the repair (%s)", job.name)
