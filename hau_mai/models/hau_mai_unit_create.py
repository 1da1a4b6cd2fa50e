from odoo import api, models
from odoo.fields import Command

from ..tools.numbering import fill_numbers
from .hau_mai_unit_facts import PROMISED
from .hau_mai_warranty_policy import FROZEN

#: Creating units makes no message and no follower: an order of 100 lines would
#: write 100 notes that nobody reads.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "hau_mai_from_order": True,
}

#: What :meth:`~HauMaiUnit._fill_derived` derives, and the days that an order does not start.
KEYS = ("product_tmpl_id", "categ_id", "serial_key", "search_key", "is_estimated")
DATES = ("date_delivered", "date_invoiced", "date_start", "date_end", "date_end_main")
COVERAGE_DATES = ("date_start", "date_end", "repair_days", "in_repair")


def starts_with_order(triggers):
    """Whether some period may count from the order itself.

    :param triggers: the start moments of a unit, with commas, or nothing
    """
    return not triggers or "order" in triggers.split(",")


class HauMaiUnit(models.Model):
    """Making warranty cards, many at once: their numbers and what the policy promises."""

    _inherit = "hau_mai.unit"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        fill_numbers(self.env, self._name, vals_list)
        if not self.env.su:
            by_hand, said = self._said_by_hand(vals_list)
            by_hand._fill_promises(said)
            commands = [vals.pop("coverage_ids", []) for vals in said]
            units = super(HauMaiUnit, by_hand).create(said)
            units._promise_by_hand(commands)
            return units.with_env(self.env)
        self._fill_promises(vals_list)
        if not self._is_made_by_order() or self.env.context.get("hau_mai_split"):
            return super().create(vals_list)
        self._fill_derived(vals_list)
        units = super().create(vals_list)
        units._skip_derived()
        return units

    @api.model
    def _said_by_hand(self, vals_list):
        """What people may say of a card they register; what is promised they may not.

        :return: (model to create with, list of values)
        """
        context = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in PROMISED
        }
        said = [
            {fname: value for fname, value in vals.items() if fname not in PROMISED}
            for vals in vals_list
        ]
        return self.with_env(self.env(context=context)), said

    def _promise_by_hand(self, commands):
        """Make the periods of cards that people registered, with all rights: they are not
        theirs to make.

        :param commands: what creates the periods of each card
        """
        self.env["hau_mai.coverage"].sudo().create(
            [
                {**vals, "unit_id": unit.id}
                for unit, rows in zip(self, commands, strict=True)
                for _command, _id, vals in rows
            ]
        )

    def _check_company(self, fnames=None):
        """What an order line makes belongs to its company: that was checked on the line."""
        if self._is_made_by_order():
            return None
        return super()._check_company(fnames)

    @api.model
    def _is_made_by_order(self):
        """Whether an order makes these: it does so with all rights. A context alone can
        be sent by anybody."""
        return self.env.su and self.env.context.get("hau_mai_from_order")

    @api.model
    def _fill_promises(self, vals_list):
        """Copy the policy's promise into the units that are created with a policy."""
        policies = self.env["hau_mai.warranty.policy"]
        partners = self.env["res.partner"]
        for vals in vals_list:
            if not vals.get("policy_id") or vals.get("coverage_ids"):
                continue
            lang = partners.browse(vals.get("partner_id")).lang or self.env.lang or "en_US"
            blueprint = policies.browse(vals["policy_id"])._get_blueprint(lang)
            vals.update(self._prepare_promise_vals(blueprint))

    @api.model
    def _prepare_promise_vals(self, blueprint):
        """Values of a unit that is promised what a blueprint says."""
        return {
            "edition_id": blueprint["edition_id"],
            "start_trigger": blueprint["start_trigger"],
            "triggers": blueprint["triggers"],
            "coverage_ids": [
                Command.create(self._prepare_coverage_vals(coverage))
                for coverage in blueprint["coverages"]
            ],
            **{fname: blueprint[fname] for fname in FROZEN},
        }

    @api.model
    def _fill_derived(self, vals_list):
        """Give units made by an order the values that follow from the others.

        The ORM would derive them record by record, through a new record each: half
        the time of confirming an order of 100 lines. Those that start with the
        order are left to it.
        """
        products = self.env["product.product"]
        for vals in vals_list:
            product = products.browse(vals["product_id"])
            keys = (vals["name"], vals.get("serial_number"), vals.get("order_name"))
            vals.setdefault("product_tmpl_id", product.product_tmpl_id.id)
            vals.setdefault("categ_id", product.categ_id.id)
            vals.setdefault("serial_key", self._normalize_key(vals.get("serial_number")) or False)
            vals.setdefault("search_key", self._join_keys(keys))
            vals.setdefault("is_estimated", False)
            if starts_with_order(vals.get("triggers")):
                continue
            vals.update(dict.fromkeys(DATES, False))
            for command in vals.get("coverage_ids", []):
                command[2].update(dict.fromkeys(COVERAGE_DATES, False))
                command[2]["company_id"] = vals["company_id"]

    def _skip_derived(self):
        """What :meth:`_fill_derived` filled is not computed once more."""
        waiting = self.filtered(lambda unit: not starts_with_order(unit.triggers))
        for records, fnames in (
            (self, KEYS),
            (waiting, ("date_ordered", *DATES)),
            (waiting.coverage_ids, ("company_id", *COVERAGE_DATES)),
        ):
            for fname in fnames:
                self.env.remove_to_compute(records._fields[fname], records)

    @api.model
    def _prepare_coverage_vals(self, blueprint):
        """Values of one coverage from its blueprint."""
        vals = dict(blueprint)
        for fname in ("component_ids", "component_categ_ids"):
            ids = vals.pop(fname)
            if ids:
                vals[fname] = [Command.set(ids)]
        return vals

    def _prepare_split_promises(self):
        """The copies of what was promised that a part cut off this unit gets."""
        self.ensure_one()
        return {
            "coverage_ids": [
                Command.create(coverage._prepare_split_vals()) for coverage in self.coverage_ids
            ]
        }
