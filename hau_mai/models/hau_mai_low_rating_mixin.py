from odoo import models
from odoo.tools import plaintext2html


class HauMaiLowRatingMixin(models.AbstractModel):
    """Who rates a record low is not content: that is a case, or belongs to one that is open.

    For models that are rated and that cases are about (``hau_mai.asking.mixin``,
    ``hau_mai.complained.mixin``).
    """

    _name = "hau_mai.low.rating.mixin"
    _description = "Case for a Low Rating"

    def _open_complaints_for(self, ratings):
        """Open a case for each of these low ratings, unless the record has one that is open."""
        if self.env.context.get("install_mode"):
            return  # demo data and imported ratings are nobody's news
        records = self.sudo()
        by_record = ratings.sudo().filtered(lambda rating: rating.res_id in records.ids)
        complaints = self.env["hau_mai.complaint"].sudo()
        known = complaints.search([("origin_rating_id", "in", by_record.ids)]).origin_rating_id
        grievances = complaints.search(
            complaints._open_grievance_domain() & records._complaint_domain()
        ).grouped(lambda complaint: complaint.mapped(self._complaint_path))
        vals_list = []
        for rating in by_record - known:
            record = records.browse(rating.res_id)
            if record in grievances:
                grievances[record][0]._message_log(body=record._low_rating_in_words(rating))
            else:
                vals_list.append(record._prepare_low_rating_vals(rating))
        complaints.create(vals_list)

    def _prepare_low_rating_vals(self, rating):
        """Values of the case that a low rating of this record opens."""
        return {
            "type": "complaint",
            "channel": "email",
            "subject": self._low_rating_in_words(rating),
            "description": plaintext2html(rating.feedback) if rating.feedback else False,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "origin_rating_id": rating.id,
        }

    def _low_rating_in_words(self, rating):
        """What happened, in one line: the subject of the case."""
        raise NotImplementedError
