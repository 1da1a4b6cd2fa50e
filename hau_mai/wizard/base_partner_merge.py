from odoo import api, models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts keeps everything.

    Core writes the surviving contact into every foreign key, and fails on unique
    indexes or deletes where two contacts have the same row. So a model whose
    rows may meet joins them first, in a method ``_merge_partners(src, dst)``.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _models_to_join(self):
        """Our models that know how to join rows of two contacts, those with the method."""
        return [
            model
            for name, model in self.env.items()
            if name.startswith("hau_mai.") and hasattr(model, "_merge_partners")
        ]

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        for model in self._models_to_join():
            model.sudo()._merge_partners(src_partners, dst_partner)
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """Core knows a few models that point by name and id; ours are among the others."""
        result = super()._update_reference_fields(src_partners, dst_partner)
        self.env.flush_all()
        for name, model in self.env.items():
            if not name.startswith("hau_mai.") or not model._auto or model._abstract:
                continue
            for field in model._fields.values():
                if field.type == "many2one_reference" and field.store:
                    self._repoint(model, field, src_partners, dst_partner)
        self.env.invalidate_all()
        return result

    @api.model
    def _repoint(self, model, field, src_partners, dst_partner):
        """Let rows that point at a merged contact by name and id point at the one that stays."""
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s = %s WHERE %s = 'res.partner' AND %s IN %s RETURNING id",
                SQL.identifier(model._table),
                SQL.identifier(field.name),
                dst_partner.id,
                SQL.identifier(field.model_field),
                SQL.identifier(field.name),
                tuple(src_partners.ids),
            )
        )
