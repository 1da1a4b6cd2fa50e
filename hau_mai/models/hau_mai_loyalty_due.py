from functools import partial

from odoo import api, fields, models
from odoo.tools import SQL

#: Customers taken up in a run; the rest is left to the next one.
DUE_LIMIT = 10000


class HauMaiLoyaltyDue(models.Model):
    """Customers who may have earned a tier: told by a sale, worked off in the background.

    A queue, not a register: the same customer may stand in it more than once, so that two
    salespeople who confirm orders of one customer never wait for each other.
    """

    _name = "hau_mai.loyalty.due"
    _description = "Customer to Be Reviewed"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")

    @api.model
    def _mark(self, pairs):
        """Let these customers be reviewed soon; one query, none without tiers.

        :param pairs: ``(partner, company)``, the company that sold
        """
        rows = {
            (partner.commercial_partner_id.id, company.root_id.id)
            for partner, company in pairs
            if partner and company._hau_mai_has_tiers()
        }
        if rows:
            self.env.execute_query(
                SQL(
                    "INSERT INTO hau_mai_loyalty_due (partner_id, company_id) VALUES %s "
                    "RETURNING id",
                    SQL(", ").join(SQL("(%s, %s)", *row) for row in sorted(rows)),
                )
            )

    @api.model
    def _cron_upgrade_tiers(self):
        """Review the customers in the queue.

        They are taken out of it when all are reviewed: a job that is killed finds them again.
        """
        now = fields.Datetime.now()
        due = self.sudo().search([], limit=DUE_LIMIT, order="id")
        memberships = self.env["hau_mai.loyalty.membership"].sudo()
        ids = []
        for company, rows in due.grouped("company_id").items():
            buyers = partial(memberships._ensure_buyers, company, rows.partner_id.ids)
            ids += memberships._batch_retry(buyers).ids
        done = memberships._batch_run(
            [("id", "in", ids)], lambda rows: rows._review(now), limit=len(ids) + 1
        )
        if done == len(ids):
            due.unlink()
