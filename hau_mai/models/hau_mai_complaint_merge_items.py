from operator import itemgetter

from odoo import models
from odoo.fields import Domain


class HauMaiComplaint(models.Model):
    """What belongs to a case and goes along when it is merged, and comes back when undone."""

    _inherit = "hau_mai.complaint"

    def _merge_links(self):
        """``{model: (fields with the model's name, field with the id)}`` of what goes along.

        What a ledger keeps (steps, clocks, what was done) stays with the case it is
        about, which stays too.
        """
        return {
            "mail.message": ("model", "res_id"),
            "ir.attachment": ("res_model", "res_id"),
            "mail.activity": ("res_model", "res_id"),
            "mail.followers": ("res_model", "res_id"),
            "rating.rating": ("res_model", "res_id"),
            "hau_mai.complaint": (None, "parent_id"),
        }

    def _merge_domain(self, model):
        """Where records of a model that goes along stand with one of these cases."""
        name, fname = self._merge_links()[model]
        domain = Domain(fname, "in", self.ids)
        return domain & Domain(name, "=", self._name) if name else domain

    def _find_items(self):
        """What stands with these cases now, ``{case id: {model: [ids]}}``.

        What the case notes by itself, such as changes of its fields, stays in its own history;
        what people wrote goes along, and what was sent to somebody.
        """
        found = {complaint.id: {} for complaint in self}
        for model, (_name, fname) in self._merge_links().items():
            domain = self._merge_domain(model)
            if model == "mail.message":
                domain &= Domain("message_type", "!=", "notification") | Domain(
                    "notification_ids", "!=", False
                )
            records = self.env[model].sudo().with_context(active_test=False)
            for record in records.search(domain, order="id"):
                pointer = record[fname]
                case_id = pointer if isinstance(pointer, int) else pointer.id
                found[case_id].setdefault(model, []).append(record.id)
        return found

    def _gather(self, items, within):
        """Let this case have these items, but for those that stand elsewhere by now.

        :param items: ``{model: [ids]}``
        :param within: the cases they are taken from; what is not with one of them was
            moved away by hand, and stays there
        """
        self.ensure_one()
        for model, ids in filter(itemgetter(1), items.items()):
            _name, fname = self._merge_links()[model]
            records = (
                self.env[model]
                .sudo()
                .with_context(active_test=False, mail_activity_quick_update=True)
                .search((within - self)._merge_domain(model) & Domain("id", "in", ids))
            )
            if model == "mail.followers":
                records = self._not_following_twice(records)
            if model == self._name:
                records -= self | self._ancestors()
            if records:
                records.write({fname: self.id})

    def _ancestors(self):
        """The cases this one was asked by, up to the first: they are never asked by it."""
        ancestors = self.browse()
        while (parent := (ancestors[-1:] or self).sudo().parent_id) and parent not in ancestors:
            ancestors |= parent
        return ancestors

    def _not_following_twice(self, followers):
        """Those of these followers that this case has not got yet, each partner once."""
        partners = set(
            self.env["mail.followers"]
            .sudo()
            .search(self._merge_domain("mail.followers"))
            .partner_id
        )
        kept = followers.browse()
        for follower in followers:
            if follower.partner_id not in partners:
                partners.add(follower.partner_id)
                kept |= follower
        return kept
