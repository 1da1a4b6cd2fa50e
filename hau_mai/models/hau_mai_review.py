from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.review import shown_name

#: Why a review may be hidden: Law 19/2023/QH15, article 10.3.c allows it for what is against
#: the law or morals; that it is bad is no reason.
HIDE_REASONS = [
    ("unlawful", "Unlawful, insulting or indecent"),
    ("personal", "Shows somebody's personal data"),
    ("foreign", "Is not about us or what we sold"),
    ("spam", "Advertising, or the same text again"),
]

NAME_CHOICES = [
    ("full", "My full name"),
    ("initials", "My initials"),
    ("anonymous", "No name"),
]

#: What people of ours write; everything else is the customer's.
OURS = frozenset({"reply"})


class HauMaiReview(models.Model):
    """What a customer said and agreed to have published: a rating, or whether they recommend us.

    There is a row only for who agreed, and all of them are published, the good and the bad:
    nobody chooses. Hiding one takes a manager and a reason of a list; it is logged, and the
    public page says how many are hidden. The customer takes the consent back at any time.
    """

    _name = "hau_mai.review"
    _description = "Published Review"
    _inherit = ["mail.thread"]
    _order = "date DESC, id DESC"
    _rec_name = "partner_id"
    _mail_post_access = "read"
    _check_company_auto = True

    _rating_unique = models.UniqueIndex(
        "(rating_id) WHERE rating_id IS NOT NULL", "A rating is published once."
    )
    _nps_unique = models.UniqueIndex(
        "(nps_id) WHERE nps_id IS NOT NULL", "An answer is published once."
    )
    _published_idx = models.Index("(company_id, date) WHERE state = 'published'")

    # === FIELDS === #

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    rating_id = fields.Many2one("rating.rating", ondelete="set null", readonly=True)
    nps_id = fields.Many2one(
        "hau_mai.nps", string="Recommendation", ondelete="restrict", readonly=True
    )
    kind = fields.Selection(
        [("rating", "Rating"), ("nps", "Recommendation")], required=True, readonly=True
    )
    about = fields.Char(readonly=True, help="What was sold or done, for readers.")
    date = fields.Datetime(string="Said On", required=True, readonly=True)
    mark = fields.Float(compute="_compute_answer", store=True, digits=(3, 1), aggregator="avg")
    top = fields.Integer(string="Of", compute="_compute_top")
    text = fields.Text(string="What They Said", compute="_compute_answer", store=True)
    name_choice = fields.Selection(
        NAME_CHOICES, string="Named By", required=True, readonly=True, default="anonymous"
    )
    shown_name = fields.Char(string="Shown As", readonly=True, help="Empty: a customer.")
    date_consent = fields.Datetime(string="Agreed On", required=True, readonly=True, tracking=True)
    wording = fields.Text(string="Agreed To", required=True, readonly=True)
    date_withdrawn = fields.Datetime(string="Taken Back On", readonly=True, tracking=True)
    hidden_reason = fields.Selection(
        HIDE_REASONS, string="Hidden Because", readonly=True, tracking=True
    )
    state = fields.Selection(
        [("published", "Published"), ("withdrawn", "Taken back"), ("hidden", "Hidden")],
        string="Status",
        compute="_compute_state",
        store=True,
        tracking=True,
    )
    reply = fields.Text(string="Your Reply", help="Shown below the review.")
    reply_user_id = fields.Many2one("res.users", string="Replied By", readonly=True)
    date_reply = fields.Datetime(string="Replied On", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("rating_id.rating", "rating_id.feedback", "nps_id.score", "nps_id.comment")
    def _compute_answer(self):
        """The customer's word as it is now; what was deleted meanwhile stays as it was."""
        for review in self:
            if rating := review.rating_id:
                review.mark, review.text = rating.rating, rating.feedback
            elif answer := review.nps_id:
                review.mark, review.text = answer.score, answer.comment
            else:
                review.mark, review.text = review.mark, review.text

    @api.depends("kind")
    def _compute_top(self):
        for review in self:
            review.top = 10 if review.kind == "nps" else 5

    @api.depends("date_withdrawn", "hidden_reason", "rating_id.consumed")
    def _compute_state(self):
        for review in self:
            uncounted = review.rating_id and not review.rating_id.consumed
            if review.date_withdrawn:
                review.state = "withdrawn"
            else:
                review.state = "hidden" if review.hidden_reason or uncounted else "published"

    # === CONSTRAINT METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Reviews are kept, with who agreed to what. The customer takes them back.")
        )

    # === CRUD METHODS === #

    def write(self, vals):
        if not self.env.su and vals.keys() - OURS:
            raise UserError(
                self.env._(
                    "A review is the customer's word. You can reply to it; a manager can hide it "
                    "for a reason."
                )
            )
        if "reply" in vals:
            replied = bool((vals["reply"] or "").strip())
            super(HauMaiReview, self.sudo()).write(
                {
                    "reply_user_id": replied and self.env.uid,
                    "date_reply": replied and fields.Datetime.now(),
                }
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_open_hiding(self):
        """Ask for the reason to hide these reviews."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hide"),
            "res_model": "hau_mai.review.hiding",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_ids": self.ids},
        }

    def action_hide(self, reason, note=False):
        """Hide these reviews from the public page.

        :param str reason: one of :data:`HIDE_REASONS`
        :raises UserError: for who is no manager, or another reason
        """
        self._check_manager()
        labels = dict(self._fields["hidden_reason"]._description_selection(self.env))
        if reason not in labels:
            raise UserError(self.env._("Choose one of the reasons for which a review is hidden."))
        self.sudo().hidden_reason = reason
        self._log(
            self.env._("Hidden: %(reason)s. %(note)s", reason=labels[reason], note=note or "")
        )
        return True

    def action_show(self):
        """Show hidden reviews again."""
        self._check_manager()
        self.sudo().hidden_reason = False
        self._log(self.env._("Shown again."))
        return True

    def action_withdraw(self):
        """The customer told us that they take their consent back."""
        self.check_access("write")
        self._withdraw(fields.Datetime.now())
        self._log(self.env._("Taken back by the customer, who told %s.", self.env.user.name))
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _consent_wording(self, company):
        """What a customer agrees to, in the language of the context."""
        return self.env._(
            "%(company)s may publish my mark and my words on its page of reviews, under the name "
            "I choose. I can take this back at any time.",
            company=company.sudo().name,
        )

    @api.model
    def _publish(self, source, choice, now):
        """Publish what a customer said, who just agreed to it. Once: agreeing again renews it.

        :param source: a rating, or an answer of ``hau_mai.nps``
        :param str choice: how they want to be named; unnamed for what we do not know
        :param datetime now: UTC
        """
        reviews = self.sudo()
        vals = reviews._prepare_publication_vals(source.sudo(), choice, now)
        review = reviews._of_source(source)
        if review:
            review.write(vals | {"date_withdrawn": False})
            return review
        return reviews.create(vals | reviews._prepare_source_vals(source.sudo()))

    @api.model
    def _of_source(self, source):
        """The review of a rating or an answer, if the customer ever agreed."""
        fname = "nps_id" if source._name == "hau_mai.nps" else "rating_id"
        return self.sudo().search([(fname, "=", source.id)], limit=1)

    @api.model
    def _prepare_publication_vals(self, source, choice, now):
        choice = choice if choice in dict(NAME_CHOICES) else "anonymous"
        company = source.company_id if source._name == "hau_mai.nps" else source.hau_mai_company_id
        return {
            "name_choice": choice,
            "shown_name": shown_name(source.partner_id.name, choice),
            "date_consent": now,
            "wording": self._consent_wording(company),
        }

    @api.model
    def _prepare_source_vals(self, source):
        """What was said, of a rating or an answer."""
        if source._name == "hau_mai.nps":
            order = source.order_id
            vals = {"kind": "nps", "nps_id": source.id, "company_id": source.company_id.id}
            said = source.date_answered
        else:
            record = self.env[source.res_model].browse(source.res_id)
            order = record if record._name == "sale.order" else record.order_id
            vals = {"kind": "rating", "rating_id": source.id}
            vals["company_id"] = source.hau_mai_company_id.id
            said = source.rated_on
        products = self.env["hau_mai.touchpoint"]._order_products(order)
        return vals | {
            "partner_id": source.partner_id.id,
            "date": said or fields.Datetime.now(),
            "about": ", ".join(products[:3].mapped("name")) or False,
        }

    def _withdraw(self, now):
        """The customer takes back their consent: it is gone from the page at once."""
        self.sudo().filtered(lambda review: not review.date_withdrawn).date_withdrawn = now

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("hau_mai.group_manager"):
            raise UserError(self.env._("Only a manager hides a review or shows it again."))

    def _log(self, body):
        """Keep in the history what people of ours did."""
        author = self.env.user.partner_id
        for review in self.sudo():
            review._message_log(author_id=author.id, body=body)
