from odoo import api, models
from odoo.exceptions import UserError

#: Models whose ratings are the customers' and nobody else's.
GUARDED_MODELS = ("hau_mai.complaint", "hau_mai.service", "sale.order")

#: What a customer said, and whether and where it shows.
GUARDED_FIELDS = frozenset(
    {
        "rating", "feedback", "consumed", "is_internal", "partner_id", "rated_partner_id",
        "res_id", "res_model_id", "parent_res_id", "parent_res_model_id", "message_id",
        "access_token", "rated_on",
    }
)  # fmt: skip


class RatingRating(models.Model):
    """Ratings of cases, jobs and orders: staff hide or change none without a logged reason."""

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings.filtered("consumed")._guard(self.env._("added"))
        return ratings

    def write(self, vals):
        if GUARDED_FIELDS & vals.keys():
            self._guard(self.env._("changed"), vals)
        return super().write(vals)

    def unlink(self):
        # not in an ``ondelete``: core first deletes the messages, and the ratings with them
        self._guard(self.env._("deleted"))
        return super().unlink()

    # === BUSINESS METHODS === #

    def _guard(self, what, vals=None):
        """Ask for the reason of what staff do to ratings, and log it on what was rated.

        Customers rate with the rights of the system, after their token was checked.

        :param str what: what is done, in words
        :raises UserError: for who is no manager, or when there is no reason in the context
        """
        ours = self.sudo().filtered(lambda rating: rating.res_model in GUARDED_MODELS)
        if self.env.su or not ours:
            return
        reason = (self.env.context.get("hau_mai_rating_reason") or "").strip()
        if not reason or not self.env.user.has_group("hau_mai.group_manager"):
            raise UserError(
                self.env._(
                    "A rating is the customer's word. Only a manager changes or hides one, with "
                    "the reason, by “Correct a rating” on the case, job or order."
                )
            )
        for rating in ours:
            record = self.env[rating.res_model].browse(rating.res_id)
            record.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=rating._guard_sentence(what, vals, reason),
            )

    def _guard_sentence(self, what, vals, reason):
        """What was done to this rating, from what to what, and why."""
        old = f"{self.rating:g}/5 {self.feedback or ''}".strip()
        new = ""
        if vals:
            rate, words = vals.get("rating", self.rating), vals.get("feedback", self.feedback)
            new = f" → {rate:g}/5 {words or ''}".rstrip()
        return self.env._(
            "Rating %(what)s by %(who)s: %(old)s%(new)s. The reason: %(reason)s",
            what=what,
            who=self.env.user.name,
            old=old,
            new=new,
            reason=reason,
        )
