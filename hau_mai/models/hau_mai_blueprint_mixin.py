from odoo import api, models


class HauMaiBlueprintMixin(models.AbstractModel):
    """Records that a cached blueprint is made of: whoever changes one makes it stale."""

    _name = "hau_mai.blueprint.mixin"
    _description = "Part of a Blueprint"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translation typed in the dialog does not pass through ``write``."""
        res = super()._update_field_translations(field_name, translations, digest, source_lang)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res
