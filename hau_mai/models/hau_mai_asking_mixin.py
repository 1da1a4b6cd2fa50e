from odoo import fields, models

#: Ratings up to this one of five are low: the customer is not content.
LOW_RATING = 2


class HauMaiAskingMixin(models.AbstractModel):
    """How the customer found it: asked once for each closing, if the contact gate allows it.

    What is asked about has ``contact_id`` besides its customer.
    """

    _name = "hau_mai.asking.mixin"
    _description = "Asked for a Rating"
    _inherit = ["rating.mixin"]

    #: The text that asks; nobody is asked once somebody deleted it.
    _asking_template = None

    date_rating_asked = fields.Datetime(
        string="Rating Asked On", readonly=True, copy=False, groups="base.group_user"
    )

    # === ACTION METHODS === #

    def action_view_ratings(self):
        """The ratings of this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rating.rating_rating_action")
        return action | {
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {},
        }

    # === CORE OVERRIDES === #

    def rating_apply(
        self,
        rate,
        token=None,
        rating=None,
        feedback=None,
        subtype_xmlid=None,
        notify_delay_send=False,
    ):
        """Apply a rating; a low one is followed up."""
        applied = super().rating_apply(
            rate, token, rating, feedback, subtype_xmlid, notify_delay_send
        )
        if applied.rating and applied.rating <= LOW_RATING:
            self.sudo()._on_low_rating(applied.sudo())
        return applied

    # === BUSINESS METHODS === #

    def _on_low_rating(self, ratings):
        """What follows when customers were not content with these records."""

    def _ask_rating(self, now):
        """Ask the customers of these records how it was; say there why one was not asked.

        :param datetime now: UTC
        """
        if self.env.context.get("install_mode"):
            return  # demo data and imports are nobody's news
        records = self.filtered(lambda record: not record.date_rating_asked)
        raters = {record: record._rating_get_partner() for record in records}
        partners = self.env["res.partner"].union(*raters.values())
        verdicts = partners._contact_verdicts("email", "survey", now)
        nobody = (False, self.env._("It is not known who the customer is."))
        refused = {
            record.id: self.env._("Not asked for a rating: %s", verdict[1])
            for record, rater in raters.items()
            if not (verdict := verdicts.get(rater.id, nobody))[0]
        }
        records.browse(refused)._message_log_batch(bodies=refused)
        allowed = records - records.browse(refused)
        template = self.env.ref(self._asking_template, raise_if_not_found=False)
        if not allowed or not template:
            return
        allowed.date_rating_asked = now
        for record in allowed:
            record.rating_send_request(template, lang=raters[record].lang, force_send=False)

    def _rating_get_partner(self):
        """Who had to do with it, else the customer."""
        self.ensure_one()
        contact = self.contact_id
        return contact if contact.email else super()._rating_get_partner()
