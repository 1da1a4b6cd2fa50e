from odoo import api, models

#: What the published procedure says about each promise, in the order of the way of a case.
PUBLISHED = ("acknowledge", "first_response", "solution")


class HauMaiSlaPolicy(models.Model):
    """The promises as the public reads them.

    The procedure names each step with its deadline (Law 19/2023/QH15, art. 31.3; Decree
    55/2024/ND-CP, art. 22.2).
    """

    _inherit = "hau_mai.sla.policy"

    @api.model
    def _published_promises(self, company):
        """The steps of the procedure with the deadlines in force.

        Published is what a plain complaint of a customer gets, which is what most are: the
        promises for special cases are shorter, and nobody else's business.

        :return: [{title, text, time}]
        """
        plain = self.env["hau_mai.complaint"].new(
            {"company_id": company.id, "type": "complaint", "channel": "portal"}
        )
        policies = self._first_matches(plain)[plain.id]
        words = self._published_words()
        return [
            {
                "title": words[target][0],
                "text": words[target][1],
                "time": policies[target].with_env(self.env)._promise_label(),
            }
            for target in PUBLISHED
            if target in policies
        ]

    @api.model
    def _published_words(self):
        return {
            "acknowledge": (
                self.env._("We confirm that we have it"),
                self.env._("You get a message with the number of your request."),
            ),
            "first_response": (
                self.env._("A person answers you"),
                self.env._("Who looks after it, and what we need from you."),
            ),
            "solution": (
                self.env._("We solve it, or tell you in writing why not"),
                self.env._("We talk with you about it, and say what we do and by when."),
            ),
        }
