from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column, table_exists

from ..tools.ownership import transfer_verdict


class HauMaiUnit(models.Model):
    """Giving a warranty card to its next owner, where the warranty goes with the product."""

    _inherit = "hau_mai.unit"

    transferable = fields.Boolean(
        readonly=True,
        default=True,
        help="Whether the warranty stays with the product when it changes hands; as it was "
        "promised when it was sold.",
    )
    may_transfer = fields.Boolean(compute="_compute_may_transfer")

    def _auto_init(self):
        """Cards from before it was kept with them have what their policy says now."""
        cr = self.env.cr
        if table_exists(cr, self._table) and not column_exists(cr, self._table, "transferable"):
            create_column(cr, self._table, "transferable", "boolean")
            self.env.execute_query(
                SQL(
                    """UPDATE hau_mai_unit unit
                    SET transferable = COALESCE((
                        SELECT policy.transferable FROM hau_mai_warranty_policy policy
                        WHERE policy.id = unit.policy_id
                    ), TRUE) RETURNING unit.id"""
                )
            )
        return super()._auto_init()

    # === COMPUTE METHODS === #

    @api.depends("state", "transferable", "user_id")
    @api.depends_context("uid")
    def _compute_may_transfer(self):
        """Whether the user may give it to somebody; a manager may against the promise too."""
        manager = self.env.user.has_group("hau_mai.group_manager")
        for unit in self:
            unit.may_transfer = (
                unit.may_write and unit.state == "valid" and (unit.transferable or manager)
            )

    # === ACTION METHODS === #

    def action_transfer(self, partner=None, reason=None):
        """Give these cards to another owner.

        :param partner: the new owner, a contact or its id; the dialog asks when left out
        :param reason: why; needed where the warranty was not promised to go along, which
            only a manager lets pass
        :raises UserError: when a card is not valid, is theirs already or stays by its promise
        """
        if partner is None:
            self.check_access("write")
            return self._open_transfer()
        self.check_access("write")
        partner = self._to_owner(partner)
        self._raise_if_not_transferable(partner, reason)
        self._change_owner(partner, (reason or "").strip(), "by_hand")
        return True

    def _open_transfer(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfer to Another Owner"),
            "res_model": "hau_mai.unit.transfer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    def _to_owner(self, partner):
        """The contact, which may come as an id from outside.

        :raises UserError: when there is none
        """
        if not isinstance(partner, models.BaseModel):
            partner = self.env["res.partner"].browse(partner).exists()
        if not partner:
            raise UserError(self.env._("Say who the new owner is."))
        partner.check_access("read")
        return partner

    def _raise_if_not_transferable(self, partner, reason=None):
        """:raises UserError: naming the first card that cannot go to this contact, and why"""
        overrides = bool((reason or "").strip()) and (
            self.env.su or self.env.user.has_group("hau_mai.group_manager")
        )
        for unit in self:
            code = transfer_verdict(
                unit.state == "valid", unit.partner_id == partner, unit.transferable, overrides
            )
            if code:
                raise UserError(unit._word_not_transferable(code))

    def _word_not_transferable(self, code):
        """Why a card cannot be given to somebody, as a sentence."""
        self.ensure_one()
        unit = self.display_name
        if code == "not_valid":
            return self.env._("%s is not valid, so it cannot change hands.", unit)
        if code == "same":
            return self.env._(
                "%(unit)s belongs to %(owner)s already.",
                unit=unit,
                owner=self.partner_id.display_name,
            )
        return self.env._(
            "The warranty of %(unit)s was promised to its first owner only. %(who)s can let it "
            "pass all the same, with a reason.",
            unit=unit,
            who=self.company_id._hau_mai_manager().name,
        )

    def _find_owner(self, name, phone, email=None):
        """Who of our contacts somebody named is: the number and the name have to agree.

        A new contact gets what was said and nothing else.
        """
        self.ensure_one()
        contacts = self.env["hau_mai.unit.contact"]
        name, phone, email = ((text or "").strip() for text in (name, phone, email))
        alike = contacts._with_number(phone)
        named = alike.filtered(lambda partner: (partner.name or "").casefold() == name.casefold())
        if named:
            return named[:1]
        return (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": name or phone,
                    "phone": phone,
                    "email": email,
                    "company_id": self.partner_id.sudo().company_id.id,
                    "lang": self.partner_id.sudo().lang,
                }
            )
            .sudo(False)
        )
