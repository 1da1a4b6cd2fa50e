from datetime import timedelta

from odoo import api, fields, models

from .hau_mai_service_parts import DONE_STATES


class HauMaiService(models.Model):
    """A job that is done makes the claim for what the manufacturer has to pay."""

    _inherit = "hau_mai.service"

    claim_ids = fields.One2many(
        "hau_mai.service.claim", "service_id", string="Claims", groups="hau_mai.group_user_own"
    )
    claim_count = fields.Integer(compute="_compute_claim_count", groups="hau_mai.group_user_own")

    @api.depends("claim_ids")
    def _compute_claim_count(self):
        for service in self:
            service.claim_count = len(service.claim_ids)

    def action_view_claims(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_service_claim_action"
        )
        action |= {"domain": [("service_id", "=", self.id)], "context": {}}
        if len(self.claim_ids) == 1:
            action |= {"res_id": self.claim_ids.id, "views": [(False, "form")]}
        return action

    def _on_state_changed(self, before):
        result = super()._on_state_changed(before)
        self.filtered(lambda s: s.state in DONE_STATES)._make_claims()
        return result

    def _make_claims(self):
        """One claim a job for what its manufacturer pays for and nobody has claimed."""
        owed = (
            self.sudo()
            .line_ids.filtered(
                lambda line: (
                    line.covered
                    and line.guarantor == "maker"
                    and not line.claim_id
                    and not line.declined
                )
            )
            .grouped("service_id")
        )
        claims = self.env["hau_mai.service.claim"].sudo()
        open_claims = {
            claim.service_id: claim for claim in self.sudo().claim_ids if claim.state == "to_claim"
        }
        new = claims.create(
            [service._prepare_claim_vals() for service in owed if service not in open_claims]
        )
        open_claims |= {claim.service_id: claim for claim in new}
        for service, lines in owed.items():
            lines.claim_id = open_claims[service]

    def _prepare_claim_vals(self):
        self.ensure_one()
        company = self.company_id
        today = company._hau_mai_today()
        return {
            "service_id": self.id,
            "partner_id": self._maker().id,
            "date_deadline": today + timedelta(days=company.hau_mai_claim_days),
        }
