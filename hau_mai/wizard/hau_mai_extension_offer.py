from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HauMaiExtensionOffer(models.TransientModel):
    """The dialog that offers extended warranties: for cards, or for a line of a quotation."""

    _name = "hau_mai.extension.offer"
    _description = "Offer of Extended Warranties"

    order_line_id = fields.Many2one("sale.order.line", readonly=True, ondelete="cascade")
    unit_ids = fields.Many2many("hau_mai.unit", string="Warranty Cards", readonly=True)
    line_ids = fields.One2many("hau_mai.extension.offer.line", "offer_id", string="Packages")
    refused = fields.Text(string="Not Offered", readonly=True)
    origin = fields.Char(readonly=True)

    # === OPENING === #

    @api.model
    def _open_for(self, units, origin=False):
        """The dialog for cards, of as many customers as there are.

        :raises AccessError: for who may not read the cards
        :raises UserError: when nothing can be offered for any of them, with the reasons
        """
        units.check_access("read")
        offers = units._extension_offers()
        reasons = [why for _products, why in offers.values() if why]
        rows = self._unit_rows({unit: products for unit, (products, _why) in offers.items()})
        if not rows:
            raise UserError(
                "\n".join(dict.fromkeys(reasons))
                or self.env._("There is no warranty card to be extended.")
            )
        return self._open(
            {
                "unit_ids": [Command.set(units.ids)],
                "refused": "\n".join(dict.fromkeys(reasons)),
                "origin": origin,
                "line_ids": [Command.create(row) for row in rows],
            }
        )

    @api.model
    def _open_for_line(self, line):
        """The dialog for a line of a quotation; where one package fits, it is added at once.

        :raises UserError: when none fits
        """
        line.check_access("write")
        company = line.company_id or self.env.company
        products = self.env["product.product"]
        if line._can_be_extended():
            products = line._fitting_packages(products._extension_products(company))
        if not products:
            raise UserError(
                self.env._(
                    "There is no extended warranty to be added for %s.",
                    line.product_id.display_name,
                )
            )
        if len(products) == 1:
            line._add_extension(products)
            return True
        rows = self._line_rows(line, products)
        return self._open(
            {"order_line_id": line.id, "line_ids": [Command.create(row) for row in rows]}
        )

    @api.model
    def _open(self, vals):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Extended Warranty"),
            "res_model": self._name,
            "res_id": self.create(vals).id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # === ROWS === #

    @api.model
    def _unit_rows(self, packages):
        """A row for each card and each package that fits; the first one is chosen.

        :param packages: {card: products}
        """
        rows = []
        units = self.env["hau_mai.unit"].union(*packages)
        for (partner, company), cards in units.grouped(
            lambda unit: (unit.partner_id, unit.company_id)
        ).items():
            products = self.env["product.product"].union(*(packages[card] for card in cards))
            prices, currency = units._extension_prices(products, partner, company)
            policies = products.product_tmpl_id._promised("warranty_policy_id", company)
            for card in cards:
                for number, product in enumerate(packages[card]):
                    policy = policies[product.product_tmpl_id]
                    before, after = card._extended_until(policy, company._hau_mai_today())
                    rows.append(
                        {
                            "unit_id": card.id,
                            "what": card.display_name,
                            "product_id": product.id,
                            "quantity": card.quantity,
                            "price": prices[product.id],
                            "currency_id": currency.id,
                            "adds": policy.sentence_of_extension,
                            "date_before": before,
                            "date_after": after,
                            "chosen": not number,
                        }
                    )
        return rows

    @api.model
    def _line_rows(self, line, products):
        """A row for each package that fits a line of a quotation."""
        company = line.company_id or self.env.company
        order = line.order_id
        prices, currency = self.env["hau_mai.unit"]._extension_prices(
            products, order.partner_id, company, order
        )
        policies = products.product_tmpl_id._promised("warranty_policy_id", company)
        return [
            {
                "what": line.product_id.display_name,
                "product_id": product.id,
                "quantity": line._pieces_left(),
                "price": prices[product.id],
                "currency_id": currency.id,
                "adds": policies[product.product_tmpl_id].sentence_of_extension,
                "chosen": not number,
            }
            for number, product in enumerate(products)
        ]

    # === ACTION METHODS === #

    def action_apply(self):
        """Add the chosen package to the quotation, or make a quotation for each customer.

        :raises UserError: when nothing is chosen, or two packages for the same
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("chosen")
        if not chosen:
            raise UserError(self.env._("Choose what the customer wants."))
        if self.order_line_id:
            if len(chosen) > 1:
                raise UserError(self.env._("Choose one package: each piece is extended once."))
            self.order_line_id._add_extension(chosen.product_id)
            return {"type": "ir.actions.act_window_close"}
        for unit, rows in chosen.grouped("unit_id").items():
            if len(rows) > 1:
                raise UserError(self.env._("Choose one package for %s.", unit.display_name))
        return self._show(self._quote(chosen))

    def _quote(self, rows):
        """A quotation for each customer and company among these rows."""
        rows.unit_id.check_access("read")
        vals_list = [
            rows_of._prepare_order_vals(self.origin)
            for rows_of in rows.grouped(
                lambda row: (row.unit_id.partner_id.commercial_partner_id, row.unit_id.company_id)
            ).values()
        ]
        orders = self.env["sale.order"]
        if not orders.has_access("create"):
            # who follows up on a warranty may quote its extension
            orders = orders.sudo()
        return orders.create(vals_list)

    def _show(self, orders):
        """The new quotations, for who may read them; else a word that they are there."""
        if not self.env["sale.order"].has_access("read"):
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._(
                        "Quotation made: %s. The salesperson sends it.",
                        ", ".join(orders.mapped("name")),
                    ),
                    "next": {"type": "ir.actions.act_window_close"},
                },
            }
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("id", "in", orders.ids)],
        }
        if len(orders) == 1:
            action |= {"res_id": orders.id, "view_mode": "form", "views": [(False, "form")]}
        return action
