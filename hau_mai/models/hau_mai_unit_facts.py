from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .hau_mai_warranty_policy import FROZEN

#: What a card says about the thing sold. Once a job was done on it, people do not change it
#: past the dialog that asks them why.
FACTS = (
    "partner_id", "product_id", "serial_number", "quantity", "policy_id", "date_ordered",
    "date_delivered", "date_invoiced", "date_activated", "date_start_manual", "date_start_reason",
)  # fmt: skip

#: Of these, what may be filled in later where nobody knew it.
FILLED_IN_LATER = ("serial_number", "date_activated")

#: What was promised when it was sold; for nobody to change, nor to say on a new card.
PROMISED = (
    "edition_id", "start_trigger", "triggers", *FROZEN,
    "warranty_bonus_months", "bonus_tier_id", "coverage_ids", "access_token", "has_service",
)  # fmt: skip

#: The states of jobs that were worked on to the end.
FINISHED = ("done", "closed")


class HauMaiUnit(models.Model):
    """The facts of a card are locked once something was done on its ground.

    Whoever works with all rights (orders, deliveries, jobs) is not people: they go on.
    """

    _inherit = "hau_mai.unit"

    facts_locked = fields.Boolean(
        compute="_compute_facts_locked",
        help="Whether a job was done on it, or it was claimed.",
    )
    lock_reason = fields.Char(compute="_compute_facts_locked", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("has_service", "service_ids.state")
    def _compute_facts_locked(self):
        reasons = self._lock_reasons()
        for unit in self:
            reason = reasons.get(unit._origin.id, False)
            unit.lock_reason, unit.facts_locked = reason, bool(reason)

    # === CRUD METHODS === #

    def write(self, vals):
        if not self.env.su:
            self._raise_if_promised(vals)
            self._raise_if_locked(vals)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_correct(self):
        """The dialog in which a manager corrects the facts, with a reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct Facts"),
            "res_model": "hau_mai.unit.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _lock_reasons(self):
        """What the facts of these cards are locked by: {unit id: sentence}."""
        units = self._origin
        jobs = self.env["hau_mai.service"].sudo()
        done = jobs.search(
            [
                ("unit_id", "in", units.filtered("has_service").ids),
                ("state", "in", FINISHED),
            ],
            order="id desc",
        )
        cases = self.env["hau_mai.complaint"].sudo()
        claims = cases.search(
            [("unit_id", "in", units.ids), ("type", "=", "claim")], order="id desc"
        )
        reasons = {
            case.unit_id.id: self.env._("Claim %s was made on it.", case.name) for case in claims
        }
        return reasons | {
            job.unit_id.id: self.env._("Job %s was done on it.", job.name) for job in done
        }

    def _raise_if_promised(self, vals):
        """:raises UserError: when people change what was promised"""
        for fname in PROMISED:
            if fname in vals and any(self._differs(unit, fname, vals[fname]) for unit in self):
                raise UserError(
                    self.env._(
                        "“%s” was promised when it was sold: sold is sold. Give goodwill, extend "
                        "the warranty or end it instead.",
                        self._fields[fname]._description_string(self.env),
                    )
                )

    def _raise_if_locked(self, vals):
        """:raises UserError: when people change facts of a card on which a job was done"""
        facts = [fname for fname in FACTS if fname in vals]
        changed = {
            unit: [fname for fname in facts if unit._changes_fact(fname, vals[fname])]
            for unit in (self if facts else ())
        }
        touched = self.browse().union(*(unit for unit, fnames in changed.items() if fnames))
        for unit in touched.filtered("facts_locked"):
            raise UserError(unit._word_locked(changed[unit]))

    def _changes_fact(self, fname, value):
        """Whether this value is another than the card has; what was empty may be filled in."""
        self.ensure_one()
        if fname in FILLED_IN_LATER and not self[fname]:
            return False
        return self._differs(self, fname, value)

    @api.model
    def _differs(self, unit, fname, value):
        field = unit._fields[fname]
        if field.type == "one2many":
            return bool(value)
        return field.convert_to_cache(value, unit) != field.convert_to_cache(unit[fname], unit)

    def _correct(self, vals, reason):
        """Correct facts of a card and write down what they were, with the reason.

        Of another policy the card gets the promise: what the old one promised ends as if
        it had never begun.

        :param vals: those of :data:`FACTS` that differ, as ``write`` takes them
        :raises AccessError: for who is no manager
        :raises UserError: without a reason, or when nothing differs
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("hau_mai.group_manager"):
            raise AccessError(self.env._("Only managers correct the facts of a warranty card."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the facts are corrected."))
        changed = {
            fname: value for fname, value in vals.items() if self._differs(self, fname, value)
        }
        if not changed:
            raise UserError(self.env._("Nothing was corrected: all is as it was."))
        before = {fname: self._word_fact(fname) for fname in changed}
        unit = self.sudo().with_context(tracking_disable=True)
        if "date_start_manual" in changed:
            changed["date_start_reason"] = changed["date_start_manual"] and reason
        unit.write(changed)
        if "policy_id" in changed:
            unit._replace_promise(reason)
        rows = Markup("").join(
            Markup("<li>%s: %s → %s</li>")
            % (self._fields[fname]._description_string(self.env), old, self._word_fact(fname))
            for fname, old in before.items()
        )
        unit._message_log(
            body=Markup("<p>%s</p><ul>%s</ul>") % (self.env._("Facts corrected: %s", reason), rows)
        )

    def _replace_promise(self, reason):
        """Take back what another policy promised, and promise what this one does."""
        self.ensure_one()
        old = self.coverage_ids.filtered(lambda coverage: coverage.origin == "policy")
        old._take_back(reason)
        old.filtered(lambda coverage: not coverage.date_start).unlink()
        promise = {"policy_id": self.policy_id.id, "partner_id": self.partner_id.id}
        self._fill_promises([promise])
        self.write({fname: value for fname, value in promise.items() if fname in PROMISED})

    def _word_fact(self, fname):
        """A fact as people read it."""
        value, field = self[fname], self._fields[fname]
        if field.type == "many2one":
            return value.sudo().display_name or "–"
        if field.type == "date":
            return format_date(self.env, value) or "–"
        return value or "–"

    def _word_locked(self, fnames):
        """Why these facts cannot be changed, and what to do instead."""
        self.ensure_one()
        if "partner_id" in fnames:
            return self.env._(
                "%(reason)s The owner of %(unit)s changes by “Transfer” only.",
                reason=self.lock_reason,
                unit=self.display_name,
            )
        return self.env._(
            "%(reason)s So “%(fact)s” of %(unit)s is locked. %(who)s can correct it, with a "
            "reason.",
            reason=self.lock_reason,
            fact=self._fields[fnames[0]]._description_string(self.env),
            unit=self.display_name,
            who=self.company_id._hau_mai_manager().name,
        )
