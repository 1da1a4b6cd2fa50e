from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.outcome import next_step
from .hau_mai_touchpoint import LIVE

#: Outcomes of a call in which the customer was spoken to: that is when they were contacted.
SPOKEN = ("reached", "refused", "problem")


class HauMaiTouchpointOutcome(models.Model):
    """How a follow-up ends: with an outcome, cancelled, or merged with another."""

    _inherit = "hau_mai.touchpoint"

    # === OUTCOME === #

    def _record_outcome(self, outcome, feedback=False, call_again_on=False):
        """Note how a contact went, and close its activity.

        One contact settles all follow-ups it was about.

        :param str outcome: one of :data:`OUTCOMES`
        :param date call_again_on: for call_again, the day the customer asked for
        """
        self.check_access("write")
        touchpoints = self.sudo()._same_contact()
        over = touchpoints.filtered(lambda touchpoint: touchpoint.state not in LIVE)
        if over:
            over._check_transition("done")
        activities = touchpoints.activity_id
        said = touchpoints._settle(outcome, feedback, call_again_on)
        if activities:
            activities._action_done(feedback=said)
        return True

    def _settle(self, outcome, feedback=False, call_again_on=False):
        """Bring these follow-ups to the state the outcome leads to.

        :return: the sentence for the chatter of the document
        """
        days = self._company_days()
        said = {}
        for touchpoint in self:
            rule = touchpoint.rule_id
            step = next_step(
                outcome,
                touchpoint.tries,
                rule.max_tries,
                rule.retry_days,
                days[touchpoint.company_id.id],
                call_again_on,
            )
            said[touchpoint.id] = touchpoint._outcome_in_words(outcome, step, feedback)
            touchpoint.write(
                touchpoint._prepare_settled_vals(outcome, step, feedback)
                | {"date_done": step.state == "done" and days[touchpoint.company_id.id]}
            )
        self._message_log_batch(bodies=said)
        self._follow_up_outcome(outcome, feedback)
        return next(iter(said.values()), "")

    def _prepare_settled_vals(self, outcome, step, feedback):
        """Values after an outcome. A next try leaves its activity: that one was done."""
        vals = {"state": step.state, "outcome": outcome, "tries": step.tries}
        if step.state == "done":
            spoken = outcome in SPOKEN
            vals |= {"date_sent": spoken and fields.Datetime.now(), "sent_by": spoken and "phone"}
        if feedback:
            vals["feedback"] = feedback
        if step.state == "planned":
            vals |= {"date_planned": step.date_planned, "postponed": True, "activity_id": False}
        return vals

    def _outcome_in_words(self, outcome, step, feedback):
        """ "No answer (try 1 of 3). Next try on 12 January.", and what was said."""
        parts = [dict(self._fields["outcome"]._description_selection(self.env))[outcome]]
        if outcome == "no_answer":
            parts.append(
                self.env._(
                    "(try %(try)s of %(tries)s)",
                    tries=self.rule_id.max_tries,
                    **{"try": step.tries},
                )
            )
        if step.date_planned:
            day = format_date(self.env, step.date_planned)
            parts.append(self.env._("— next on %s", day))
        said = " ".join(parts)
        return f"{said}. {feedback}" if feedback else f"{said}."

    def _follow_up_outcome(self, outcome, feedback):
        """What an outcome sets off besides the follow-up itself."""
        if outcome == "refused":
            for purpose, touchpoints in self.grouped("purpose").items():
                self.env["hau_mai.consent"]._withdraw_all(
                    touchpoints.partner_id,
                    purpose,
                    self.env._("Said so to %s", self.env.user.name),
                )
        elif outcome == "wrong_number":
            partners = self.partner_id
            note = self.env._("The number %s is not theirs, says a follow-up.")
            partners._message_log_batch(
                bodies={partner.id: note % (partner.phone or "") for partner in partners}
            )
        elif outcome == "problem":
            self._hand_over_problem(feedback)

    # === CANCELLING === #

    @api.model
    def _cancel_for(self, records, reason):
        """Cancel what is planned or open for records that are not worth it any more.

        To be called when an order is cancelled, a unit voided, …; one query when
        there is nothing to cancel. Planning brings a follow-up back when its
        target matches the rule again.

        :param records: records of one model
        :param str reason: a sentence a person reads
        """
        if not records:
            return self.browse()
        touchpoints = self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("state", "in", LIVE),
            ]
        )
        touchpoints._cancel("target", reason)
        return touchpoints

    @api.model
    def _cancel_for_customers(self, partners, reason):
        """Cancel what is planned or open for customers who are gone."""
        touchpoints = self.sudo().search(
            [("partner_id", "in", partners.ids), ("state", "in", LIVE)]
        )
        touchpoints._cancel("target", reason)
        return touchpoints

    def _cancel(self, code, reason):
        """Cancel these follow-ups; their activities go when nothing else is left in them.

        :param str code: target, rule, gate, hand: why, for programs
        :param str reason: why, for people
        """
        if not self:
            return
        activities = self.activity_id
        self.write(
            {"state": "cancelled", "reason_code": code, "reason": reason, "activity_id": False}
        )
        if activities:
            still_needed = self.search(
                [("activity_id", "in", activities.ids), ("state", "=", "open")]
            ).activity_id
            (activities - still_needed).sudo().unlink()

    def _cancel_deleted(self):
        """Cancel these follow-ups, whose activity somebody is deleting."""
        reason = self.env._("The activity was deleted by %s.", self.env.user.name)
        self.write(
            {"state": "cancelled", "reason_code": "hand", "reason": reason, "activity_id": False}
        )

    def _cancel_lost(self):
        """Cancel these planned follow-ups, whose ground is gone, each with its reason."""
        reasons = self._why_lost()
        for reason, touchpoints in self.grouped(lambda t: reasons[t.id]).items():
            touchpoints._cancel("target", reason)

    # === MERGING CONTACTS === #

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Contacts become one: what is about the contact itself meets under one key.

        Of two rows with the same key the one that got furthest keeps it. The
        other is kept too, under a key of its own, and done for good.
        """
        partners = src_partners | dst_partner
        rows = self.sudo().search(
            [("res_model", "=", "res.partner"), ("res_id", "in", partners.ids)]
        )
        rank = {"done": 0, "open": 1, "planned": 2, "failed": 3, "cancelled": 4}
        for twins in rows.grouped(lambda row: (row.rule_id, row.occurrence)).values():
            kept, *others = twins.sorted(lambda row: (rank[row.state], row.id))
            others = self.browse([row.id for row in others])
            reason = self.env._("Merged with the same follow-up of another contact.")
            others.filtered(lambda row: row.state in LIVE)._cancel("merged", reason)
            for other in others:
                other.sudo().occurrence = -other.id
            if others:
                kept.sudo().flush_recordset()
