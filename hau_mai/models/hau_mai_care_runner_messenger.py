from odoo import api, models

from ..tools.messenger import parameter_name


class HauMaiCareRunner(models.AbstractModel):
    """Messengers: put into our own outbox, within the month's quota of promotion."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out_messenger(self, touchpoints, now):
        """Queue the message, or what is tried after it."""
        self._send_message(touchpoints, now)

    @api.model
    def _send_by_messenger(self, rule, groups, now):
        """Queue a message for each group whose text is approved and that the quota leaves room for.

        The others go another way, or wait.
        """
        template = rule.messenger_template_id.sudo()
        if template.state != "approved":
            self._refuse_text(template, groups)
            return
        if template.message_class == "promotion":
            free = template.account_id._take_promotion(len(groups), now)
            self._put_off(template, groups[free:], now)
            groups = groups[:free]
        if groups:
            self._queue_messenger(template, groups, now)

    @api.model
    def _refuse_text(self, template, groups):
        """The text may not be sent yet: another way, or it shows as failed."""
        reason = self.env._("The messenger text “%s” is not approved.", template.name)
        touchpoints = self._leaders(groups).union(*groups)
        rest = touchpoints - touchpoints._fall_back(reason)
        rest.write({"state": "failed", "reason": reason, "reason_code": "template"})

    @api.model
    def _put_off(self, template, groups, now):
        """What the quota has no room for goes another way, or waits for the next month."""
        if not groups:
            return
        reason = self.env._("The messenger takes no more promotion this month.")
        touchpoints = self._leaders(groups).union(*groups)
        rest = touchpoints - touchpoints._fall_back(reason)
        day = template.account_id._next_month(now)
        rest.write({"date_planned": day, "postponed": True, "reason": reason})

    @api.model
    def _queue_messenger(self, template, groups, now):
        """Rows of the outbox, with the customer's parameters, in the customer's language."""
        leaders = self._leaders(groups)
        texts = {}
        for lang, rows in leaders.grouped(lambda row: row._message_lang()).items():
            texts |= self._render_messenger(template._in_lang(lang), rows.with_context(lang=lang))
        messages = (
            self.env["hau_mai.messenger.message"]
            .sudo()
            .create([self._prepare_messenger_vals(row, *texts[row.id], now) for row in leaders])
        )
        for group, message in zip(groups, messages, strict=True):
            group.write({"messenger_message_id": message.id, "sent_text": message.body})
            group[0].cost += message.cost
        self._leave(leaders.union(*groups), "messenger", now)

    @api.model
    def _render_messenger(self, template, touchpoints):
        """``{id: (template, text, parameters)}``."""
        render = self.env["mail.render.mixin"].with_context(lang=touchpoints.env.lang)

        def rendered(text):
            return render._render_template(text, "hau_mai.touchpoint", touchpoints.ids)

        bodies = rendered(f"{template.title}\n{template.body}")
        values = {name: rendered(f"{{{{ {name} }}}}") for name in template._expressions()}
        return {
            row.id: (
                template,
                bodies[row.id],
                {parameter_name(name): texts[row.id] for name, texts in values.items()},
            )
            for row in touchpoints
        }

    @api.model
    def _prepare_messenger_vals(self, touchpoint, template, body, params, now):
        """Values of the row of the outbox."""
        return {
            "partner_id": touchpoint.partner_id.id,
            "account_id": template.account_id.id,
            "template_id": template.id,
            "company_id": touchpoint.company_id.id,
            "message_class": template.message_class,
            "number": touchpoint.partner_id._contact_address("messenger"),
            "params": params,
            "body": body,
            "cost": template.price,
            "date": now,
        }
