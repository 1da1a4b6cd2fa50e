from odoo import fields, models


class HauMaiUnit(models.Model):
    """What is done regularly on a unit, and how much it was used."""

    _inherit = "hau_mai.unit"

    schedule_ids = fields.One2many(
        "hau_mai.maintenance.schedule",
        "unit_id",
        string="Maintenance",
        groups="hau_mai.group_user_own",
    )
    reading_ids = fields.One2many(
        "hau_mai.unit.reading", "unit_id", string="Readings", groups="hau_mai.group_user_own"
    )

    def _add_reading(self, value, date=None, source="staff", service=None, confirmed=False):
        """Note what the meter shows.

        :param date: the company's day; today when left out
        :param str source: staff, customer or service
        :param bool confirmed: whether somebody confirmed what looks wrong
        :raises UserError: for what is lower than before or jumps, unless confirmed
        :return: the reading
        """
        self.ensure_one()
        return self.env["hau_mai.unit.reading"].create(
            {
                "unit_id": self.id,
                "value": value,
                "date": date or self.company_id._hau_mai_today(),
                "source": source,
                "service_id": service and service.id,
            }
        )
