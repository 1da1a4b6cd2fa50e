from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class HauMaiTouchpointExtension(models.Model):
    """A follow-up on a warranty that ends: which extension fits, and its quotation."""

    _inherit = "hau_mai.touchpoint"

    extension_offer = fields.Char(compute="_compute_extension_offer")
    offers_extension = fields.Boolean(compute="_compute_offers_extension")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "rule_id.offer_extension")
    def _compute_offers_extension(self):
        for touchpoint in self:
            touchpoint.offers_extension = bool(
                touchpoint.sudo().rule_id.offer_extension and touchpoint.unit_id
            )

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_extension_offer(self):
        """ "Extended 12 months: 150,000 ₫ (until 10/01/2028)", of all that fits the card."""
        words = self.sudo().unit_id._extension_words()
        for touchpoint in self:
            touchpoint.extension_offer = words.get(touchpoint.sudo().unit_id, False)

    # === ACTION METHODS === #

    def action_offer_extension(self):
        """Offer extended warranties for all cards of the calls.

        :raises UserError: when a follow-up is about no card, or nothing can be offered
        """
        units = self._same_contact().unit_id
        if not units:
            raise UserError(self.env._("This follow-up is not about a warranty card."))
        origin = ", ".join(dict.fromkeys(self.rule_id.mapped("name")))
        return self.env["hau_mai.extension.offer"]._open_for(units, origin)

    # === TOOLS === #

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.extension_offer": self.env._("the extended warranties that fit, with prices"),
        }

    def _line_of_note(self):
        line = super()._line_of_note()
        if not self.offers_extension:
            return line
        offer = self.extension_offer or self.env._("no extended warranty fits")
        return f"{line} → {offer}"

    def _lost_in_words(self):
        """A warranty that was extended does not end."""
        unit = self.unit_id
        if unit.has_extension and unit.state == "valid" and self._about("hau_mai.coverage"):
            until = unit.date_end_main
            if not until:
                return self.env._("The warranty was extended for life.")
            if self.date_anchor and self.date_anchor < until:
                return self.env._(
                    "The warranty was extended until %s.", format_date(self.env, until)
                )
        return super()._lost_in_words()


class HauMaiCareRunner(models.AbstractModel):
    """Where an extension is offered, the note leads to the quotation."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _note_of(self, note, group):
        body = super()._note_of(note, group)
        if not any(touchpoint.offers_extension for touchpoint in group):
            return body
        return body + Markup('<p><a href="/odoo/follow-ups/%s">%s</a></p>') % (
            group[0].id,
            group.env._("Make the quotation"),
        )
