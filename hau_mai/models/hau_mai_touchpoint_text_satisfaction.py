from odoo import api, fields, models

#: What people see in place of the key of a link.
NO_KEY = "…"


class HauMaiTouchpointTextSatisfaction(models.Model):
    """Where the customer answers: the links of questions.

    Whoever has such a link answers in the customer's name, so its key is told only to the
    system, which writes the message; people see that there is a link.
    """

    _inherit = "hau_mai.touchpoint"

    rating_link = fields.Char(compute="_compute_question_links")
    nps_link = fields.Char(compute="_compute_question_links")

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The order after which a customer's turn came."""
        res = super()._compute_documents()
        asking = self.filtered(lambda row: row.res_model == "hau_mai.nps")
        turns = self.env["hau_mai.nps"].sudo().browse(asking.mapped("res_id")).exists()
        orders = {turn.id: turn.order_id.id for turn in turns}
        for touchpoint in asking:
            touchpoint.order_id = orders.get(touchpoint.res_id)
        return res

    @api.depends("rating_id", "res_model", "res_id")
    @api.depends_context("uid")
    def _compute_question_links(self):
        for touchpoint in self:
            asks = touchpoint.res_model == "hau_mai.nps"
            touchpoint.rating_link = touchpoint.rating_id and touchpoint._rating_url()
            touchpoint.nps_link = asks and touchpoint._nps_url()

    def _rating_url(self, rate=5):
        """The page of the rating with one of the three faces chosen: 1, 3 or 5.

        Opening it answers nothing.
        """
        self.ensure_one()
        key = self.rating_id.access_token if self.env.su else NO_KEY
        return f"{self.get_base_url()}/rate/{key}/{rate}"

    def _nps_url(self, score=None):
        """The page of the recommendation question, with one of the marks chosen.

        Opening it answers nothing.
        """
        self.ensure_one()
        key = self.env["hau_mai.nps"].browse(self.res_id)._answer_token() if self.env.su else NO_KEY
        chosen = "" if score is None else f"?score={score}"
        return f"{self.get_base_url()}/nps/{key}{chosen}"

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.rating_link": self.env._("the link to rate the order, the job or the case"),
            "object.nps_link": self.env._("the link to the question whether they recommend you"),
        }
