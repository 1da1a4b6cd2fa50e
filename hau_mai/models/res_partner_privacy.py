from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.privacy import erasure

#: Purposes that end when somebody no longer wants to be approached. A service is none.
UNWANTED = ("marketing", "survey", "birthday")

#: What of a contact nobody needs once they asked to be deleted.
EXTRAS = (
    "birthdate", "comment", "function", "website", "ref", "image_1920", "hau_mai_vulnerable",
    "hau_mai_vulnerable_until", "hau_mai_vulnerable_ground",
)  # fmt: skip
#: What is needed to reach them, while something runs.
CONTACT = ("phone", "email")
#: What invoices stand on, besides the name.
IDENTITY = ("street", "street2", "zip", "city", "state_id", "vat")


class ResPartner(models.Model):
    """The rights of customers over their data: restrict its use, have it erased."""

    _inherit = "res.partner"

    # === FIELDS === #

    processing_restricted = fields.Boolean(
        string="Use of Data Restricted",
        tracking=True,
        copy=False,
        groups="hau_mai.group_user_own",
        help="They asked for it: only what a service to them needs is done with their data.",
    )
    privacy_erased_on = fields.Date(
        string="Erased On", readonly=True, copy=False, groups="hau_mai.group_user_own"
    )
    privacy_request_ids = fields.One2many(
        "hau_mai.privacy.request", "partner_id", groups="hau_mai.group_manager"
    )
    privacy_request_count = fields.Integer(
        compute="_compute_privacy_request_count", groups="hau_mai.group_manager"
    )

    # === COMPUTE METHODS === #

    def _compute_privacy_request_count(self):
        counts = dict(
            self.env["hau_mai.privacy.request"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.privacy_request_count = counts.get(partner._origin, 0)

    # === ACTION METHODS === #

    def action_view_privacy_requests(self):
        """What this customer asked about their data, and the form for a new request."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_privacy_request_action"
        )
        return action | {
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_privacy_lookup(self):
        """Core's search, by phone as well: many customers have no e-mail."""
        action = super().action_privacy_lookup()
        action["context"] = dict(action["context"], default_phone=self.phone)
        return action

    # === BUSINESS METHODS === #

    def _privacy_stop_marketing(self, source):
        """Withdraw what they agreed to and cancel what is planned, at once.

        :param str source: how they said so, for the register of consents
        """
        consents = self.env["hau_mai.consent"]
        for purpose in UNWANTED:
            consents._withdraw_all(self, purpose, source)
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        unwanted = Domain("partner_id", "in", self.ids) & Domain("purpose", "in", UNWANTED)
        live = touchpoints.search(unwanted & Domain("state", "in", ("planned", "open")))
        live._cancel("gate", self.env._("The customer does not want to be contacted."))

    def _privacy_plan(self, company):
        """What erasing this customer would do today, without doing it.

        :return: (:class:`tools.privacy.Erasure`, [(holding, records held, records erased)])
        """
        self.ensure_one()
        register = self.env["hau_mai.privacy.register"].sudo()
        today = company._hau_mai_today()
        people = register._people(self)
        plan = erasure(register._facts(people, today), today)
        rows = [
            (
                holding,
                register._search_all(holding, register._held(holding, people, company)),
                register._erasable(holding, people, company, plan, today),
            )
            for holding in register._holdings()
        ]
        return plan, [row for row in rows if row[1]]

    def _privacy_erase(self, company, source):
        """Erase this customer: what nobody needs any more goes, the rest waits for its day.

        All or nothing, and for good. It is written down in core's privacy log, without
        personal data.

        :param company: who was asked
        :param str source: why, such as the number of a request
        :raises UserError: for people of ours, and for who was erased altogether
        """
        self.ensure_one()
        partner = self.sudo().with_context(tracking_disable=True, active_test=False)
        partner._check_privacy_erasable()
        if not partner.privacy_erased_on:
            partner._privacy_stop_marketing(source)
        plan, rows = partner._privacy_plan(company)
        partner._privacy_log(rows, source)
        register = self.env["hau_mai.privacy.register"].sudo()
        for holding, _held, erased in rows:
            register._erase(holding, erased)
        register._people(partner)._privacy_erase_contact(plan)
        partner.privacy_erased_on = company._hau_mai_today()
        self.env["hau_mai.retention.item"]._look_again(partner, company, plan.look_again)
        return plan

    def _check_privacy_erasable(self):
        users = self.with_context(active_test=False).user_ids
        if users.filtered(lambda user: not user.share):
            raise UserError(
                self.env._(
                    "%s works here: take their access away before you erase them.", self.name
                )
            )

    def _privacy_erase_contact(self, plan):
        """Empty these contacts, but for what stays.

        :param Erasure plan:
        """
        self.user_ids._privacy_close_account()
        emptied = [*EXTRAS]
        if not plan.keeps_contact:
            emptied += CONTACT
        if not plan.keeps_name:
            emptied += IDENTITY
        values = dict.fromkeys((name for name in emptied if name in self._fields), False)
        values["category_id"] = [Command.clear()]
        self.hau_mai_vulnerable_evidence_ids.unlink()
        for partner in self:
            name = {} if plan.keeps_name else {"name": self.env._("Erased customer %s", partner.id)}
            partner.write(values | name)
        if not plan.keeps_contact:
            self.env["hau_mai.privacy.register"].sudo()._erase_talk(self)
            self.with_context(active_test=True).action_archive()

    def _privacy_log(self, rows, source):
        """A row of core's log: how much of what was erased, of whom nobody can tell."""
        words = self.env["hau_mai.privacy.register"]._word
        self.env["privacy.log"].sudo().create(
            {
                "anonymized_name": self.name,
                "anonymized_email": self.email or self.phone or "-",
                "user_id": self.env.uid,
                "execution_details": "\n".join(
                    f"{words(holding.label)}: {len(erased)}" for holding, _held, erased in rows
                ),
                "records_description": "\n".join(
                    f"{words(holding.label)}: {len(held)}" for holding, held, _erased in rows
                ),
                "additional_note": source,
            }
        )

    @api.model
    def _privacy_grounds(self, plan):
        """Why something stays, as sentences."""
        register = self.env["hau_mai.privacy.register"]
        return [register._ground(ground) for ground in plan.grounds]
