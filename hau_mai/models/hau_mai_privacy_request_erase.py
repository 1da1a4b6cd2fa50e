from odoo import models


class HauMaiPrivacyRequest(models.Model):
    """The erasure a customer asked for."""

    _inherit = "hau_mai.privacy.request"

    # === ACTION METHODS === #

    def action_erase(self):
        """Show what would be erased and what stays, before anything is done.

        :raises UserError: while nobody knows who asks
        """
        self.ensure_one()
        self._check_rights()
        self._check_identity()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Erase a Customer"),
            "res_model": "hau_mai.privacy.erasure",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id, "dialog_size": "large"},
        }

    # === BUSINESS METHODS === #

    def _erase_customer(self):
        """Tell the customer what stays and why, then erase them; the request is done."""
        self.ensure_one()
        self._check_rights()
        self._check_identity()
        partner, company = self.partner_id, self.company_id
        plan, _rows = partner._privacy_plan(company)
        in_their_words = self.with_context(lang=partner.lang or self.env.lang)
        self._finish("done", result=in_their_words._say_erased(plan))
        (self.export_json_id | self.export_paper_id).sudo().unlink()
        partner._privacy_erase(company, self.env._("Privacy request %s", self.name))

    def _say_erased(self, plan):
        """What was erased and what stays, for the customer."""
        sentences = [self.env._("We have erased your data.")]
        if plan.grounds:
            sentences.append(self.env._("This stays as long as it has to:"))
            sentences += self.partner_id._privacy_grounds(plan)
        return " ".join(sentences)
