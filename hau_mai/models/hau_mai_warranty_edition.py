from odoo import api, fields, models
from odoo.tools import SQL


class HauMaiWarrantyEdition(models.Model):
    """A policy's text as it stood from a day on.

    What was sold keeps the edition it was sold under. An edition under which
    nothing was sold yet is brought up to date; the next change after a sale makes
    a new one.
    """

    _name = "hau_mai.warranty.edition"
    _description = "Edition of a Warranty Policy"
    _order = "policy_id, number desc"
    _rec_name = "name"

    _number_unique = models.UniqueIndex(
        "(policy_id, number)", "A policy has each edition number once."
    )

    policy_id = fields.Many2one(
        "hau_mai.warranty.policy", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True, default=1)
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    name = fields.Char(required=True, translate=True)
    content = fields.Html(translate=True)
    method = fields.Html(translate=True)
    exclusions = fields.Html(translate=True)

    @api.model
    def _current(self, policy):
        """The newest edition of one policy."""
        return self.search([("policy_id", "=", policy.id)], limit=1)

    @api.model
    def _publish(self, policies):
        """Bring the editions of these policies up to date (see the class)."""
        if not policies:
            return
        policies.flush_recordset()
        self.flush_model()
        editions = self.sudo()
        sold = self._sold_editions(policies)
        current = {
            policy.id: edition_ids[0]
            for policy, edition_ids in editions._read_group(
                [("policy_id", "in", policies.ids)], ["policy_id"], ["id:array_agg"]
            )
            for edition_ids in [sorted(edition_ids, reverse=True)]
        }
        stale = {
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT e.id
                      FROM hau_mai_warranty_edition e
                      JOIN hau_mai_warranty_policy p ON p.id = e.policy_id
                     WHERE e.id IN %s
                       AND (e.name, e.content, e.method, e.exclusions)
                           IS DISTINCT FROM (p.name, p.content, p.method, p.exclusions)
                    """,
                    tuple(current.values()) or (0,),
                )
            )
        }
        outdated = [policy_id for policy_id, edition in current.items() if edition in stale]
        in_place = [current[policy_id] for policy_id in outdated if current[policy_id] not in sold]
        anew = [
            policy.id
            for policy in policies
            if policy.id not in current
            or (current[policy.id] in stale and current[policy.id] in sold)
        ]
        self._copy_texts(in_place)
        self._add_editions(anew)
        self.invalidate_model()

    @api.model
    def _sold_editions(self, policies):
        """Ids of the editions of these policies that stay as they are: something was sold so."""
        units = self.env["hau_mai.unit"].sudo()
        domain = [("edition_id.policy_id", "in", policies.ids)]
        return {edition.id for (edition,) in units._read_group(domain, ["edition_id"])}

    @api.model
    def _copy_texts(self, edition_ids):
        """Copy the policies' texts, in all languages, into these editions."""
        if edition_ids:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE hau_mai_warranty_edition e
                       SET name = p.name, content = p.content,
                           method = p.method, exclusions = p.exclusions
                      FROM hau_mai_warranty_policy p
                     WHERE p.id = e.policy_id AND e.id IN %s
                    """,
                    tuple(edition_ids),
                )
            )

    @api.model
    def _add_editions(self, policy_ids):
        """Add the next edition of these policies, in all languages."""
        if policy_ids:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO hau_mai_warranty_edition
                           (policy_id, company_id, number, name, content, method, exclusions,
                            create_uid, create_date, write_uid, write_date)
                    SELECT p.id, p.company_id,
                           COALESCE((SELECT max(number) FROM hau_mai_warranty_edition
                                      WHERE policy_id = p.id), 0) + 1,
                           p.name, p.content, p.method, p.exclusions,
                           %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                      FROM hau_mai_warranty_policy p
                     WHERE p.id IN %(ids)s
                    """,
                    uid=self.env.uid,
                    ids=tuple(policy_ids),
                )
            )
