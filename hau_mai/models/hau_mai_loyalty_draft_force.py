from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class HauMaiLoyaltyDraft(models.Model):
    """Drafts come into force on their day, before the customers are reviewed."""

    _inherit = "hau_mai.loyalty.draft"

    @api.model
    def _cron_put_in_force(self):
        """Put in force what is planned for today or earlier, by each company's day."""
        now = fields.Datetime.now()
        due = self.env["res.company"]._hau_mai_day_domain(
            lambda day: Domain("date_from", "<=", day), now
        )
        self._batch_run(
            Domain("state", "=", "planned") & due,
            lambda drafts: drafts._put_in_force(),
            size=1,
            order="date_from, id",
        )

    def _put_in_force(self):
        """Copy the thresholds to the tiers; the next review goes by them."""
        for draft in self:
            for line in draft.line_ids:
                line.tier_id.write(line._prepare_tier_vals())
            if not draft.keep_held:
                draft._refit()
            draft.state = "in_force"

    def _refit(self):
        """Have everybody put where they stand, but for what was given by hand."""
        self.env["hau_mai.loyalty.membership"].flush_model()
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_loyalty_membership SET refit = TRUE
                WHERE company_id = %s AND locked_until IS NULL AND refit IS NOT TRUE
                RETURNING id""",
                self.company_id.id,
            )
        )
        self.env["hau_mai.loyalty.membership"].invalidate_model(["refit"])

    def _batch_fail(self, error):
        """Back to draft, with what is wrong with it."""
        self.message_post(body=self.env._("This could not be put in force: %s", error))
        self.write({"state": "draft"})
