from odoo import fields, models


class HauMaiComplaintMerge(models.Model):
    """A merge of one case into another: what came from where, so that it can be undone.

    ``items`` are the records that were the source's own, by model. Where each of them
    stands follows from it: with the case into which its source was merged in the end.
    """

    _name = "hau_mai.complaint.merge"
    _description = "Merge of Cases"
    _order = "date desc, id desc"
    _rec_name = "source_id"

    _live_unique = models.UniqueIndex(
        "(source_id) WHERE date_undone IS NULL", "A case is merged into one other case at a time."
    )

    source_id = fields.Many2one(
        "hau_mai.complaint", required=True, index=True, ondelete="restrict", readonly=True
    )
    target_id = fields.Many2one(
        "hau_mai.complaint",
        string="Merged Into",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    items = fields.Json(readonly=True, help="{model: [ids]} of what was the source's own.")
    before = fields.Json(readonly=True, help="What the source's status was, to be restored.")
    own = fields.Json(readonly=True, help="The moments the case that stays has by itself.")
    date_undone = fields.Datetime(string="Undone On", readonly=True)
    undone_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
