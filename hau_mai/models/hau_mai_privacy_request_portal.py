from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.privacy import OPEN_STATES


class HauMaiPrivacyRequest(models.Model):
    """The customer's side of a request: on the page of their data."""

    _inherit = "hau_mai.privacy.request"

    @api.model
    def _ask_as_customer(self, partner, kind, text):
        """What a customer asks for on their page; the caller has checked who they are.

        To stop advertising needs nobody's work: it is done when it is asked for.

        :raises UserError: when the same is being worked on already, or words are missing
        """
        if kind in ("correct", "object") and not text:
            raise UserError(self.env._("Tell us in a few words what it is about."))
        pending = self.search(
            [("partner_id", "=", partner.id), ("kind", "=", kind), ("state", "in", OPEN_STATES)],
            limit=1,
        )
        if pending:
            raise UserError(
                self.env._("We have this request already and are working on it: %s.", pending.name)
            )
        made = self.create(
            {
                "partner_id": partner.id,
                "kind": kind,
                "description": text,
                "channel": "portal",
                "identity": "portal",
                "company_id": self.env.company.id,
            }
        )
        if kind == "withdraw":
            made._finish("done")
        return made

    def _portal_files(self):
        """``{data or paper: attachment}`` of a copy that is still to be had."""
        self.ensure_one()
        until = self.date_export_until
        if not until or until < self.company_id._hau_mai_today():
            return {}
        files = {"data": self.export_json_id, "paper": self.export_paper_id}
        return {form: file for form, file in files.items() if file}

    def _portal_sentence(self):
        """Where it stands, in the customer's words."""
        self.ensure_one()
        if self.state == "refused":
            return self.env._("We could not do this: %s", self.result or "")
        if self.state == "done":
            return self.result or self.env._("Done.")
        if self._portal_files():
            until = format_date(self.env, self.date_export_until)
            return self.env._("Your copy is ready. You can download it until %s.", until)
        if not self.date_answered:
            day = format_date(self.env, self.date_answer_by)
            return self.env._("We answer by %s.", day)
        return self.env._("We finish by %s.", format_date(self.env, self.date_finish_by))

    @api.model
    def _portal_kinds(self):
        """``{kind: what is asked for, in the customer's words}``."""
        return {
            "know": self.env._("What you hold about me"),
            "export": self.env._("A copy of my data"),
            "correct": self.env._("Correct my data"),
            "delete": self.env._("Delete my data"),
            "restrict": self.env._("Restrict the use of my data"),
            "withdraw": self.env._("Stop advertising"),
            "object": self.env._("Object to a use of my data"),
            "complaint": self.env._("A complaint about my data"),
        }
