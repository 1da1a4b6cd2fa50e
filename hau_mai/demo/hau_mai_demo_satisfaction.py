"""What the demo's XML cannot say of satisfaction and privacy: what customers said, and when."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .hau_mai_demo_complaint import SILENT


class HauMaiDemo(models.AbstractModel):
    """Lets the demo's customers answer, rate, agree to be quoted and ask about their data."""

    _inherit = "hau_mai.demo"

    # === SATISFACTION === #

    @api.model
    def _answer_nps(self, answers):
        """Customers said whether they recommend us.

        :param answers: list of (name, customer id, order id, days ago, mark, comment); each gets
            the external id of its name; one that opened a case has it on top: a case id
        """
        for name, partner_id, order_id, days, score, comment, *case in answers:
            order = self.env["sale.order"].browse(order_id)
            ago = relativedelta(days=-days)
            record = (
                self.env["hau_mai.nps"]
                .with_context(**SILENT)
                .create(
                    {
                        "partner_id": partner_id,
                        "commercial_partner_id": order.partner_id.commercial_partner_id.id,
                        "company_id": self.env.company.id,
                        "date_due": self._day(ago - relativedelta(days=2)),
                        "date_sent": self._moment(ago - relativedelta(days=2)),
                        "date_until": self._day(ago + relativedelta(days=28)),
                        "date_answered": self._moment(ago),
                        "state": "answered",
                        "score": score,
                        "comment": comment,
                        "order_id": order.id,
                        "user_id": order.user_id.id,
                        "categ_id": order.order_line.product_id[:1].categ_id.id,
                        "complaint_id": case[0] if case else False,
                    }
                )
            )
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": f"hau_mai.{name}", "record": record, "noupdate": True}]
            )

    @api.model
    def _rate_orders(self, ratings):
        """Customers rated their orders.

        :param ratings: list of (order id, days ago, mark of 5, words)
        """
        for order_id, days, value, words in ratings:
            order = self.env["sale.order"].with_context(**SILENT).browse(order_id)
            self._at(relativedelta(days=-days), self._rate_order, order, value, words)

    @api.model
    def _rate_order(self, order, value, words):
        now = fields.Datetime.now()
        order.date_rating_asked = now - relativedelta(days=1)
        self._rate(order, value, words)
        order.rating_ids.rated_on = now

    @api.model
    def _publish(self, reviews):
        """Customers agreed to have published what they said; we replied to some.

        :param reviews: list of (model, id, days ago, how they are named, reply, user id)
        """
        model = self.env["hau_mai.review"].with_context(**SILENT)
        for source_model, source_id, days, named, reply, user_id in reviews:
            source = self.env[source_model].browse(source_id)
            if source_model == "sale.order":
                source = source.sudo().rating_ids
            moment = self._moment(relativedelta(days=-days))
            review = self._at(relativedelta(days=-days), model._publish, source, named, moment)
            if reply:
                replied = review.with_user(user_id).with_context(**SILENT)
                self._at(relativedelta(days=1 - days), replied.write, {"reply": reply})

    # === PRIVACY === #

    @api.model
    def _ask_privacy(self, requests):
        """Customers asked about their data.

        :param requests: list of (name, days ago, values, steps); a step is (days ago, button)
        """
        for name, days, vals, steps in requests:
            vals = {**vals, "date_received": self._moment(relativedelta(days=-days))}
            model = self.env["hau_mai.privacy.request"].with_context(**SILENT)
            request = self._at(relativedelta(days=-days), model.create, vals)
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": f"hau_mai.{name}", "record": request, "noupdate": True}]
            )
            for step_days, button in steps:
                self._at(relativedelta(days=-step_days), getattr(request, button))

    @api.model
    def _keep_for(self, rule_id, months, ground):
        """Put a time of keeping in force: what it erases soon is listed."""
        rule = self.env["hau_mai.retention.rule"].with_context(**SILENT).browse(rule_id)
        rule.write({"active": True, "months": months, "ground": ground})
        rule._announce()
