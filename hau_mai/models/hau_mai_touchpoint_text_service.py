from odoo import api, fields, models


class HauMaiTouchpointService(models.Model):
    """What a follow-up on a job or a visit is about, in words."""

    _inherit = "hau_mai.touchpoint"

    service_id = fields.Many2one(
        "hau_mai.service", compute="_compute_documents", string="Service Job"
    )
    visit_id = fields.Many2one(
        "hau_mai.maintenance.occurrence", compute="_compute_documents", string="Planned Visit"
    )
    job_number = fields.Char(compute="_compute_placeholders")
    job_date = fields.Char(compute="_compute_placeholders")
    visit_name = fields.Char(compute="_compute_placeholders")
    visit_date = fields.Char(compute="_compute_placeholders")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The job with its card, and the visit."""
        res = super()._compute_documents()
        self.service_id = self.visit_id = False
        services = self.filtered(lambda row: row.res_model == "hau_mai.service")
        services._set_document("service_id", "res_id")
        for touchpoint in services:
            service = touchpoint.sudo().service_id
            touchpoint.unit_id = service.unit_id
            touchpoint.order_id = service.order_id
        self._about("hau_mai.maintenance.occurrence")._set_document("visit_id", "occurrence")
        return res

    def _prepare_placeholders(self, coverage, day):
        texts = super()._prepare_placeholders(coverage, day)
        service, visit = self.service_id, self.visit_id
        if service and not self.unit_id:
            texts["product_name"] = service.product_id.name
            texts["serial_number"] = service.serial_number
        over = service.date_over or service.date_done
        return texts | {
            "job_number": service.name,
            "job_date": day(over and self.company_id._hau_mai_day(over)),
            "visit_name": visit.schedule_id.name,
            "visit_date": day(visit.date_due),
        }

    # === TOOLS === #

    def _lost_in_words(self):
        if not self.partner_id.active:
            return super()._lost_in_words()
        if self.service_id and self.service_id.state not in ("done", "closed"):
            return self.env._("The job was taken up again.")
        if self.visit_id and self.visit_id.state not in ("due", "booked"):
            return self.env._("The visit was made, or is not planned any more.")
        if self.service_id:
            return self.env._("The rule no longer means this customer or these jobs.")
        return super()._lost_in_words()
