from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hau_mai_absent(self, moment=None):
        """Those of these users who are not there: out of office, on leave, or archived.

        Leaves are those of their resources (``resource.calendar.leaves``), which only
        people have who are planned for somewhere, such as employees.

        :param datetime moment: naive UTC; now when not given
        """
        moment = moment or fields.Datetime.now()
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id.user_id", "in", self.ids)
                & Domain("time_type", "=", "leave")
                & Domain("date_from", "<=", moment)
                & Domain("date_to", ">", moment)
            )
        )
        on_leave = leaves.resource_id.user_id
        return self.filtered(
            lambda user: not user.active or user in on_leave or user.sudo()._hau_mai_is_out(moment)
        )

    def _hau_mai_is_out(self, moment):
        """Whether the out-of-office period of the user contains a moment."""
        first, last = self.out_of_office_from, self.out_of_office_to
        return bool(first) and first <= moment and (not last or moment <= last)

    def _hau_mai_send_digest(self, subject, lines, action, label):
        """One message about all that is new for a user, to where they have chosen to get theirs.

        :param str subject: in the language of the user
        :param lines: one a thing, text or markup
        :param action: what the link under them opens
        :param str label: of that link
        """
        self.ensure_one()
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        body = Markup('<p>%s</p><ul>%s</ul><p><a href="/odoo/action-%s">%s</a></p>') % (
            subject,
            items,
            action.id,
            label,
        )
        thread = self.env["mail.thread"].with_context(lang=self.lang or self.env.lang)
        thread.message_notify(partner_ids=self.partner_id.ids, subject=subject, body=body)
