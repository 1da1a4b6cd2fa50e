from odoo import api, fields, models
from odoo.fields import Domain


class HauMaiComplainedMixin(models.AbstractModel):
    """Something there can be cases about: how many, and in one line the complaints still open.

    The model that uses it names the way from a case to its records, and what a new
    case about one of them starts with.
    """

    _name = "hau_mai.complained.mixin"
    _description = "What Cases Are About"

    #: Field of a case, or path of fields, that leads to the record.
    _complaint_path = None

    complaint_count = fields.Integer(
        string="Cases", compute="_compute_complaint_count", groups="base.group_user"
    )
    open_complaint_count = fields.Integer(
        string="Open Complaints",
        compute="_compute_complaint_count",
        groups="base.group_user",
        help="Complaints, claims, returns and safety defects that are not over.",
    )
    complaint_sentence = fields.Char(
        string="Open Complaint", compute="_compute_complaint_sentence", groups="base.group_user"
    )

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Both counts in one query, for a list of any size."""
        counts = self.env["hau_mai.complaint"]._count_open_by(
            self._complaint_path, self._complaint_domain()
        )
        for record in self:
            count, still_open = counts.get(record._complained()._origin.id, (0, 0))
            record.complaint_count = count
            record.open_complaint_count = still_open

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_sentence(self):
        complaints = self.env["hau_mai.complaint"]
        grievances = complaints._search_grievances(self._complaint_domain())
        by_record = grievances.grouped(lambda complaint: complaint.mapped(self._complaint_path).id)
        for record in self:
            of_record = by_record.get(record._complained()._origin.id, complaints)
            record.complaint_sentence = of_record._open_in_words()

    # === ACTION METHODS === #

    def action_view_complaints(self):
        """All cases about these records, also those that are over."""
        context = self._prepare_complaint_defaults() if len(self) == 1 else {}
        return self.env["hau_mai.complaint"]._prepare_action(self._complaint_domain(), **context)

    def action_new_complaint(self):
        """A new case about the record, to be filled in."""
        self.ensure_one()
        return self.env["hau_mai.complaint"]._prepare_new_action(
            **self._prepare_complaint_defaults()
        )

    # === SEAMS === #

    def _complained(self):
        """The record that cases lead to, when it is not the record itself."""
        return self

    def _prepare_complaint_defaults(self):
        """Context of a new case about the record."""
        return {}

    # === TOOLS === #

    def _complaint_domain(self):
        """The cases about these records."""
        records = self.browse().union(*(record._complained() for record in self))
        return Domain(self._complaint_path, "in", records._origin.ids)
