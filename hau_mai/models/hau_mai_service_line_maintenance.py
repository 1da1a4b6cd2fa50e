from odoo import fields, models


class HauMaiServiceLine(models.Model):
    """What a planned visit gives: the parts it uses, and the work when the visit is free."""

    _inherit = "hau_mai.service.line"

    occurrence_id = fields.Many2one(
        "hau_mai.maintenance.occurrence",
        string="Planned Visit",
        ondelete="set null",
        index="btree_not_null",
    )

    def _maintenance_verdict(self):
        """Free are the way and the work of a job all of whose visits are free.

        Parts are free where the plan includes them, which their lines say by themselves.
        """
        visits = self.service_id.sudo().occurrence_ids
        if self.kind == "parts" or not visits:
            return super()._maintenance_verdict()
        paid = visits.filtered(lambda visit: not visit.is_free)
        visit = (paid or visits)[:1]
        return not paid, self.env._(
            "%(visit)s. %(why)s", visit=visit.display_name, why=visit.free_reason
        )
