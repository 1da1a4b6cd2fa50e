from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.numbering import next_numbers
from ..tools.turns import take_turns


class HauMaiUnit(models.Model):
    """Ending the warranty of a card by hand: with a reason, with evidence, with a letter."""

    _inherit = "hau_mai.unit"

    forfeiture_ids = fields.One2many(
        "hau_mai.forfeiture",
        "unit_id",
        string="Ends of the Warranty",
        groups="hau_mai.group_user_own",
    )

    # === ACTION METHODS === #

    def action_forfeit(self):
        """The dialog that asks which periods end, why, and what proves it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the Warranty"),
            "res_model": "hau_mai.unit.forfeiture",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _forfeitable(self):
        """The periods that run or wait, and can be ended."""
        return self.coverage_ids.filtered(
            lambda coverage: not coverage.date_ended and coverage.warranty_status != "expired"
        )

    def _forfeit(self, coverages, kind, reason, date=None, attachments=None, service=None):
        """End periods of this card, and write to its owner about it.

        :param coverages: those that end; the others go on, and so does maintenance
        :param str kind: a key of ``FORFEITURE_KINDS``
        :param str reason: for the customer to read
        :param date: the first day without; today when left out
        :param attachments: what proves it
        :param service: a job of this card whose photos prove it
        :return: the ``hau_mai.forfeiture``
        :raises UserError: without a reason, without evidence, or when a period has ended
        """
        self.ensure_one()
        self.check_access("write")
        self._raise_if_void()
        unit = self.sudo()
        take_turns(unit)
        attachments = attachments or self.env["ir.attachment"]
        service = service or self.env["hau_mai.service"]
        today = unit.company_id._hau_mai_today()
        date = date or today
        unit._raise_unless_forfeitable(coverages.sudo(), reason, date)
        unit._raise_without_evidence(attachments, service)
        [number] = next_numbers(self.env, "hau_mai.forfeiture", 1, unit.company_id, today)
        row = unit.env["hau_mai.forfeiture"].create(
            {
                "name": number,
                "unit_id": unit.id,
                "partner_id": unit.partner_id.id,
                "coverage_ids": [fields.Command.set(coverages.ids)],
                "kind": kind,
                "reason": reason,
                "date": date,
                "service_id": service.id,
                "attachment_ids": [fields.Command.set(attachments.ids)],
                "user_id": self.env.uid,
            }
        )
        # what was uploaded for it is kept with it; what hangs elsewhere stays there
        uploaded = attachments.sudo().filtered(lambda file: not file.res_id)
        uploaded.write({"res_model": row._name, "res_id": row.id})
        coverages.sudo()._forfeit(row, reason)
        unit._say_forfeited(row)
        row._keep_letter()
        row._send_letter()
        return row.with_env(self.env)

    def _say_forfeited(self, row):
        unit = self.with_context(tracking_disable=True)
        unit._message_log(
            body=self.env._(
                "Warranty ended (%(names)s): %(reason)s. Letter %(number)s.",
                names=", ".join(row.coverage_ids.mapped("name")),
                reason=row.reason,
                number=row.name,
            )
        )

    def _raise_unless_forfeitable(self, coverages, reason, date):
        """:raises UserError: without a reason, for a day to come, or nothing that could end"""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the warranty ends: the customer has to be told."))
        if not coverages:
            raise UserError(self.env._("Choose the warranty periods that end."))
        if date > self.company_id._hau_mai_today():
            raise UserError(self.env._("A warranty is ended from today or an earlier day on."))
        if coverages - self._forfeitable():
            raise UserError(
                self.env._("Only what runs or waits on %s can be ended.", self.display_name)
            )

    def _raise_without_evidence(self, attachments, service):
        """:raises UserError: when nothing shows what happened, or it is of something else"""
        if service and service.sudo().unit_id != self:
            raise UserError(self.env._("Job %s is about something else.", service.sudo().name))
        attachments.check_access("read")
        photos = self.env["ir.attachment"].search_count(
            [("res_model", "=", "hau_mai.service"), ("res_id", "=", service.id)], limit=1
        )
        if not attachments and not (service and photos):
            raise UserError(
                self.env._(
                    "Attach what shows it: a photo, a report, or choose the job on which photos "
                    "were taken."
                )
            )

    def _raise_if_void(self):
        """:raises UserError: when nothing is promised by this card any more"""
        if self.state != "valid":
            raise UserError(
                self.env._("%s is not valid: nothing is promised by it.", self.display_name)
            )
