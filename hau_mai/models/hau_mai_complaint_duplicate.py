from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.complaint import may_be_duplicate
from .hau_mai_complaint_stage import OPEN_KINDS

#: So many are named in the warning.
NAMED = 5


class HauMaiComplaint(models.Model):
    """Open cases that may be the same one, said while a case is typed."""

    _inherit = "hau_mai.complaint"

    twin_ids = fields.Many2many(
        "hau_mai.complaint",
        string="Possible Duplicates",
        compute="_compute_twin_ids",
        groups="hau_mai.group_user_own",
        help="Other open cases of this customer, or of their company, about the same product.",
    )
    twin_warning = fields.Html(compute="_compute_twin_warning", groups="hau_mai.group_user_own")

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "product_id", "unit_id", "state", "parent_id")
    def _compute_twin_ids(self):
        """One query, whatever the number of cases; what was handed over is no duplicate."""
        candidates = self._search_open_of(self.partner_id)
        by_customer = candidates.grouped("commercial_partner_id")
        for complaint in self:
            facts = complaint._twin_facts()
            same = by_customer.get(
                complaint.partner_id.commercial_partner_id._origin, self.browse()
            )
            twins = same.filtered(
                lambda other, facts=facts, complaint=complaint: (
                    other != complaint._origin and may_be_duplicate(facts, other._twin_facts())
                )
            )
            asked = complaint.state in OPEN_KINDS and not complaint.parent_id
            complaint.twin_ids = twins if asked else False

    @api.depends("twin_ids")
    def _compute_twin_warning(self):
        for complaint in self:
            twins = complaint.twin_ids._origin
            complaint.twin_warning = bool(twins) and self._word_twins(twins, complaint.product_id)

    # === BUSINESS METHODS === #

    @api.model
    def _search_open_of(self, partners):
        """The open cases of these customers and of their companies, the newest first."""
        commercial = partners.commercial_partner_id._origin
        if not commercial:
            return self.browse()
        return self.search(
            Domain("commercial_partner_id", "in", commercial.ids)
            & Domain("state", "in", OPEN_KINDS)
            & Domain("parent_id", "=", False),
            order="id DESC",
        )

    def _twin_facts(self):
        return {"unit": self.unit_id._origin.id, "product": self.product_id._origin.id}

    @api.model
    def _word_twins(self, twins, product):
        """ "2 open cases of this customer about the same product: KN26000012 …", with links."""
        links = Markup(", ").join(
            Markup('<a href="/odoo/cases/%s" target="_blank">%s</a> %s')
            % (twin.id, twin.name, twin.subject)
            for twin in twins[:NAMED]
        )
        more = Markup(" …") if len(twins) > NAMED else ""
        if product:
            said = self.env._("Open cases of this customer about the same: %s", len(twins))
        else:
            said = self.env._("Open cases of this customer: %s", len(twins))
        return Markup("<b>%s</b> · %s%s") % (said, links, more)
