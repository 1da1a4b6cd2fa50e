from markupsafe import Markup, escape

from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """Gifts: an entry in the list, and an activity for whoever packs it, with the address."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out_gift(self, touchpoints, now):
        """One gift for all that is due to a customer by the same rule."""
        self.env["hau_mai.care.responsible"]._assign(touchpoints)
        groups = list(
            touchpoints.grouped(lambda row: (row.rule_id, row.company_id, row.partner_id)).values()
        )
        gifts = (
            self.env["hau_mai.gift"]
            .sudo()
            .with_context(tracking_disable=True)
            .create([self._prepare_gift_vals(group) for group in groups])
        )
        for group, gift in zip(groups, gifts, strict=True):
            group.write({"gift_id": gift.id})
        vals_list = [self._prepare_packing_vals(gift) for gift in gifts]
        activities = self._activity_model().create(vals_list)
        self._open(groups, activities, now)
        touchpoints.write({"date_sent": False, "sent_by": False})  # it leaves when it is sent

    @api.model
    def _prepare_gift_vals(self, group):
        """Values of the gift of a group of follow-ups."""
        first = group[0]
        rule = first.rule_id.with_company(first.company_id)
        rule = rule.with_context(lang=first.user_id.lang or self.env.lang)
        return {
            "partner_id": first.partner_id.id,
            "company_id": first.company_id.id,
            "what": rule._gift_name(),
            "product_id": rule.gift_product_id.id,
            "address": first._gift_address(),
            "phone": first.phone,
            "date_planned": min(group.mapped("date_planned")),
            "user_id": first.user_id.id,
            "cost": rule.gift_cost or rule.gift_product_id.standard_price,
        }

    @api.model
    def _prepare_packing_vals(self, gift):
        """Values of the activity of whoever packs it."""
        speaking = self.with_context(lang=gift.user_id.lang or self.env.lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id("hau_mai.gift"),
            "res_model": "hau_mai.gift",
            "res_id": gift.id,
            "res_name": gift.display_name,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": speaking.env._("Pack and send: %s", gift.what),
            "note": Markup("<p>%s</p>")
            % Markup("<br>").join(escape(line) for line in gift.address.splitlines()),
            "user_id": gift.user_id.id,
            "date_deadline": gift.date_planned,
            "automated": True,
        }
