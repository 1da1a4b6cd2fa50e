from odoo import api, models
from odoo.exceptions import UserError


class HauMaiComplaintStage(models.Model):
    """What may not be done to a stage, because cases need it."""

    _inherit = "hau_mai.complaint.stage"

    # === CRUD METHODS === #

    def write(self, vals):
        if "kind" in vals:
            self.filtered(lambda stage: stage.kind != vals["kind"])._check_unused()
        kinds = set(self.mapped("kind"))
        result = super().write(vals)
        if {"active", "kind", "team_ids"} & vals.keys():
            self._check_kinds_there(kinds)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        self._check_unused()
        self._check_kinds_there(set(self.mapped("kind")), without=self)

    # === BUSINESS METHODS === #

    def _used_by(self):
        """The stages that cases stand in or stood in, of any company."""
        Move = self.env["hau_mai.complaint.move"].sudo()
        rows = Move._read_group([("stage_id", "in", self.ids)], ["stage_id"])
        return self.browse(stage.id for [stage] in rows)

    def _check_unused(self):
        """Cases keep the stages they went through, and what they meant.

        :raises UserError: naming the first that is used
        """
        for stage in self._used_by():
            raise UserError(
                self.env._(
                    "Cases stand or stood in the stage “%s”: it can be renamed or archived, but "
                    "not deleted or given another kind. Create another stage instead.",
                    stage.name,
                )
            )

    @api.model
    def _check_kinds_there(self, kinds, without=None):
        """Each of these kinds still has an active stage that is for all teams.

        :param without: stages that are about to go
        :raises UserError: naming the kind that would have none
        """
        domain = [("kind", "in", list(kinds)), ("team_ids", "=", False)]
        there = self.with_context(active_test=True).search(domain)
        left = (there - (without or self.browse())).mapped("kind")
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for kind in kinds - set(left):
            raise UserError(
                self.env._(
                    "This is the last stage of the kind “%s” that every team can use: cases "
                    "would have nowhere to go. Create another one of this kind first.",
                    labels[kind],
                )
            )
