from odoo import api, fields, models

#: What is done, was received, and has not been handed back: somebody has to come for it.
COLLECTABLE = [
    ("state", "=", "done"), ("date_received", "!=", False), ("date_returned", "=", False),
]  # fmt: skip


class HauMaiService(models.Model):
    """What a job that is over has to say in figures: how long it was away, whether in time."""

    _inherit = "hau_mai.service"

    _over_idx = models.Index("(date_over) WHERE date_over IS NOT NULL")
    _returned_idx = models.Index("(date_returned) WHERE date_returned IS NOT NULL")

    days_away = fields.Float(
        compute="_compute_figures",
        store=True,
        precompute=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the receipt until it was handed back.",
    )
    done_late = fields.Boolean(
        compute="_compute_figures",
        store=True,
        precompute=True,
        help="It was ready after the moment that was promised.",
    )
    date_over = fields.Datetime(
        string="With the Customer Since",
        compute="_compute_figures",
        store=True,
        precompute=True,
        help="When it was handed back, or done where the customer is.",
    )

    @api.depends("state", "date_received", "date_promised", "date_done", "date_returned")
    def _compute_figures(self):
        for service in self:
            received, returned = service.date_received, service.date_returned
            away = returned - received if received and returned else None
            service.days_away = away.total_seconds() / 86400 if away else 0
            promised, done = service.date_promised, service.date_done
            service.done_late = bool(promised and done and done > promised)
            at_place = service.state in ("done", "closed") and not received and done
            service.date_over = returned or at_place or False
