from markupsafe import Markup, escape

from odoo import api, models

from ..tools.escalation import whom


class HauMaiSlaAlert(models.Model):
    """Taking a step: who is told, what they read, one activity a case and person."""

    _inherit = "hau_mai.sla.alert"

    @api.model
    def _raise(self, taken, passed, now):
        """Take these steps: rows of the ledger, and activities on the cases.

        The number of queries does not depend on how many there are.

        :param taken: {clock: rung}
        :param passed: pairs ``(clock, rung)`` of steps that a later one makes needless
        :param datetime now: UTC
        :return: the new rows
        """
        vals_list = [
            self._prepare_vals(clock, rung, now)
            | {"why": self.env._("Passed over: a later step was due too.")}
            for clock, rung in passed
        ]
        people = self._people(taken, now)
        for clock, rung in taken.items():
            user, passed_over = people[clock]
            vals_list.append(
                self._prepare_vals(clock, rung, now)
                | {"user_id": user.id, "why": self._word_passed_over(passed_over, user)}
            )
        for vals, activity in zip(
            vals_list, self._make_activities(vals_list, now).values(), strict=True
        ):
            vals["activity_id"] = activity.id
        return self.create(vals_list)

    @api.model
    def _prepare_vals(self, clock, rung, now):
        return {
            "status_id": clock.id,
            "complaint_id": clock.complaint_id.id,
            "company_id": clock.company_id.id,
            "deadline": clock.deadline,
            "step_id": rung.key,
            "notify": rung.notify,
            "date": now,
        }

    # === PEOPLE === #

    @api.model
    def _people(self, taken, now):
        """``{clock: (user, [(role, user or none)])}``: who is told, and who was passed over."""
        managers = {
            company: company._hau_mai_manager()
            for company in self.env["res.company"].union(*(clock.company_id for clock in taken))
        }
        roles = {
            clock: {
                "assignee": clock.complaint_id.user_id,
                "leader": clock.complaint_id.team_id.user_id,
                "manager": managers[clock.company_id],
            }
            for clock in taken
        }
        everybody = self.env["res.users"].union(
            *(u for row in roles.values() for u in row.values())
        )
        absent = everybody._hau_mai_absent(now)
        return {clock: whom(rung.notify, roles[clock], absent) for clock, rung in taken.items()}

    @api.model
    def _word_passed_over(self, passed_over, user):
        """ "Lan is not there, so Minh is told.", or False when nobody was passed over."""
        if not passed_over:
            return False
        missing = {
            "assignee": self.env._("Nobody has the case"),
            "leader": self.env._("the team has no leader"),
        }
        parts = [
            self.env._("%s is not there", person.name) if person else missing[role]
            for role, person in passed_over
        ]
        return self.env._(
            "%(reasons)s, so %(person)s is told.", reasons=", ".join(parts), person=user.name
        )

    # === ACTIVITIES === #

    @api.model
    def _make_activities(self, vals_list, now):
        """``{index: activity}``: one for each case and person; an open one is used again."""
        told = [(vals["complaint_id"], vals.get("user_id")) for vals in vals_list]
        known = {
            (alert.complaint_id.id, alert.user_id.id): alert.activity_id
            for alert in self.search(
                [("complaint_id", "in", [case for case, user in told if user])]
                + [("activity_id", "!=", False), *self._open_domain()]
            )
        }
        new = {}
        for key, vals in zip(told, vals_list, strict=True):
            if key[1] and key not in known:
                new.setdefault(key, vals)
        activities = (
            self.env["hau_mai.care.runner"]
            ._activity_model()
            .create(self._prepare_activity_vals_list(new.values(), now))
        )
        known |= dict(zip(new, activities, strict=True))
        nothing = self.env["mail.activity"]
        return {index: known.get(key, nothing) for index, key in enumerate(told)}

    @api.model
    def _prepare_activity_vals_list(self, rows, now):
        """Values of an activity for each of these rows, in the language of who gets it."""
        model_id = self.env["ir.model"]._get_id("hau_mai.complaint")
        early = self.env.ref("mail.mail_activity_data_todo")
        late = self.env.ref("mail.mail_activity_data_warning")
        vals_list = []
        for vals in rows:
            user = self.env["res.users"].browse(vals["user_id"])
            clock = self.env["hau_mai.sla.status"].browse(vals["status_id"])
            in_lang = clock.with_context(lang=user.lang or self.env.lang)
            is_late = clock.deadline <= now
            vals_list.append(
                {
                    "res_model_id": model_id,
                    "res_model": "hau_mai.complaint",
                    "res_id": clock.complaint_id.id,
                    "res_name": clock.complaint_id.display_name,
                    "activity_type_id": (late if is_late else early).id,
                    "summary": in_lang._word_alert(now),
                    "note": vals["why"] and Markup("<p>%s</p>") % escape(vals["why"]),
                    "user_id": user.id,
                    "date_deadline": clock.company_id._hau_mai_day(clock.deadline),
                    "automated": True,
                }
            )
        return vals_list
