from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .hau_mai_service import OPEN_STATES
from .hau_mai_service_center_desk import CenterDesk


class HauMaiService(models.Model):
    """Which center does a job, and why that one."""

    _inherit = "hau_mai.service"

    _without_center_idx = models.Index(
        "(company_id, id) WHERE center_id IS NULL AND state NOT IN ('done', 'closed', 'cancelled')"
    )

    _center_done_idx = models.Index("(center_id, date_done) WHERE date_done IS NOT NULL")

    center_why = fields.Char(
        string="Why This Center", readonly=True, copy=False, groups="base.group_user"
    )
    center_reason = fields.Char(
        string="Chosen Nevertheless",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Why this center was chosen although something is against it.",
    )
    center_automatic = fields.Boolean(
        string="Center Chosen Automatically", readonly=True, copy=False, groups="base.group_user"
    )
    center_alert = fields.Char(compute="_compute_center_alert", groups="base.group_user")
    without_center = fields.Boolean(
        compute="_compute_without_center",
        search="_search_without_center",
        groups="base.group_user",
        help="Something has to be done, and no center does it.",
    )
    queue_reason = fields.Char(
        string="Why Nobody", compute="_compute_queue_reason", groups="base.group_user"
    )

    # === COMPUTE METHODS === #

    @api.depends("center_id", "state", "kind", "product_id", "address_id", "date_start")
    def _compute_center_alert(self):
        """What is against the center that has the job, while nobody gave a reason for it."""
        asked = self.filtered(
            lambda s: s.center_id and s.state in OPEN_STATES and not s.center_reason
        )
        (self - asked).center_alert = False
        verdicts = asked._center_verdicts(asked.center_id)
        for service in asked:
            mine = [c for c in verdicts[service.id] if c.center == service.center_id._origin]
            service.center_alert = mine and not mine[0].ok and mine[0].reason

    @api.depends("center_id", "state")
    def _compute_without_center(self):
        for service in self:
            service.without_center = not service.center_id and service.state in OPEN_STATES

    def _search_without_center(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("center_id", "=", False) & Domain("state", "in", OPEN_STATES)
        return domain if True in value else ~domain

    @api.depends("center_id", "state", "kind", "product_id", "address_id", "date_start")
    def _compute_queue_reason(self):
        asked = self.filtered("without_center")
        (self - asked).queue_reason = False
        verdicts = asked._center_verdicts()
        for service in asked:
            service.queue_reason = service._word_queue(verdicts[service.id])

    # === ACTION METHODS === #

    def action_choose_center(self):
        """The dialog with all centers, each with what speaks for it or against it."""
        self.ensure_one()
        wizard = self.env["hau_mai.service.center.choice"].create(
            {"service_id": self.id, **self._prepare_choice_lines()}
        )
        return {
            "name": self.env._("Choose a Center for %s", self.name),
            "type": "ir.actions.act_window",
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _prepare_choice_lines(self):
        return {
            "line_ids": [
                Command.create(
                    {
                        "sequence": number,
                        "center_id": candidate.center.id,
                        "ok": candidate.ok,
                        "reason": candidate.reason,
                    }
                )
                for number, candidate in enumerate(self._center_candidates())
            ]
        }

    def action_assign_center(self):
        """Give these jobs the best center each, where there is one."""
        assigned = self._assign_center()
        left = len(self) - len(assigned)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "message": self.env._(
                    "%(done)s jobs have a center now, %(left)s could not be given to any.",
                    done=len(assigned),
                    left=left,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    def _center_candidates(self):
        """All centers for this job, the best first.

        :return: list of ``Candidate``
        """
        self.ensure_one()
        return self._center_verdicts()[self.id]

    def _assign_center(self):
        """Give these jobs the best center each; the ones that fit nowhere stay in the queue.

        What one job takes of a center's time and load counts for the next ones.

        :return: the jobs that have a center now
        """
        queue = self.filtered(lambda s: s.state in OPEN_STATES and not s.center_id)
        desk = CenterDesk(queue)
        chosen, reasons = {}, {}
        for service in queue:
            if best := desk.best(service):
                chosen.setdefault(best.center, []).append(service.id)
                reasons[service.id] = best.reason
                desk.give(service, best.center)
        for center, ids in chosen.items():
            self.browse(ids).write({"center_id": center.id, "center_automatic": True})
        assigned = queue.filtered("center_id")
        for service in assigned:
            service.center_why = reasons[service.id]
        return assigned

    def _choose_center(self, center, reason=False):
        """Give this job to a center, as a person decided.

        :param str reason: needed when something is against it
        :raises UserError: when it is missing
        """
        self.ensure_one()
        ok, sentence = center._center_verdict(self)
        reason = (reason or "").strip()
        if not ok and not reason:
            raise UserError(
                self.env._("%(why)s Write down why you choose it nevertheless.", why=sentence)
            )
        nevertheless = False if ok else reason
        self.write({"center_id": center.id, "center_why": sentence, "center_reason": nevertheless})
        if nevertheless:
            self._message_log(
                body=self.env._(
                    "%(center)s was chosen nevertheless. Against it: %(why)s Reason: %(reason)s",
                    center=center.name,
                    why=sentence,
                    reason=nevertheless,
                )
            )

    def _center_verdicts(self, centers=None, now=None):
        """What speaks for and against each center for each of these jobs.

        The number of queries does not grow with the jobs.

        :param centers: the centers asked about; all active ones of the jobs' companies
            when left out
        :param datetime now: UTC
        :return: {job id: list of ``Candidate``, the best first}
        """
        desk = CenterDesk(self, centers, now)
        return {service.id: desk.candidates(service) for service in self}

    def _word_queue(self, candidates):
        """Why this job has no center, as a sentence."""
        self.ensure_one()
        if not candidates:
            return self.env._("There is no service center yet.")
        best = candidates[0]
        if best.ok:
            return self.env._("%s could do it.", best.center.name)
        if len(candidates) == 1:
            return best.reason
        return self.env._(
            "None of %(number)s centers: %(reasons)s.",
            number=len(candidates),
            reasons=", ".join(self._count_reasons(candidates)),
        )

    def _count_reasons(self, candidates):
        """ "3 do not work there", "1 has no contract any more", the most frequent first."""
        busy = self.env._("no time")
        words = {
            "company": self.env._("of another company"),
            "not_begun": self.env._("contract not begun"),
            "ended": self.env._("contract ended"),
            "kind": self.env._("other kinds of work"),
            "category": self.env._("other products"),
            "skill": self.env._("no technician for it"),
            "province": self.env._("other provinces"),
            "no_province": self.env._("the address has no province"),
            "declined": self.env._("declined it"),
            "lapsed": self.env._("did not answer"),
        }
        counts = Counter(words.get(candidate.code, busy) for candidate in candidates)
        return [f"{count} × {text}" for text, count in counts.most_common()]
