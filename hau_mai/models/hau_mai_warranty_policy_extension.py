from odoo import api, fields, models

#: From when an extended warranty counts.
EXTENSION_STARTS = [
    ("base_end", "When the warranty it extends ends"),
    ("at_once", "On the day it is sold"),
]


class HauMaiWarrantyPolicy(models.Model):
    """What a policy says when it is sold as an extended warranty."""

    _inherit = "hau_mai.warranty.policy"

    extension_start = fields.Selection(
        EXTENSION_STARTS,
        string="Extension Starts",
        required=True,
        default="base_end",
        help="On the day it is sold: never before the warranty it extends has started.",
    )
    extends_expired = fields.Boolean(
        string="Extends Expired Warranties",
        help="It may also be sold for what is no longer under warranty.",
    )
    is_extension = fields.Boolean(
        compute="_compute_is_extension", help="Some product is sold as an extension with it."
    )

    sentence_of_extension = fields.Char(compute="_compute_sentence_of_extension")

    # === COMPUTE METHODS === #

    @api.depends("term_ids", "extension_start")
    @api.depends_context("lang")
    def _compute_sentence_of_extension(self):
        for policy in self:
            policy.sentence_of_extension = policy._prepare_extension_sentence()

    @api.depends_context("company")
    def _compute_is_extension(self):
        """Named by a product that extends warranties, or by its category."""
        products = self.env["product.template"].search([("extends_warranty", "=", True)])
        promised = products._promised("warranty_policy_id", self.env.company)
        used = self.browse({policy.id for policy in promised.values()})
        for policy in self:
            policy.is_extension = policy._origin in used

    # === BUSINESS METHODS === #

    def _prepare_blueprint(self, lang):
        return super()._prepare_blueprint(lang) | {
            "extension_start": self.extension_start,
            "extends_expired": self.extends_expired,
            "extension_sentence": self._prepare_extension_sentence(),
        }

    def _prepare_extension_sentence(self):
        """What the customer reads under the line of an extension."""
        self.ensure_one()
        periods = "; ".join(term._prepare_sentence() for term in self.term_ids)
        if self.extension_start == "at_once":
            return self.env._("Extended warranty: %s, from the day it is sold.", periods)
        return self.env._("Extended warranty: %s, when the present one ends.", periods)
