from odoo import api, fields, models


class HauMaiService(models.Model):
    """What was complained of, what was found, why, and how it ended."""

    _inherit = "hau_mai.service"

    symptom_ids = fields.Many2many(
        "hau_mai.symptom",
        "hau_mai_service_symptom_rel",
        string="Symptoms",
        domain="[('kind', '=', 'symptom'), '|', ('categ_ids', '=', False), "
        "('categ_ids', 'parent_of', categ_id)]",
        check_company=True,
        groups="base.group_user",
    )
    fault_ids = fields.Many2many(
        "hau_mai.symptom",
        "hau_mai_service_fault_rel",
        string="Faults",
        domain="[('kind', '=', 'fault'), '|', ('categ_ids', '=', False), "
        "('categ_ids', 'parent_of', categ_id)]",
        copy=False,
        check_company=True,
        groups="base.group_user",
    )
    diagnosis = fields.Text(string="What Was Found", copy=False, groups="base.group_user")
    cause = fields.Selection(
        [
            ("manufacturer", "The manufacturer"),
            ("user", "How it was used"),
            ("wear", "Wear"),
            ("transport", "Transport"),
            ("unknown", "Unknown"),
        ],
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Where the fault comes from.",
    )
    result = fields.Selection(
        [
            ("repaired", "Repaired"),
            ("not_repaired", "Could not be repaired"),
            ("declined", "Customer declined"),
            ("no_fault", "No fault found"),
        ],
        copy=False,
        tracking=True,
    )
    photo_ids = fields.Many2many(
        "ir.attachment",
        "hau_mai_service_photo_rel",
        string="Photos",
        copy=False,
        bypass_search_access=True,
        groups="base.group_user",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        if any("photo_ids" in vals for vals in vals_list):
            services._adopt_photos()
        return services

    def write(self, vals):
        result = super().write(vals)
        if "photo_ids" in vals:
            self._adopt_photos()
        return result

    def _adopt_photos(self):
        """Photos taken before the job was saved become its own, so that colleagues see them."""
        for service in self:
            loose = service.photo_ids.filtered(lambda photo: not photo.res_id)
            if loose:
                loose.write({"res_model": self._name, "res_id": service.id})
