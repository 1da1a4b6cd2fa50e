"""What the demo's XML cannot say of messages: that they left, and what became of them."""

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.channel import sms_parts
from .hau_mai_demo_complaint import SILENT


class HauMaiDemo(models.AbstractModel):
    """Writes down messages as if they had left: nothing is put into any queue."""

    _inherit = "hau_mai.demo"

    @api.model
    def _consent(self, answers):
        """What customers agreed to, or took back.

        :param answers: list of (customer id, purpose, channels, state, days ago, method, user id)
        """
        wordings = self.env["hau_mai.consent.wording"]
        consents = self.env["hau_mai.consent"].with_context(**SILENT)
        for partner_id, purpose, channels, state, days, method, user_id in answers:
            consents.create(
                [
                    {
                        "partner_id": partner_id,
                        "purpose": purpose,
                        "channel": channel,
                        "state": state,
                        "date": self._moment(relativedelta(days=-days)),
                        "method": method,
                        "wording_id": wordings._current(self.env.company, purpose).id,
                        "user_id": user_id,
                    }
                    for channel in channels
                ]
            )

    @api.model
    def _start_journey(self, name, template_id, values, ago, outcomes):
        """Start a journey from a template, some days ago, and note how its steps went.

        :param outcomes: list of (place of the step, order id, outcome, what was said)
        """
        template = self.env["hau_mai.care.journey"].browse(template_id)
        action = template.with_context(**SILENT).action_start_from_template()
        journey = template.browse(action["res_id"]).with_context(**SILENT)
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"hau_mai.{name}", "record": journey, "noupdate": True}]
        )
        journey.write(values)
        journey.step_ids.stop_on_complaint = False
        journey.action_activate()
        steps = journey.step_ids.sorted("step_day")
        self._work_rules(steps.ids, ago)
        self._settle(
            [
                (steps[place].id, order_id, outcome, said)
                for place, order_id, outcome, said in outcomes
            ]
        )

    @api.model
    def _work_rules(self, rule_ids, ago, held_ids=()):
        """Rules have been at work for a while: they planned, and what was due left.

        :param held_ids: customers who are held out
        """
        now = fields.Datetime.now()
        rules = self.env["hau_mai.care.rule"].with_context(**SILENT).browse(rule_ids)
        rules.active = True
        rules.date_activated = self._moment(ago)
        rules._plan(now)
        touchpoints = self.env["hau_mai.touchpoint"].sudo().with_context(**SILENT)
        due = touchpoints.search([("rule_id", "in", rule_ids), *touchpoints._due_domain(now)])
        calls = due.filtered(lambda row: row.channel == "activity")
        self.env["hau_mai.care.runner"].with_context(**SILENT)._carry_out(calls, now)
        today = self._day(relativedelta())
        messages = (due - calls).sorted("date_planned")
        for day, rows in messages.grouped("date_planned").items():
            ago = relativedelta(days=(day - today).days)
            self._at(ago, self._leave_as_if, rows, held_ids)

    @api.model
    def _leave_as_if(self, touchpoints, held_ids):
        """What the runner does, but for the queues of Odoo."""
        now = fields.Datetime.now()
        held = touchpoints.filtered(lambda row: row.partner_id.id in held_ids)
        held._hold_out()
        rows = touchpoints - held
        refused = rows.filtered(lambda row: not self._had_agreed(row, now))
        refused._cancel("gate", self.env._("The customer has not agreed to be contacted for this."))
        runner = self.env["hau_mai.care.runner"].sudo().with_context(**SILENT)
        for rule, those in (rows - refused).grouped("rule_id").items():
            if rule.channel == "voucher":
                company = self.env.company
                runner._give_vouchers(rule.with_company(company), company, those, now)
            getattr(self, f"_write_down_{rule._message_channel()}")(runner, rule, those, now)

    @api.model
    def _had_agreed(self, touchpoint, now):
        if touchpoint.purpose in ("service", "survey"):
            return True
        latest = self.env["hau_mai.consent"]._latest(
            touchpoint.partner_id, touchpoint.purpose, touchpoint._contact_channel(), now
        )
        return latest.get(touchpoint.partner_id.id, ("",))[0] == "granted"

    @api.model
    def _write_down_email(self, runner, rule, touchpoints, now):
        texts = runner._render_emails(rule.mail_template_id.sudo(), touchpoints)
        for row in touchpoints:
            text = texts[row.id]
            row.message_id = row._message_log(
                body=Markup(text["body_html"]),
                subject=text["subject"],
                author_id=row.company_id.partner_id.id,
            )
        runner._leave(touchpoints, "email", now, "sent")

    @api.model
    def _write_down_sms(self, runner, rule, touchpoints, now):
        texts = runner._render_sms(rule.sms_template_id.sudo(), touchpoints)
        for row in touchpoints:
            text = texts[row.id]
            row.write(
                {"sent_text": text, "cost": sms_parts(text) * row.company_id.hau_mai_sms_price}
            )
        runner._leave(touchpoints, "sms", now, "sent")

    @api.model
    def _write_down_messenger(self, runner, rule, touchpoints, now):
        """By the account that only logs: nothing leaves there."""
        groups = list(touchpoints.grouped("partner_id").values())
        runner._queue_messenger(rule.messenger_template_id.sudo(), groups, now)
        touchpoints.messenger_message_id._hand_over(now)

    @api.model
    def _hear_of(self, news):
        """What became of messages.

        :param news: list of (rule id, customer id, delivery or sentence why it bounced)
        """
        touchpoints = self.env["hau_mai.touchpoint"].sudo().with_context(**SILENT)
        for rule_id, partner_id, what in news:
            row = touchpoints.search(
                [
                    ("rule_id", "=", rule_id),
                    ("partner_id", "child_of", partner_id),
                    ("date_sent", "!=", False),
                ],
                limit=1,
            )
            if what == "queued":
                row.delivery = what
            elif what == "answered":
                row._note_answer(row.date_sent + relativedelta(hours=3))
            elif what == "opened":
                row._note_delivery(what)
            else:
                row._not_delivered(what, "bounced")

    @api.model
    def _plan_once_more(self):
        """The rules have seen all that happened meanwhile."""
        rules = self.env["hau_mai.care.rule"].with_context(**SILENT)
        rules.search([])._plan(fields.Datetime.now())

    @api.model
    def _find_purchases(self, rule_ids):
        """What customers bought after these rules contacted them."""
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        of_rules = Domain("rule_id", "in", rule_ids)
        touchpoints.search(of_rules & touchpoints._contacted_domain())._find_purchases()

    @api.model
    def _give_gifts(self, gifts):
        """Presents: to pack, sent, come back.

        :param gifts: list of (values, ago it was sent or False, ago it came back or False)
        """
        for vals, sent, returned in gifts:
            gift = self.env["hau_mai.gift"].with_context(**SILENT).create(vals)
            if sent:
                self._at(sent, gift.action_sent)
            if returned:
                self._at(returned, gift.action_returned)
