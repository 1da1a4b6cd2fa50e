from uuid import uuid4

from odoo import api, models

from ..tools.channel import sms_parts


class HauMaiCareRunner(models.AbstractModel):
    """Text messages: rendered by ``sms.template``, put into Odoo's queue."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _send_by_sms(self, rule, groups, now):
        """Queue an SMS for each group, in the customer's language, with what it costs."""
        leaders = self._leaders(groups)
        bodies = self._render_sms(rule.sms_template_id.sudo(), leaders)
        uuids = {leader.id: uuid4().hex for leader in leaders}
        self.env["sms.sms"].sudo().create(
            [
                {
                    "uuid": uuids[leader.id],
                    "number": leader.partner_id._contact_address("sms"),
                    "partner_id": leader.partner_id.id,
                    "body": bodies[leader.id],
                }
                for leader in leaders
            ]
        )
        self.env["sms.tracker"].sudo().create([{"sms_uuid": uuid} for uuid in uuids.values()])
        for group in groups:
            leader = group[0]
            body = bodies[leader.id]
            group.write({"sms_uuid": uuids[leader.id], "sent_text": body})
            leader.cost += sms_parts(body) * leader.company_id.hau_mai_sms_price
        self._leave(leaders.union(*groups), "sms", now)

    @api.model
    def _render_sms(self, template, touchpoints):
        """``{id: text}`` of what the template says, by language."""
        texts = {}
        for lang, rows in touchpoints.grouped(lambda row: row._message_lang()).items():
            speaking = template.with_context(lang=lang)
            texts |= speaking._render_field("body", rows.ids, compute_lang=bool(template.lang))
        return texts
