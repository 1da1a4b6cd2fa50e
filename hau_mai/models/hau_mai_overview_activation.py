from odoo import api, models


class HauMaiOverview(models.AbstractModel):
    """Activations on the first screen, while some wait to be confirmed."""

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if not self.env["hau_mai.activation"].has_access("read"):
            return tiles
        waiting = [("state", "=", "waiting")]
        count = self._count("hau_mai.activation", waiting)
        if not count:
            return tiles
        label = self.env._("to confirm")
        action = self._list_action(
            "hau_mai.activation", self.env._("Activations to Confirm"), waiting
        )
        tile = {
            "key": "activation",
            "title": self.env._("Activations"),
            "icon": "fa-check-circle-o",
            "sequence": 15,
            "figures": [self._figure("to_confirm", label, count, action, "warning")],
        }
        return [*tiles, tile]
