from odoo import api, fields, models

#: States in which the work has been done.
DONE_STATES = ("done", "closed")


class HauMaiService(models.Model):
    """A job that is done leaves warranties behind; taken up again, it takes them back."""

    _inherit = "hau_mai.service"

    parts_to_ask = fields.Char(
        compute="_compute_parts_to_ask",
        groups="base.group_user",
        help="Parts of which nobody said what became of the old one.",
    )

    @api.depends("line_ids.old_part", "line_ids.kind", "line_ids.declined")
    def _compute_parts_to_ask(self):
        for service in self:
            lines = service.line_ids.filtered(
                lambda line: line.kind == "parts" and not line.old_part and not line.declined
            )
            service.parts_to_ask = ", ".join(line.name or "" for line in lines)

    def write(self, vals):
        result = super().write(vals)
        if "date_returned" in vals and "state" not in vals:
            self.filtered(lambda s: s.state in DONE_STATES)._settle_lines()
        return result

    def _on_state_changed(self, before):
        result = super()._on_state_changed(before)
        self.filtered(lambda s: s.state in DONE_STATES)._settle_lines()
        undone = self.filtered(lambda s: s.state not in DONE_STATES)
        lines = undone.filtered(lambda s: before[s.id] in DONE_STATES).sudo().line_ids
        periods = lines.part_coverage_id | lines.guarantee_coverage_id
        if periods:
            periods._take_back(self.env._("the repair was taken up again"))
        return result

    def _settle_lines(self):
        self.filtered("unit_id").line_ids._settle()

    def _day_done(self):
        """From when what was put in counts: the hand-back, else the day the work was done."""
        self.ensure_one()
        moment = self.date_returned or self.date_done or fields.Datetime.now()
        return self.company_id._hau_mai_day(moment)

    def _parts_put_in(self):
        """The products of the parts of a job."""
        return self.line_ids.filtered(
            lambda line: line.kind == "parts" and line.quantity and not line.declined
        ).product_id
