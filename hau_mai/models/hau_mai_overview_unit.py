from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models


class HauMaiOverview(models.AbstractModel):
    """Warranties on the first screen: what ends soon, how they stand, what began."""

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if self.env["hau_mai.unit"].has_access("read"):
            tiles += [self._tile_ending(), self._tile_status()]
        if self.env.user.has_group("hau_mai.group_manager"):
            tiles += self._tiles_setup()
        return tiles

    @api.model
    def _get_series(self, weeks):
        series = super()._get_series(weeks)
        if not self.env["hau_mai.unit"].has_access("read"):
            return series
        domain = [("state", "=", "valid")]
        label = self.env._("Warranties started")
        started = ("hau_mai.unit", domain, "date_start")
        return [*series, self._weekly_series("started", label, *started, weeks)]

    @api.model
    def _tile_ending(self):
        """What ends soon: main warranties by day, and the periods of components."""
        today = self._today()
        notice = self.env.company.hau_mai_expiring_days
        month_end = today + relativedelta(day=31)
        spans = [
            ("week", self.env._("in the next 7 days"), today, today + timedelta(days=7), "danger"),
            ("month", self.env._("until the end of this month"), today, month_end, "warning"),
            (
                "next_month",
                self.env._("in the month after"),
                month_end + timedelta(days=1),
                month_end + relativedelta(months=1, day=31),
                "body",
            ),
        ]
        figures = []
        for key, label, first, last, color in spans:
            domain = [
                ("state", "=", "valid"),
                ("date_end_main", ">=", first),
                ("date_end_main", "<=", last),
            ]
            title = self.env._("Warranties that end %s", label)
            action = self._list_action("hau_mai.unit", title, domain)
            figures.append(
                self._figure(key, label, self._count("hau_mai.unit", domain), action, color)
            )
        expiring = self._figure(
            "expiring",
            self.env._("within %s days", notice),
            self._count("hau_mai.unit", [("warranty_status", "=", "expiring")]),
            self._status_action("expiring"),
            "warning",
        )
        figures.insert(1, expiring)
        return {
            "key": "ending",
            "title": self.env._("Warranties That End"),
            "icon": "fa-hourglass-half",
            "sequence": 20,
            "figures": figures,
        }

    @api.model
    def _tile_status(self):
        """How many warranties stand how."""
        labels = dict(
            self.env["hau_mai.unit"]._fields["warranty_status"]._description_selection(self.env)
        )
        colors = {
            "active": "success",
            "expiring": "warning",
            "not_started": "info",
            "expired": "danger",
            "void": "muted",
        }
        return {
            "key": "status",
            "title": self.env._("Warranty Cards"),
            "icon": "fa-shield",
            "sequence": 30,
            "figures": [
                self._figure(
                    status,
                    labels[status],
                    self._count("hau_mai.unit", [("warranty_status", "=", status)]),
                    self._status_action(status),
                    color,
                )
                for status, color in colors.items()
            ],
        }

    @api.model
    def _status_action(self, status):
        labels = dict(
            self.env["hau_mai.unit"]._fields["warranty_status"]._description_selection(self.env)
        )
        return self._list_action("hau_mai.unit", labels[status], [("warranty_status", "=", status)])

    @api.model
    def _setup_figures(self):
        figures = super()._setup_figures()
        without = [("without_warranty_policy", "=", True), ("sale_ok", "=", True)]
        count = self._count("product.template", without)
        if count:
            label = self.env._("products without a warranty policy")
            action = self._list_action("product.template", label.capitalize(), without)
            list_view = self.env.ref("hau_mai.product_template_view_list_policies")
            action["views"] = [(list_view.id, "list"), (False, "form")]
            figures.append(self._figure("without_policy", label, count, action, "warning"))
        if self.env.company._hau_mai_tz() == "UTC":
            label = self.env._("time zone to be set: days begin at midnight UTC")
            action = {
                "type": "ir.actions.act_window",
                "res_model": "res.config.settings",
                "views": [(False, "form")],
                "context": {"module": "hau_mai"},
            }
            figures.append(self._figure("time_zone", label, 1, action, "danger"))
        return figures

    @api.model
    def _tiles_setup(self):
        """The tile of what has still to be decided; none when all is."""
        figures = self._setup_figures()
        if not figures:
            return []
        return [
            {
                "key": "setup",
                "title": self.env._("To Be Decided"),
                "icon": "fa-cog",
                "sequence": 90,
                "figures": figures,
            }
        ]
