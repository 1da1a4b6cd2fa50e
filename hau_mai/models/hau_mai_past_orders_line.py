from odoo import api, fields, models

from ..tools.past import Promised


class HauMaiPastOrdersLine(models.Model):
    """One row of the table: products of a category that are promised the same today.

    Products that name a policy of their own stand in a row of their own, because they
    did not follow their category.
    """

    _name = "hau_mai.past.orders.line"
    _description = "Category of Past Orders"
    _order = "run_id, categ_name, source, id"
    _check_company_auto = True

    # === FIELDS === #

    run_id = fields.Many2one("hau_mai.past.orders", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    state = fields.Selection(related="run_id.state", string="Status")
    categ_id = fields.Many2one("product.category", ondelete="set null", readonly=True)
    categ_name = fields.Char(string="Product Category", readonly=True)
    source = fields.Selection(
        [
            ("category", "The category"),
            ("company", "The company"),
            ("none", "Nobody"),
            ("product", "The products themselves"),
        ],
        string="Who Promises It",
        required=True,
        readonly=True,
        default="none",
        help="A product's own policy comes before its category's, and that before the company's.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "hau_mai_past_orders_line_product_rel",
        "line_id",
        "template_id",
        string="Products",
        readonly=True,
    )
    product_count = fields.Integer(string="Products Sold", readonly=True)
    policy_today_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Promised Today",
        ondelete="set null",
        readonly=True,
        check_company=True,
    )
    policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Promised Then",
        ondelete="restrict",
        check_company=True,
        help="What these orders were sold with. Empty: nothing, no card is made.",
    )
    order_line_count = fields.Integer(string="Order Lines", readonly=True)
    unit_count = fields.Integer(
        string="Cards", readonly=True, help="Warranty cards that would be made."
    )
    quantity = fields.Float(string="Pieces", digits="Product Unit", readonly=True)
    ended_count = fields.Integer(
        string="Ended Already",
        readonly=True,
        help="Cards of which all that was promised is over.",
    )
    estimated_count = fields.Integer(
        string="Start Estimated",
        readonly=True,
        help="Cards without a known first day: it is estimated from order date and lead time.",
    )
    waiting_count = fields.Integer(
        string="Not Started",
        readonly=True,
        help="Cards that still wait for delivery or invoice.",
    )
    blueprints = fields.Json(
        readonly=True,
        groups="hau_mai.group_manager",
        help="What the policy promised when the run started, in each language.",
    )
    edition_id = fields.Many2one("hau_mai.warranty.edition", readonly=True, ondelete="restrict")

    # === CRUD METHODS === #

    def write(self, vals):
        if "policy_id" in vals and any(line.policy_id.id != vals["policy_id"] for line in self):
            self.run_id._reopen()
        return super().write(vals)

    # === ACTION METHODS === #

    def action_view_order_lines(self):
        """The order lines behind the row that have no card yet."""
        return self.run_id._order_lines_action(self, self.display_name)

    # === COMPUTE METHODS === #

    @api.depends("categ_name", "policy_id")
    def _compute_display_name(self):
        for line in self:
            parts = (line.categ_name or self.env._("No category"), line.policy_id.name)
            line.display_name = " · ".join(part for part in parts if part)

    # === BUSINESS METHODS === #

    def _promise(self):
        """Periods, start moments and limit of the row's policy: as frozen, else as of now."""
        self.ensure_one()
        blueprint = self._blueprint(self.env.lang or "en_US")
        coverages = [
            Promised(c["start_trigger"], c["duration"], c["duration_unit"])
            for c in blueprint["coverages"]
        ]
        return {
            "coverages": coverages,
            "trigger": blueprint.get("start_trigger"),
            "triggers": set((blueprint.get("triggers") or "").split(",")),
            "limit": blueprint.get("activation_limit_days"),
        }

    def _blueprint(self, lang):
        """What the row's policy promises in a language, once it started as it was then."""
        self.ensure_one()
        frozen = self.sudo().blueprints
        if frozen:
            return frozen.get(lang) or next(iter(frozen.values()))
        if not self.policy_id:
            return {"coverages": ()}
        return self.policy_id._get_blueprint(lang)

    def _freeze(self):
        """Keep what the policies promise now, in all languages: the run goes by it."""
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        for line in self.filtered(lambda line: line.policy_id.term_ids):
            policy = line.policy_id
            line.blueprints = {lang: policy._get_blueprint(lang) for lang in langs}
            line.edition_id = policy._get_blueprint(langs[0])["edition_id"]
