from odoo import api, fields, models
from odoo.tools import format_date


class HauMaiService(models.Model):
    """What the customer of a job has borrowed from us meanwhile."""

    _inherit = "hau_mai.service"

    loaner_ids = fields.One2many(
        "hau_mai.service.loaner",
        "service_id",
        string="Loaners",
        groups="hau_mai.group_user_own",
        copy=False,
    )
    loaner_out = fields.Boolean(
        string="Loaner Is Out", compute="_compute_loaner_out", groups="hau_mai.group_user_own"
    )
    loaner_sentence = fields.Char(
        compute="_compute_loaner_out",
        groups="hau_mai.group_user_own",
        help="What has to come back before the customer gets their own product.",
    )

    @api.depends("loaner_ids.date_back", "loaner_ids.date_due", "loaner_ids.product_id")
    def _compute_loaner_out(self):
        for service in self:
            out = service.loaner_ids.filtered(lambda loaner: not loaner.date_back)
            service.loaner_out = bool(out)
            names = ", ".join(service._loaner_in_words(loaner) for loaner in out)
            service.loaner_sentence = names and self.env._(
                "Still with the customer, to be taken back: %s", names
            )

    def _loaner_in_words(self, loaner):
        if not loaner.date_due:
            return loaner.display_name
        return self.env._(
            "%(loaner)s (due %(date)s)",
            loaner=loaner.display_name,
            date=format_date(self.env, loaner.date_due),
        )

    def _keep_loaners_until(self, dates):
        """A loaner that is due on the promised day is due on the new one.

        Called before the promised dates of these jobs move.

        :param dates: {job: new promised moment}
        """
        due = {}
        for service in self:
            company = service.company_id
            old, new = map(company._hau_mai_day, (service.date_promised, dates[service]))
            for loaner in service.loaner_ids:
                if not loaner.date_back and loaner.date_due == old:
                    due.setdefault(new, loaner.browse())
                    due[new] |= loaner
        for day, loaners in due.items():
            loaners.date_due = day

    def action_lend(self):
        """The dialog in which something is lent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lend a Product"),
            "res_model": "hau_mai.service.loaner",
            "view_mode": "form",
            "views": [(self.env.ref("hau_mai.hau_mai_service_loaner_view_form").id, "form")],
            "target": "new",
            "context": {"default_service_id": self.id},
        }
