from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .hau_mai_complaint_stage import OPEN_KINDS

#: A deadline within so many days is told by its day of the week.
WEEKDAY_DAYS = 6

#: Of so many open complaints a screen tells something, one by one.
GRIEVANCES_READ = 200


class HauMaiComplaint(models.Model):
    """What other screens say of cases: how many, which complaints are open, until when."""

    _name = "hau_mai.complaint"
    _inherit = ["hau_mai.complaint", "hau_mai.action.mixin"]
    _list_action = "hau_mai.hau_mai_complaint_action"

    # === SEEING === #

    @api.model
    def _may_be_seen(self):
        """Whether cases belong to what the user works with: customers read their own elsewhere."""
        return self.env.user.has_group("base.group_user") and self.has_access("read")

    @api.model
    def _open_domain(self):
        return Domain("state", "in", OPEN_KINDS)

    @api.model
    def _open_grievance_domain(self):
        """What "an open complaint" means everywhere: somebody is not content, it is not over."""
        return self._open_domain() & Domain("is_grievance", "=", True)

    @api.model
    def _count_open_by(self, path, domain):
        """How many cases there are by the record a path leads to, in one query.

        :return: {id: (all cases, open complaints)}; nothing for who may read no case
        """
        if not self._may_be_seen():
            return {}
        counts = {}
        rows = self._read_group(domain, [path, "is_grievance", "state"], ["__count"])
        for record, is_grievance, state, count in rows:
            total, still_open = counts.get(record.id, (0, 0))
            is_open = is_grievance and state in OPEN_KINDS
            counts[record.id] = (total + count, still_open + count * is_open)
        return counts

    @api.model
    def _search_grievances(self, domain):
        """The open complaints of a domain, those due first first."""
        if not self._may_be_seen():
            return self.browse()
        return self.search(
            self._open_grievance_domain() & domain,
            order="date_deadline, date_open, id",
            limit=GRIEVANCES_READ,
        )

    # === IN WORDS === #

    def _open_in_words(self):
        """ "1 open complaint: KN26000012 It drips, answer due Tue 13:00"; False for none.

        :param self: open complaints, those due first first
        """
        if not self:
            return False
        first = self[0]
        told = ", ".join(filter(None, (f"{first.name} {first.subject}", first._due_in_words())))
        if len(self) == 1:
            return self.env._("1 open complaint: %s", told)
        return self.env._("%(count)s open complaints, first %(first)s", count=len(self), first=told)

    def _due_in_words(self):
        """Until when it has to be answered, or for whom it waits; empty when neither is known."""
        self.ensure_one()
        if self.date_deadline:
            moment = self._deadline_briefly()
            if self.date_deadline < fields.Datetime.now():
                return self.env._("answer was due %s", moment)
            return self.env._("answer due %s", moment)
        if self.state == "waiting":
            parties = dict(self._fields["waiting_for"]._description_selection(self.env))
            return self.env._("waits for: %s", parties[self.waiting_for])
        return ""

    def _deadline_briefly(self):
        """ "Tue 13:00", and farther away "3 Dec 13:00", in the company's time."""
        self.ensure_one()
        away = abs(self.date_deadline - fields.Datetime.now())
        day = "EEE" if away <= timedelta(days=WEEKDAY_DAYS) else "d MMM"
        tz = self.company_id._hau_mai_tz()
        return format_datetime(self.env, self.date_deadline, tz=tz, dt_format=f"{day} HH:mm")

    # === ACTIONS FOR OTHER SCREENS === #

    @api.model
    def _name_of_new(self):
        return self.env._("New Case")

    @api.model
    def _by_cause(self, action):
        """The same cases as a graph by their causes, before the list."""
        views = [(False, "graph"), (False, "pivot"), (False, "list"), (False, "form")]
        context = action["context"] | {"graph_groupbys": ["cause_id"], "graph_mode": "bar"}
        return action | {"views": views, "context": context, "name": self.env._("Cases by Cause")}
