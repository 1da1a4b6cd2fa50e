from odoo import fields, models


class HauMaiService(models.Model):
    """How the customer found it: asked once for each closing, if the contact gate allows it."""

    _inherit = "hau_mai.service"

    date_rating_asked = fields.Datetime(
        string="Rating Asked On", readonly=True, copy=False, groups="base.group_user"
    )

    # === ACTION METHODS === #

    def action_view_ratings(self):
        """The ratings of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rating.rating_rating_action")
        return action | {
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {},
        }

    # === BUSINESS METHODS === #

    def _on_state_changed(self, before):
        closed = self.filtered(lambda s: s.state == "closed" and s.company_id.hau_mai_rate_services)
        if closed:
            closed._ask_rating(fields.Datetime.now())
        return super()._on_state_changed(before)

    def _prepare_again_vals(self, count):
        return super()._prepare_again_vals(count) | {"date_rating_asked": False}

    def _ask_rating(self, now):
        """Ask the customers of these jobs how it was; say on the job why one was not asked.

        :param datetime now: UTC
        """
        if self.env.context.get("install_mode"):
            return  # demo data and imported jobs are nobody's news
        jobs = self.filtered(lambda service: not service.date_rating_asked)
        raters = {service: service._rating_get_partner() for service in jobs}
        partners = self.env["res.partner"].union(*raters.values())
        verdicts = partners._contact_verdicts("email", "survey", now)
        refused = {
            service.id: self.env._("Not asked for a rating: %s", verdicts[rater.id][1])
            for service, rater in raters.items()
            if not verdicts[rater.id][0]
        }
        jobs.browse(refused)._message_log_batch(bodies=refused)
        allowed = jobs - jobs.browse(refused)
        template = self.env.ref("hau_mai.mail_template_rate_service", raise_if_not_found=False)
        if not allowed or not template:
            return
        allowed.date_rating_asked = now
        for service in allowed:
            service.rating_send_request(template, lang=raters[service].lang, force_send=False)

    def _rating_get_partner(self):
        """Who had to do with it, else the customer."""
        self.ensure_one()
        contact = self.contact_id
        return contact if contact.email else super()._rating_get_partner()
