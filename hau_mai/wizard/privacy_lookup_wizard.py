from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PrivacyLookupWizard(models.TransientModel):
    """Core's search for a person, by phone as well: many customers have no e-mail.

    By e-mail and name core finds all that points at them, ours too. What cannot be
    archived or deleted says so itself when somebody tries.
    """

    _inherit = "privacy.lookup.wizard"

    email = fields.Char(required=False)
    phone = fields.Char()

    def action_lookup(self):
        if not self.email and not self.phone:
            raise UserError(self.env._("Give an email address or a phone number to look for."))
        return super().action_lookup()

    def _get_query(self):
        if not self.phone:
            return super()._get_query()
        by_phone = self._get_phone_query()
        if not self.email:
            return by_phone
        return SQL(
            "SELECT DISTINCT res_model_id, res_id, is_active FROM ((%s) UNION ALL (%s)) AS found",
            super()._get_query(),
            by_phone,
        )

    def _get_phone_query(self):
        """What is held about those with this number: the rows of the register, by person."""
        self.env.flush_all()
        partners = self._partners_by_phone()
        register = self.env["hau_mai.privacy.register"].sudo()
        people = partners.browse().union(*(register._people(partner) for partner in partners))
        queries = [SQL("SELECT 0 AS res_model_id, 0 AS res_id, TRUE AS is_active WHERE FALSE")]
        for holding in register._holdings():
            model = self.env[holding.model].sudo().with_context(active_test=False)
            found = model._search(register._held(holding, people, self.env["res.company"]))
            active = SQL.identifier("active") if "active" in model._fields else SQL("TRUE")
            queries.append(
                SQL(
                    "SELECT %s, id, %s FROM %s WHERE id IN %s",
                    self.env["ir.model"]._get_id(holding.model),
                    active,
                    SQL.identifier(model._table),
                    found.subselect(),
                )
            )
        return SQL(" UNION ALL ").join(queries)

    def _partners_by_phone(self):
        """Contacts with this number, however it is written."""
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        number = partners._phone_format(number=self.phone) or self.phone
        return partners.search(
            ["|", ("phone_sanitized", "=", number), ("phone", "=", self.phone.strip())]
        )

    def _post_log(self):
        """Core's log asks for an address; a number stands in its place."""
        if self.email or not self.execution_details or self.log_id:
            return super()._post_log()
        self.log_id = self.env["privacy.log"].create(
            {
                "anonymized_name": self.name,
                "anonymized_email": self.phone,
                "execution_details": self.execution_details,
                "records_description": self.records_description,
            }
        )
        return None
