from odoo import fields, models
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from ..tools.paper import in_one_line, print_paper


class HauMaiComplaint(models.Model):
    """The papers of a case, kept as they were given to the customer."""

    _inherit = "hau_mai.complaint"

    paper_ids = fields.Many2many(
        "ir.attachment",
        "hau_mai_complaint_paper_rel",
        string="Papers for the Customer",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Letters and signed minutes; the customer finds them in the portal.",
    )

    # === BUSINESS METHODS === #

    def _portal_documents(self):
        """The papers of this case that its customer may download, with all rights.

        Whoever calls it has checked that it is their case.
        """
        self.ensure_one()
        papers = self.sudo().paper_ids.filtered(
            lambda paper: (paper.res_model, paper.res_id) == (self._name, self.id)
        )
        return papers.sorted("id")

    def _customer_copies(self):
        """These cases, each in the language of its customer."""
        return [case.with_context(lang=case.partner_id.lang or self.env.lang) for case in self]

    def _keep_paper(self, report, name, record=None):
        """Print a paper of this case and keep it for the customer, unchanged from now on.

        Where nothing can print, the page itself is kept.

        :param str report: of the ``ir.actions.report``
        :param record: what is printed; the case when left out
        :return: the attachment
        """
        self.ensure_one()
        attachment = print_paper(self, report, name, record)
        self.sudo().paper_ids += attachment
        return attachment.with_env(self.env)

    def _prepare_paper(self):
        """What every paper of a case shows, in the language of the context."""
        self.ensure_one()
        company, customer = self.company_id, self.partner_id.sudo()
        address = customer.with_context(show_address=True)._display_address(without_company=True)
        return company._hau_mai_paper() | {
            "opened": format_date(self.env, company._hau_mai_day(self.date_open)),
            "customer": customer.name or self.email_from or "",
            "customer_address": in_one_line(*address.splitlines()),
            "phone": self.phone or customer.phone,
            "about": self._about_in_words(),
        }

    def _about_in_words(self):
        """The thing a case is about: product, serial number, order."""
        self.ensure_one()
        parts = [
            self.product_id.sudo().display_name,
            self.serial_number or self.unit_id.sudo().serial_number,
        ]
        if self.order_id:
            parts.append(self.env._("order %s", self.order_id.sudo().name))
        return in_one_line(*parts)


def signature_uri(image):
    """A signature as the papers show it, inside the document: it prints offline."""
    return image and image_data_uri(image)
