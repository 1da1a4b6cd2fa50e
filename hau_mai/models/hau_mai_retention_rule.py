from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools.privacy import erased_before


class HauMaiRetentionRule(models.Model):
    """How long a kind of data is kept, and why: then its words, numbers and files are erased.

    The law names no time but asks for one (Law 19/2023/QH15, art. 16 and 20.3; Law
    91/2025/QH15, art. 14): nothing is erased until a company sets it. A rule is of a root
    company, with its branches; what belongs to no company falls under every rule. Invoices
    and running warranties are never touched.
    """

    _name = "hau_mai.retention.rule"
    _description = "Time of Keeping"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "company_id, kind"
    _rec_name = "kind"

    _kind_unique = models.UniqueIndex(
        "(company_id, kind)", "There is a rule for this kind of data already."
    )
    _months_positive = models.Constraint(
        "CHECK (NOT active OR months > 0)", "Say for how many months the data is kept."
    )
    _notice_positive = models.Constraint(
        "CHECK (notice_days >= 0)", "The notice cannot be negative."
    )

    # === FIELDS === #

    kind = fields.Selection(
        selection=lambda self: self.env["hau_mai.privacy.register"]._kinds(),
        string="Data",
        required=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
    )
    active = fields.Boolean(string="In Force", default=False, tracking=True)
    months = fields.Integer(string="Kept For (months)", tracking=True)
    notice_days = fields.Integer(
        string="Notice (days)",
        default=14,
        help="What will be erased is listed so many days before.",
    )
    ground = fields.Char(
        string="Why So Long",
        translate=True,
        help="The purpose or law behind it; customers are told on request.",
    )
    sentence = fields.Char(string="What It Does", compute="_compute_sentence")
    would_erase = fields.Integer(
        string="Would Erase Now",
        compute="_compute_would_erase",
        help="Records that are old enough today, not erased yet.",
    )
    due_count = fields.Integer(string="Listed", compute="_compute_counts")
    erased_count = fields.Integer(string="Erased", compute="_compute_counts")
    item_ids = fields.One2many("hau_mai.retention.item", "rule_id")

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self.env["hau_mai.privacy.register"]._kinds())
        for rule in self:
            rule.display_name = labels.get(rule.kind, "")

    @api.depends("kind", "months", "notice_days")
    def _compute_sentence(self):
        labels = dict(self.env["hau_mai.privacy.register"]._kinds())
        for rule in self:
            if not rule.kind or rule.months <= 0:
                rule.sentence = self.env._("Say how long it is kept.")
                continue
            rule.sentence = self.env._(
                "%(data)s from before %(day)s: the words, numbers and files in them are erased, "
                "%(notice)s days after they were listed.",
                data=labels[rule.kind],
                day=format_date(self.env, erased_before(self._today(rule), rule.months)),
                notice=rule.notice_days,
            )

    @api.depends("kind", "months", "company_id")
    def _compute_would_erase(self):
        for rule in self:
            rule.would_erase = len(rule._preview())

    def _compute_counts(self):
        counts = {
            (rule, state): count
            for rule, state, count in self.env["hau_mai.retention.item"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id", "state"], ["__count"]
            )
        }
        for rule in self:
            rule.due_count = counts.get((rule._origin, "due"), 0)
            rule.erased_count = counts.get((rule._origin, "done"), 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "months", "active")
    def _check_least(self):
        """The law asks to keep some things for a while (Decree 91/2020/ND-CP, art. 11.7)."""
        register = self.env["hau_mai.privacy.register"]
        labels = dict(register._kinds())
        for rule in self:
            least = register._holding(rule.kind).least
            if rule.active and rule.months < least:
                raise ValidationError(
                    self.env._(
                        "%(data)s: the law asks to keep it for at least %(months)s months.",
                        data=labels[rule.kind],
                        months=least,
                    )
                )

    # === ACTION METHODS === #

    def action_preview(self):
        """The records themselves that are old enough today."""
        self.ensure_one()
        records = self._preview()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Would Be Erased"),
            "res_model": records._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
            "context": {"create": False, "active_test": False},
        }

    def action_view_items(self):
        """What is listed: what waits for its day, what was erased, what is kept."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_retention_item_action"
        )
        return action | {"domain": [("rule_id", "=", self.id)], "context": {}}

    # === CRON === #

    @api.model
    def _cron_retention(self):
        """List what will be erased, erase what has been listed for long enough.

        Copies of data that customers did not fetch go as well.
        """
        for rule in self.sudo().search([]):
            rule._announce()
        self.env["hau_mai.privacy.request"]._drop_exports()
        self.env["hau_mai.retention.item"]._erase_due()

    # === BUSINESS METHODS === #

    @api.model
    def _rule_of(self, kind, company):
        """The rule in force for a kind of data of a company; empty without one."""
        return self.sudo().search(
            [("kind", "=", kind), ("company_id", "=", company.root_id.id)], limit=1
        )

    def _today(self, rule):
        company = rule.company_id or self.env.company
        return company._hau_mai_today()

    def _old(self, day):
        """The domain of what this rule erases if the day is today."""
        self.ensure_one()
        register = self.env["hau_mai.privacy.register"].sudo()
        holding = register._holding(self.kind)
        model, company = self.env[holding.model], self.company_id
        first = erased_before(day, self.months)
        domain = register._old(holding, first, day, company._hau_mai_tz())
        if "company_id" in model._fields:
            domain &= Domain("company_id", "=", False) | Domain(
                "company_id", "child_of", company.id
            )
        if holding.kind == "message":
            domain &= register._of_customers()
        return domain

    def _preview(self):
        """Records that would be erased today, without those that were or are to be kept."""
        self.ensure_one()
        register = self.env["hau_mai.privacy.register"].sudo()
        if not self.kind or self.months <= 0:
            return self.env["hau_mai.touchpoint"].browse()
        holding = register._holding(self.kind)
        settled = (
            self.env["hau_mai.retention.item"]
            .sudo()
            ._search(
                [
                    ("res_model", "=", holding.model),
                    ("kind", "=", self.kind),
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", ("done", "kept")),
                ]
            )
        )
        return register._search_all(
            holding,
            self._old(self._today(self)) & Domain("id", "not in", settled.subselect("res_id")),
        )

    def _announce(self):
        """List what this rule erases soon, in one query, and tell who is responsible."""
        self.ensure_one()
        today = self._today(self)
        first = today + timedelta(days=self.notice_days)
        holding = self.env["hau_mai.privacy.register"]._holding(self.kind)
        model = self.env[holding.model].sudo().with_context(active_test=False)
        query = model._search(self._old(first))
        new = self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_retention_item
                    (rule_id, kind, company_id, res_model, res_id, date_due, date_listed, state,
                     create_uid, write_uid, create_date, write_date)
                SELECT %(rule)s, %(kind)s, %(company)s, %(model)s, id, %(due)s, %(today)s, 'due',
                     %(uid)s, %(uid)s, %(now)s, %(now)s
                FROM %(table)s WHERE id IN %(old)s
                ON CONFLICT (res_model, res_id, kind, company_id) DO UPDATE
                    SET state = 'due', date_due = EXCLUDED.date_due,
                        date_listed = EXCLUDED.date_listed, rule_id = EXCLUDED.rule_id
                    WHERE hau_mai_retention_item.state = 'moot'
                RETURNING id""",
                rule=self.id,
                kind=self.kind,
                company=self.company_id.id,
                model=holding.model,
                due=first,
                today=today,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                table=SQL.identifier(model._table),
                old=query.subselect(),
            )
        )
        self.env["hau_mai.retention.item"].invalidate_model()
        if new:
            self._tell(len(new), first)

    def _tell(self, count, day):
        """An activity for who decides, one a rule: how much is erased, and when."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            day,
            self.env._(
                "%(count)s records are erased on %(day)s: look whether any is still needed",
                count=self.due_count or count,
                day=format_date(self.env, day),
            ),
            user_id=self.company_id._hau_mai_manager().id,
        )
