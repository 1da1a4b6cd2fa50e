from odoo import fields, models

from .hau_mai_service import SERVICE_KINDS


class HauMaiServiceAbilityMixin(models.AbstractModel):
    """What somebody can do: kinds of work and product categories."""

    _name = "hau_mai.service.ability.mixin"
    _description = "Abilities for Service Jobs"

    does_maintenance = fields.Boolean(string="Maintenance", default=True)
    does_repair = fields.Boolean(string="Repair", default=True)
    does_inspection = fields.Boolean(string="Inspection", default=True)
    does_installation = fields.Boolean(string="Installation", default=True)
    does_guidance = fields.Boolean(string="Guidance", default=True)
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="What is worked on, with everything below it; empty for all.",
    )

    def _able_kinds(self):
        """The kinds of jobs that are taken, as a set."""
        self.ensure_one()
        return frozenset(kind for kind, _label in SERVICE_KINDS if self[f"does_{kind}"])
