from odoo import fields, models


class HauMaiServicePromise(models.Model):
    """One move of a promised date: from when to when, why, by whom. Only added to."""

    _name = "hau_mai.service.promise"
    _description = "Move of a Promised Date"
    _order = "date desc, id desc"
    _rec_name = "date_new"
    _check_company_auto = True

    service_id = fields.Many2one(
        "hau_mai.service", string="Job", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    date = fields.Datetime(string="Moved On", required=True, default=fields.Datetime.now)
    date_old = fields.Datetime(string="From")
    date_new = fields.Datetime(string="To", required=True)
    reason = fields.Char(string="Why")
    user_id = fields.Many2one(
        "res.users", string="Moved By", default=lambda self: self.env.uid, readonly=True
    )
