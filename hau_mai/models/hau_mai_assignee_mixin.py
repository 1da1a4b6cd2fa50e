from markupsafe import Markup

from odoo import api, models

#: Records that a message names; the rest is a number.
NAMED = 10


class HauMaiAssigneeMixin(models.AbstractModel):
    """Who gets many records at once follows them by a few queries, and reads one message.

    Odoo subscribes and writes to whoever is responsible record by record: a list of
    2,000 that is given to ten people is 2,000 e-mails, at ten queries each.
    """

    _name = "hau_mai.assignee.mixin"
    _description = "Given to Somebody"
    _inherit = ["mail.thread"]

    #: XML-ID of the action that the message opens.
    _assigned_action = None

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        together = self.with_context(hau_mai_follow_together=True)
        records = super(HauMaiAssigneeMixin, together).create(vals_list).with_env(self.env)
        if not self.env.context.get("tracking_disable"):
            records._follow_together()
        return records

    # === BUSINESS METHODS === #

    def _follow_together(self):
        """Subscribe whom the new records concern: those with the same people in one go."""
        relations = self.env["mail.message.subtype"]._get_auto_subscription_subtypes(self._name)[-1]
        names = ["user_id", *set().union(*relations.values())]
        for ids, records in self.sudo().grouped(lambda r: tuple(r[n].id for n in names)).items():
            records.sudo(self.env.su)._message_auto_subscribe(dict(zip(names, ids, strict=True)))

    def _assigned_subject(self):
        """What the message about these records says, in the language of who gets it."""
        raise NotImplementedError

    # === CORE OVERRIDES === #

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Not one by one while a batch is created."""
        if self.env.context.get("hau_mai_follow_together"):
            return True
        return super()._message_auto_subscribe(updated_values, followers_existing_policy)

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """One message about all of them, where it is more than one."""
        if len(self) < 2 or not self._is_assignment_news():
            return super()._message_auto_subscribe_notify(partner_ids, template)
        action = self.env.ref(self._assigned_action)
        for user in self.user_id.sudo().filtered(lambda user: user.partner_id.id in partner_ids):
            records = self.with_context(lang=user.lang or self.env.lang)
            user._hau_mai_send_digest(
                records._assigned_subject(),
                records._assigned_lines(action),
                action,
                records.env._("Open these cases"),
            )

    def _is_assignment_news(self):
        """Whether anybody is to be told of it at all; core asks the same."""
        quiet = self.env.context.get("mail_auto_subscribe_no_notify")
        return not quiet and self.env.registry.ready

    def _assigned_lines(self, action):
        """A link to each of the first records, and how many more there are."""
        lines = [
            Markup('<a href="/odoo/action-%s/%s">%s</a>') % (action.id, row.id, row.display_name)
            for row in self[:NAMED]
        ]
        if len(self) > NAMED:
            lines.append(self.env._("and %s more", len(self) - NAMED))
        return lines
