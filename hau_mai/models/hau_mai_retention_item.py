from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: Kind of the rows by which a customer who was erased in part is looked at again.
PERSON = "person"


class HauMaiRetentionItem(models.Model):
    """One record that will be erased, and when: the list that people see before.

    The unique index lets each record in once, so that a job run twice, or killed halfway,
    erases and counts nothing twice. The row stays, without personal data.
    """

    _name = "hau_mai.retention.item"
    _description = "Data to Be Erased"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "date_due, id"
    _rec_name = "res_model"

    _once = models.UniqueIndex(
        "(res_model, res_id, kind, company_id)", "This record is listed already."
    )
    _due_idx = models.Index("(date_due) WHERE state = 'due'")

    # === FIELDS === #

    rule_id = fields.Many2one(
        "hau_mai.retention.rule", index="btree_not_null", ondelete="restrict", readonly=True
    )
    kind = fields.Selection(
        selection=lambda self: self.env["hau_mai.privacy.register"]._listed_kinds(),
        string="Data",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    document = fields.Char(string="Record", compute="_compute_document")
    date_listed = fields.Date(string="Listed On", readonly=True)
    date_due = fields.Date(string="Erased On", required=True, readonly=True)
    state = fields.Selection(
        [
            ("due", "Waiting"),
            ("kept", "Kept"),
            ("moot", "In use again"),
            ("done", "Erased"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        default="due",
        readonly=True,
    )
    keep_reason = fields.Char(string="Why It Is Kept", help="Such as a lawsuit that is pending.")
    error = fields.Char(string="What Went Wrong", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id")
    def _compute_document(self):
        for name, items in self.grouped("res_model").items():
            records = self.env[name].sudo().browse(items.mapped("res_id")).exists()
            names = {record.id: record.display_name for record in records}
            for item in items:
                item.document = names.get(item.res_id, "")

    @api.depends("res_model", "res_id")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.document or f"{item.res_model} {item.res_id}"

    # === CONSTRAINT METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was listed is kept: it tells what was erased and when."))

    # === ACTION METHODS === #

    def action_keep(self):
        """Do not erase these records, for the reason written beside each.

        :raises UserError: where there is none
        """
        self.check_access("write")
        for item in self.filtered(lambda item: item.state in ("due", "failed")):
            if not item.keep_reason:
                raise UserError(
                    self.env._("Write down beside “%s” why it is kept.", item.display_name)
                )
            item.state = "kept"
        return True

    def action_due(self):
        """Erase after all what was kept or failed, on the next run."""
        self.check_access("write")
        again = self.filtered(lambda item: item.state in ("kept", "failed"))
        again.write({"state": "due", "error": False})
        return True

    def action_open_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _due_domain(self):
        due = self.env["res.company"]._hau_mai_day_domain(lambda day: Domain("date_due", "<=", day))
        return Domain("state", "=", "due") & due

    @api.model
    def _erase_due(self):
        """The scheduled work: in batches, one bad row at a time."""
        self.sudo()._batch_run(self._due_domain(), lambda items: items._erase())

    def _erase(self):
        """Erase what these rows name, if it still may be."""
        for (kind, company), items in self.grouped(
            lambda item: (item.kind, item.company_id)
        ).items():
            if kind == PERSON:
                items._erase_people(company)
            else:
                for rule, those in items.grouped("rule_id").items():
                    those._erase_records(rule)

    def _erase_records(self, rule):
        """Erase the records of one rule; those that are in use again are left alone."""
        register = self.env["hau_mai.privacy.register"].sudo()
        holding = register._holding(rule.kind)
        today = rule.company_id._hau_mai_today()
        old = register._search_all(
            holding, rule._old(today) & Domain("id", "in", self.mapped("res_id"))
        )
        register._erase(holding, old)
        done = self.filtered(lambda item: item.res_id in set(old.ids))
        (self - done).state = "moot"
        done.state = "done"
        if done:
            self.env["hau_mai.retention.run"].create(
                {
                    "rule_id": rule.id,
                    "kind": rule.kind,
                    "company_id": rule.company_id.id,
                    "months": rule.months,
                    "count": len(done),
                }
            )

    def _erase_people(self, company):
        """Look again at customers who were erased in part; what is over by now goes."""
        for item in self:
            partner = self.env["res.partner"].browse(item.res_id)
            item.state = "done"
            partner._privacy_erase(company, self.env._("The rest of an earlier erasure"))
        self.env["hau_mai.retention.run"].create(
            {"kind": PERSON, "company_id": company.id, "count": len(self)}
        )

    @api.model
    def _look_again(self, partner, company, day):
        """List a customer for the day on which more of them can be erased; nothing without one."""
        if not day:
            return
        self.flush_model()
        self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_retention_item
                    (kind, company_id, res_model, res_id, date_due, date_listed, state,
                     create_uid, write_uid, create_date, write_date)
                VALUES (%(kind)s, %(company)s, 'res.partner', %(partner)s, %(day)s, %(today)s,
                    'due', %(uid)s, %(uid)s, %(now)s, %(now)s)
                ON CONFLICT (res_model, res_id, kind, company_id) DO UPDATE
                    SET state = 'due', date_due = EXCLUDED.date_due, error = NULL
                RETURNING id""",
                kind=PERSON,
                company=company.root_id.id,
                partner=partner.id,
                day=day,
                today=company._hau_mai_today(),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model()

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Contacts that are joined are looked at again once: on the first of their days."""
        items = self.search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "in", (src_partners | dst_partner).ids),
            ]
        )
        later = self.browse().union(
            *(those.sorted("date_due")[1:] for those in items.grouped("company_id").values())
        )
        if later:
            self.env.execute_query(
                SQL(
                    "DELETE FROM hau_mai_retention_item WHERE id IN %s RETURNING id",
                    tuple(later.ids),
                )
            )
            self.invalidate_model()

    def _batch_fail(self, error):
        self.write({"state": "failed", "error": str(error)})
