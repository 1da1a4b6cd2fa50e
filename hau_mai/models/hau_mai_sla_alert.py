from odoo import api, fields, models

from .hau_mai_sla_step import NOTIFY


class HauMaiSlaAlert(models.Model):
    """The ledger of who was told of a promise at risk or broken: one row a clock and step.

    The row is what makes the job safe to run twice. Only its end is filled in later:
    who acknowledged it, or why it is settled.
    """

    _name = "hau_mai.sla.alert"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Warning of a Promise"
    _order = "date desc, id desc"
    _rec_name = "step_id"

    _filled_in_later = (
        "date_acknowledged",
        "acknowledged_by_id",
        "date_settled",
        "settled_why",
        "date_told",
    )

    _once = models.UniqueIndex("(status_id, step_id)", "This step was taken already.")
    _untold_idx = models.Index("(user_id) WHERE date_told IS NULL AND user_id IS NOT NULL")
    _open_idx = models.Index(
        "(complaint_id) WHERE date_settled IS NULL AND date_acknowledged IS NULL "
        "AND user_id IS NOT NULL"
    )

    status_id = fields.Many2one(
        "hau_mai.sla.status",
        string="Clock",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    policy_id = fields.Many2one(related="status_id.policy_id", string="Promise")
    deadline = fields.Datetime(
        string="Was Due", readonly=True, help="The deadline as it was when somebody was told."
    )
    step_id = fields.Many2one(
        "hau_mai.sla.step",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    notify = fields.Selection(NOTIFY, string="Was For", required=True, readonly=True)
    date = fields.Datetime(string="On", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Told",
        ondelete="restrict",
        readonly=True,
        help="Nobody when the step was passed over.",
    )
    why = fields.Char(readonly=True, help="Who was passed over, and why.")
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", readonly=True
    )
    date_told = fields.Datetime(string="In a Digest On", readonly=True)
    date_acknowledged = fields.Datetime(string="Acknowledged On", readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    date_settled = fields.Datetime(string="Settled On", readonly=True)
    settled_why = fields.Char(string="Settled Because", readonly=True)

    # === BUSINESS METHODS === #

    @api.model
    def _open_domain(self):
        """Told to somebody, and neither acknowledged nor settled."""
        return [
            ("user_id", "!=", False),
            ("date_acknowledged", "=", False),
            ("date_settled", "=", False),
        ]

    def _settle(self, why, keep_activities=False):
        """It needs nobody's attention any more: take back the activities and say why.

        :param str why: a sentence
        :param bool keep_activities: they are gone or done by themselves
        """
        if not self:
            return
        self.write({"date_settled": fields.Datetime.now(), "settled_why": why})
        if not keep_activities:
            self._take_back_activities()

    def _acknowledge(self, keep_activities=False):
        """The current user takes care of it: the ladders of these clocks stop.

        :param bool keep_activities: they are done by themselves
        """
        if not self:
            return
        now = fields.Datetime.now()
        self.write({"date_acknowledged": now, "acknowledged_by_id": self.env.uid})
        self.status_id.ladder_stopped = True
        self.status_id._plan_steps(now)
        if not keep_activities:
            self._take_back_activities()

    def _take_back_activities(self):
        """Delete the activities of these alerts, unless another open alert needs them."""
        activities = self.activity_id
        needed = self.search([("activity_id", "in", activities.ids), *self._open_domain()])
        (activities - needed.activity_id).with_context(hau_mai_follows_alert=True).unlink()

    # === SENTENCES === #

    def _word(self):
        """ "Minh was told on Tue 13:00. Lan is not there, so Minh is told." """
        self.ensure_one()
        told = self.env._(
            "%(person)s was told on %(moment)s.",
            person=self.user_id.name,
            moment=self.status_id._when_label(self.date),
        )
        return " ".join(filter(None, (told, self.why)))
