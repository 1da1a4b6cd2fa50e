from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ..models.hau_mai_complaint import TYPES
from .portal_complaint_actions import ComplaintActions
from .portal_request import MAX_PHOTOS, MAX_UNITS, to_text

#: So many of one's orders can be chosen from, the latest.
MAX_ORDERS = 30
MAX_SUBJECT = 150
#: What a case can be about, as the form sends it ("unit-7") -> (model, field of the case).
ABOUT = {
    "unit": ("hau_mai.unit", "unit_id"),
    "order": ("sale.order", "order_id"),
    "line": ("sale.order.line", "sale_line_id"),
    "service": ("hau_mai.service", "service_id"),
}


class ComplaintForm(ComplaintActions):
    """Customers open a case, about something they bought or had done."""

    @http.route(["/my/requests/new"], type="http", auth="user", website=True, methods=["GET"])
    def portal_new_request(self, about="", type="complaint", **kwargs):
        return self._render_new_case({"about": about, "type": type})

    @http.route(["/my/requests/new"], type="http", auth="user", website=True, methods=["POST"])
    def portal_create_request(self, **post):
        try:
            with request.env.cr.savepoint():
                case, new = self._create_case(post)
        except UserError as refused:
            return self._render_new_case(post, error=str(refused))
        message = "asked" if new else "open"
        return request.redirect(f"/my/requests/{case.id}?message={message}", 303)

    def _render_new_case(self, post, error=None):
        """The form, with what was typed before and why it was not taken."""
        about = post.get("about") or ""
        chosen = self._find_about(about)
        values = self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_case_new",
            "types": self._case_types(),
            "groups": self._about_choices(chosen),
            "chosen": about if chosen else "",
            "chosen_service": chosen.sudo() if about.startswith("service-") and chosen else None,
            "post": post,
            "error": error,
            "max_files": MAX_PHOTOS,
            "max_subject": MAX_SUBJECT,
            "procedure_url": request.env.company._hau_mai_procedure_url(),
        }
        return request.render("hau_mai.portal_new_request", values)

    def _case_types(self):
        """The kinds of requests in a customer's words."""
        return [
            ("complaint", request.env._("Something is wrong: a complaint")),
            ("question", request.env._("I have a question")),
            ("claim", request.env._("It is broken: a warranty claim")),
            ("return", request.env._("I want to return or exchange it")),
            ("safety", request.env._("It is dangerous")),
            ("suggestion", request.env._("I have a suggestion")),
            ("praise", request.env._("I want to say thank you")),
        ]

    def _about_choices(self, chosen=None):
        """What the user bought: [(heading, [(value, label)])], cards first, then orders.

        :param chosen: what was chosen already; a card is there however many came after it
        """
        units = request.env["hau_mai.unit"].search(self._units_domain(), limit=MAX_UNITS)
        if chosen and chosen._name == units._name:
            units |= chosen
        units = units.sudo()
        groups = []
        if units:
            rows = [(f"unit-{unit.id}", self._unit_label(unit)) for unit in units]
            groups.append((request.env._("Your products"), rows))
        orders = request.env["sale.order"].search(
            self._services_domain() & Domain("state", "=", "sale"), limit=MAX_ORDERS
        )
        for order in orders.sudo():
            rows = [(f"order-{order.id}", request.env._("The whole order"))]
            lines = order.order_line.filtered(lambda line: not line.display_type)
            rows += [(f"line-{line.id}", line.product_id.name or line.name) for line in lines]
            groups.append((order.name, rows))
        return groups

    def _unit_label(self, unit):
        return " · ".join(filter(None, (unit.product_id.name, unit.serial_number or unit.name)))

    def _find_about(self, about):
        """What was chosen, when the user may read it; else nothing."""
        kind, _sep, number = (about or "").partition("-")
        if kind not in ABOUT or not number.isdecimal() or len(number) > 9:
            return None
        model = request.env[ABOUT[kind][0]]
        record = model.browse(int(number)).exists() if model.has_access("read") else None
        return record if record and record.has_access("read") else None

    def _create_case(self, post):
        """The case of a form, with its files.

        :return: (case, whether it is new)
        :raises UserError: for what is missing, too much or not theirs
        """
        text = self._to_text(post.get("text"))
        subject = to_text(post.get("subject"), MAX_SUBJECT)
        if not subject or not text:
            raise UserError(request.env._("Please say what it is about, and what happened."))
        if post.get("type") not in dict(TYPES):
            raise UserError(request.env._("Please choose what kind of request it is."))
        company, about = self._read_about(post)
        complaints = request.env["hau_mai.complaint"].sudo().with_company(company)
        return complaints._ask_by_portal(
            request.env.user.partner_id,
            company,
            text,
            self._read_files(),
            subject=subject,
            type=post["type"],
            **about,
        )

    def _read_about(self, post):
        """What a case is about.

        :return: (company, values)
        :raises UserError: when what was chosen is not the user's
        """
        serial = (post.get("serial") or "").strip()[:64]
        about = post.get("about") or "other"
        if about == "other":
            return self._read_serial(serial)
        record = self._find_about(about)
        if not record:
            raise UserError(request.env._("Please choose what it is about."))
        record = record.sudo()
        values = self._prepare_about_vals(record)
        if serial:
            values.setdefault("serial_number", serial)
        return record.company_id, values

    def _prepare_about_vals(self, record):
        """What follows from a card, an order, a line or a job."""
        [field] = [field for model, field in ABOUT.values() if model == record._name]
        values = {field: record.id}
        for name in ("unit_id", "order_id", "product_id", "serial_number"):
            if name in record._fields and record[name]:
                value = record[name]
                values[name] = value if isinstance(value, str) else value.id
        return values

    def _read_serial(self, serial):
        """Something else, by its serial number; a card of the user's own when there is one."""
        domain = self._units_domain() & Domain("serial_number", "=ilike", serial)
        unit = serial and request.env["hau_mai.unit"].search(domain, limit=1).sudo()
        if unit:
            return unit.company_id, self._prepare_about_vals(unit)
        return request.env.company, {"serial_number": serial} if serial else {}
