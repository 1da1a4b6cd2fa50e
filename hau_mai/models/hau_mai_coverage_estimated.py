from odoo import api, models


class HauMaiCoverage(models.Model):
    """A period whose day was estimated says from what."""

    _inherit = "hau_mai.coverage"

    @api.depends("unit_id.estimated")
    def _compute_explanation(self):
        return super()._compute_explanation()

    def _explain(self):
        sentence = super()._explain()
        if not self._is_estimated():
            return sentence
        days = self.unit_id.estimated_lead_days
        if days == 1:
            return self.env._(
                "%(sentence)s, estimated from the order date and 1 day of lead time",
                sentence=sentence,
            )
        if days:
            return self.env._(
                "%(sentence)s, estimated from the order date and %(days)s days of lead time",
                sentence=sentence,
                days=days,
            )
        return self.env._("%(sentence)s, estimated from the order date", sentence=sentence)

    def _is_estimated(self):
        """Whether the day this period counts from was estimated."""
        self.ensure_one()
        unit = self.unit_id
        if not unit.is_estimated or not self.date_start or self.origin != "policy":
            return False
        if self.start_trigger == "activation":
            return unit._is_estimated_by("delivery") and self.date_start != unit.date_activated
        return unit._is_estimated_by(self.start_trigger)
