from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class HauMaiCommitmentMixin(models.AbstractModel):
    """What products, categories and companies promise by default: policies and plans.

    What something was sold with is neither deleted nor taken away from its company.
    """

    _name = "hau_mai.commitment.mixin"
    _description = "Commitment"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    #: The field of products, categories, companies and order lines that names it.
    _promise_field = None
    #: The field of warranty cards that names it.
    _unit_field = None

    # === FIELDS === #

    unit_count = fields.Integer(string="Warranty Cards", compute="_compute_unit_count")
    product_count = fields.Integer(string="Products", compute="_compute_product_count")

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit_count(self):
        domain = [(self._unit_field, "in", self.ids)]
        counts = self.env["hau_mai.unit"]._count_by(self._unit_field, domain)
        for promise in self:
            promise.unit_count = counts.get(promise, 0)

    @api.depends_context("company")
    def _compute_product_count(self):
        fname = self._promise_field
        counts = dict(
            self.env["product.template"]._read_group(
                [(fname, "in", self.ids)], [fname], ["__count"]
            )
        )
        for promise in self:
            promise.product_count = counts.get(promise, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("company_id")
    def _check_company_of_sold(self):
        """A card whose promise its own people may not see cannot be opened."""
        for promise in self.filtered("company_id"):
            elsewhere = Domain(self._unit_field, "=", promise.id) & ~Domain(
                "company_id", "child_of", promise.company_id.id
            )
            unit = self.env["hau_mai.unit"].sudo().search(elsewhere, limit=1)
            if unit:
                raise ValidationError(
                    self.env._(
                        "%(company)s sold something with “%(promise)s”, so it cannot be given "
                        "to %(other)s alone. Copy it instead.",
                        company=unit.company_id.name,
                        promise=promise.name,
                        other=promise.company_id.name,
                    )
                )

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for promise, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", promise.name)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sold(self):
        fname = self._unit_field
        sold = self.env["hau_mai.unit"].sudo()._read_group([(fname, "in", self.ids)], [fname])
        if sold:
            raise UserError(
                self.env._(
                    "Something was sold with %(promises)s, so it cannot be deleted. "
                    "Archive it instead.",
                    promises=", ".join(promise.name for (promise,) in sold),
                )
            )

    # === ACTION METHODS === #

    def action_view_units(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        return action | {"domain": [(self._unit_field, "in", self.ids)], "context": {}}

    def action_view_products(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.template",
            "view_mode": "list,kanban,form",
            "domain": [(self._promise_field, "in", self.ids)],
            "context": {f"default_{self._promise_field}": self.id},
            "name": self.env._("Products"),
        }

    # === BUSINESS METHODS === #

    def _preview_reach(self):
        """To whom it applies, in the current company, as sentences."""
        self.ensure_one()
        promise_id, fname = self._origin.id, self._promise_field
        nowhere = [self.env._("No product uses it yet: choose it on products or categories.")]
        if not promise_id:
            return nowhere
        categories = self.env["product.category"].search([(fname, "=", promise_id)], limit=6)
        parts = []
        if self.product_count:
            parts.append(self.env._("%s products that name it", self.product_count))
        if categories:
            names = ", ".join(categories[:5].mapped("name")) + ("…" if len(categories) > 5 else "")
            parts.append(self.env._("products of %s", names))
        if self.env.company.sudo()[fname].id == promise_id:
            parts.append(
                self.env._("all goods of %s for which nothing else is said", self.env.company.name)
            )
        return [self.env._("Applies to: %s.", "; ".join(parts))] if parts else nowhere
