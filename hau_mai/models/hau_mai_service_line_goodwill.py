from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class HauMaiServiceLine(models.Model):
    """Goodwill: what the customer gets although nothing obliges us. It keeps its cost."""

    _inherit = "hau_mai.service.line"

    goodwill = fields.Boolean(readonly=True, copy=False, help="Given without being obliged to.")

    def action_goodwill(self, reason=None):
        """Give these lines away.

        :param str reason: why; the dialog asks for it when left out
        :raises UserError: without a reason, for what is agreed already, or over the
            company's limit for somebody who is not a manager
        """
        if reason is None:
            return self.service_id._open_ruling("goodwill") | {
                "context": {
                    "default_service_ids": self.service_id.ids,
                    "default_line_ids": self.ids,
                    "default_decision": "goodwill",
                }
            }
        self.check_access("write")
        self.service_id._raise_without(reason)
        self._raise_if_agreed()
        self.filtered(lambda line: not line.covered).write(
            {"covered": True, "reason": self.env._("Goodwill: %s", reason)}
        )
        return True

    def action_charge(self, reason=None):
        """Charge what was covered or given away, which has to be explained.

        :param str reason: why; the dialog asks for it when left out
        :raises UserError: without a reason
        """
        if reason is None:
            return self.service_id._open_ruling("charge") | {
                "context": {
                    "default_service_ids": self.service_id.ids,
                    "default_line_ids": self.ids,
                    "default_decision": "charge",
                }
            }
        self.check_access("write")
        self.service_id._raise_without(reason)
        self.filtered("covered").write({"covered": False, "reason": reason})
        return True

    def write(self, vals):
        if "covered" in vals and not vals["covered"]:
            vals = dict(vals, goodwill=False)
        result = super().write(vals)
        if vals.keys() & {"price_unit", "quantity", "discount"}:
            self.filtered("goodwill")._check_goodwill()
        return result

    def _on_given(self):
        result = super()._on_given()
        given = self.filtered(lambda line: not line.service_id.sudo().occurrence_ids)
        given.sudo().goodwill = True
        given._check_goodwill()
        return result

    def _check_goodwill(self):
        """Over the company's limit, a manager decides about goodwill: per job, in the
        company's currency.

        :raises UserError: naming the sum and the limit
        """
        user = self.env.user
        if self.env.su or user.has_group("hau_mai.group_manager"):
            return
        for service in self.service_id:
            company = service.company_id
            limit, currency = company.sudo().hau_mai_goodwill_limit, company.currency_id
            given = service.line_ids.filtered("goodwill")
            total = sum(
                line.currency_id._convert(line.price_full, currency, company) for line in given
            )
            if currency.compare_amounts(total, limit) > 0:
                raise UserError(
                    self.env._(
                        "The goodwill on job %(job)s comes to %(total)s; over %(limit)s an "
                        "After-Sales administrator decides. Ask %(who)s.",
                        job=service.name,
                        total=formatLang(self.env, total, currency_obj=currency),
                        limit=formatLang(self.env, limit, currency_obj=currency),
                        who=company._hau_mai_manager().name,
                    )
                )

    def _raise_if_agreed(self):
        """:raises UserError: naming lines that the customer has agreed to pay"""
        agreed = self.filtered(lambda line: line.sudo().order_state == "sale")
        if agreed:
            raise UserError(
                self.env._(
                    "The customer agreed to pay for: %s. Change their order instead.",
                    ", ".join(line.name or "" for line in agreed),
                )
            )
