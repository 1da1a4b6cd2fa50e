from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class HauMaiGuidance(models.Model):
    """How a product is used: a manual, a video, a page, that a customer gets a link to.

    For products, or for all of a category and those below. Whoever has the link can open
    the files: nothing that is not for customers belongs here.
    """

    _name = "hau_mai.guidance"
    _description = "Guidance for Customers"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty for all companies.")
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        help="Only for customers with this language; empty for all.",
    )
    url = fields.Char(string="Link", help="A video or a page.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "hau_mai_guidance_product_rel",
        "guidance_id",
        "product_tmpl_id",
        string="Products",
        check_company=True,
    )
    categ_ids = fields.Many2many(
        "product.category",
        "hau_mai_guidance_categ_rel",
        "guidance_id",
        "categ_id",
        string="Product Categories",
        help="And those below.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("url", "attachment_ids")
    def _check_content(self):
        for guidance in self:
            if not guidance.url and not guidance.attachment_ids:
                raise ValidationError(
                    self.env._("“%s” has nothing to show: add a link or a file.", guidance.name)
                )
            if guidance.url and not guidance.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "“%s” is no link: copy it from the browser, with https:// in front.",
                        guidance.url,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        guidances = super().create(vals_list)
        guidances._own_files()
        return guidances

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._own_files()
        return result

    def _own_files(self):
        """The files belong to the guidance, and can be opened by who has their link."""
        for guidance in self:
            files = guidance.attachment_ids
            files.write({"res_model": self._name, "res_id": guidance.id})
            files.sudo().generate_access_token()

    # === BUSINESS METHODS === #

    @api.model
    def _search_for(self, products, companies):
        """All that may be said about these products: what names them, or a category of theirs."""
        categories = (
            self.env["product.category"].sudo().search([("id", "parent_of", products.categ_id.ids)])
        )
        meant = Domain("product_tmpl_ids", "in", products.product_tmpl_id.ids)
        meant |= Domain("categ_ids", "in", categories.ids)
        return self.sudo().search(meant & Domain("company_id", "in", [False, *companies.ids]))

    def _for_products(self, products, company, lang):
        """Those of these that are about one of the products, for a customer with this language."""
        paths = products.categ_id.mapped("parent_path")
        above = {int(id_) for path in paths for id_ in (path or "").split("/") if id_}
        return self.filtered(
            lambda row: (
                row.company_id in (company, row.company_id.browse())
                and (not row.lang or row.lang == lang)
                and (
                    row.product_tmpl_ids & products.product_tmpl_id or above & {*row.categ_ids.ids}
                )
            )
        )

    def _links(self):
        """A line for each link: "How to clean the filter: https://…"."""
        base = self.browse().get_base_url()
        return [
            f"{guidance.name}: {link}"
            for guidance in self
            for link in [
                *filter(None, [guidance.url]),
                *(
                    f"{base}/web/content/{file.id}?access_token={file.access_token}"
                    for file in guidance.sudo().attachment_ids
                ),
            ]
        ]
