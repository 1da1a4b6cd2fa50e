from odoo import api, fields, models


class ResPartner(models.Model):
    """Vulnerable consumers, who are served first (Law 19/2023/QH15, art. 8).

    Why somebody is one, and its evidence, are sensitive personal data: only
    administrators of After-Sales see them, its users only the mark.
    """

    _inherit = "res.partner"

    hau_mai_vulnerable = fields.Boolean(
        string="Vulnerable Consumer",
        groups="hau_mai.group_user_own",
        help="Asked to be served first and showed evidence (Law 19/2023/QH15, art. 8).",
    )
    hau_mai_vulnerable_until = fields.Date(
        string="Vulnerable Until",
        groups="hau_mai.group_user_own",
        help="Until when the evidence counts; for good when empty.",
    )
    hau_mai_vulnerable_ground = fields.Selection(
        [
            ("elderly", "Elderly person"),
            ("disabled", "Person with a disability"),
            ("child", "Child"),
            ("minority", "Ethnic minority, mountainous or remote area, island"),
            ("mother", "Pregnant, or with a child under 36 months"),
            ("illness", "Serious illness"),
            ("poor", "Poor household"),
        ],
        string="Ground",
        groups="hau_mai.group_manager",
    )
    hau_mai_vulnerable_evidence_ids = fields.Many2many(
        "ir.attachment",
        "hau_mai_partner_evidence_rel",
        string="Evidence",
        copy=False,
        bypass_search_access=True,
        context={"skip_res_field_check": True},
        groups="hau_mai.group_manager",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if any("hau_mai_vulnerable_evidence_ids" in vals for vals in vals_list):
            partners._hide_evidence()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if "hau_mai_vulnerable_evidence_ids" in vals:
            self._hide_evidence()
        return result

    # === BUSINESS METHODS === #

    def _is_vulnerable(self):
        """Whether the customer is to be served first, on the company's day."""
        partner = self.sudo()
        until = partner.hau_mai_vulnerable_until
        today = self.env.company._hau_mai_today()
        return partner.hau_mai_vulnerable and (not until or until >= today)

    def _hide_evidence(self):
        """Evidence belongs to its field, so that who may not see the field cannot open it."""
        fname = "hau_mai_vulnerable_evidence_ids"
        for partner in self:
            files = partner[fname].filtered(
                lambda file, partner=partner: (file.res_field, file.res_id) != (fname, partner.id)
            )
            if files:
                files.write({"res_model": "res.partner", "res_id": partner.id, "res_field": fname})
