from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

#: So many rows of each kind are looked at.
LIMIT = 80

#: So many units, and so many things to come, are shown; "See all" leads to the rest.
SHOWN = 12

#: What is decided or ends within so many days belongs to "what comes".
AHEAD_DAYS = 365

#: The order in which a customer's units are of interest.
STATUS_ORDER = (
    "expiring", "active", "not_started", "expired", "none", "replaced", "returned", "void",
)  # fmt: skip


class ResPartner(models.Model):
    """The page After-Sales of a customer: "how do we stand with them?"

    Asked for when the page is opened, not with the form. A company's page shows what
    all its contacts have; everything is read with the rights of the user. Each concept
    adds its part by overriding the ``_get_after_sales_…`` methods.
    """

    _inherit = "res.partner"

    @api.readonly
    def get_after_sales_page(self):
        """All the page shows.

        :return: dict with summary, units, unit_count, months (what happened) and planned
        """
        self.ensure_one()
        units = self._get_after_sales_units()
        owned = [unit for unit in units if not unit["owner"]]
        return {
            "summary": self._get_after_sales_summary(),
            "units": units[:SHOWN],
            "unit_count": self._count_after_sales_units(len(owned)),
            "months": self._by_month(self._get_after_sales_timeline()),
            "planned": self._sorted_entries(self._get_after_sales_planned()),
        }

    def _count_after_sales_units(self, found):
        """How many they own; counted only where more were found than looked at."""
        if found < LIMIT:
            return found
        return self.env["hau_mai.unit"].search_count(self._after_sales_domain())

    # === SEAMS === #

    def _get_after_sales_summary(self):
        """The line on top.

        :return: list of dicts with key, icon, text, color
        """
        units = self.env["hau_mai.unit"]
        if not units.has_access("read"):
            return []
        counts = dict(
            units._read_group(self._after_sales_domain(), ["warranty_status"], ["__count"])
        )
        running = counts.get("active", 0) + counts.get("expiring", 0)
        ending = counts.get("expiring", 0)
        text = self.env._("%s under warranty", running)
        if ending:
            text = self.env._(
                "%(running)s under warranty, %(ending)s ending soon", running=running, ending=ending
            )
        color = "warning" if ending else "success" if running else "muted"
        return [{"key": "warranty", "icon": "fa-shield", "text": text, "color": color}]

    def _get_after_sales_units(self):
        """What they own, what needs attention first.

        :return: list of dicts with id, name, product, serial_number, status, status_label,
            sentence; owner, when it is somebody else's
        """
        model = self.env["hau_mai.unit"]
        if not model.has_access("read"):
            return []
        units = model.search(self._after_sales_domain(), limit=LIMIT, order="id DESC")
        return [
            self._describe_unit(unit)
            for unit in units.sorted(lambda unit: STATUS_ORDER.index(unit.warranty_status))
        ]

    def _get_after_sales_timeline(self):
        """What happened, of every kind, in any order.

        :return: list of entries, see :meth:`_after_sales_entry`
        """
        return self._timeline_orders() + self._timeline_units()

    def _get_after_sales_planned(self):
        """What comes.

        :return: list of entries, see :meth:`_after_sales_entry`
        """
        today = self.env.company._hau_mai_today()
        last = today + timedelta(days=AHEAD_DAYS)
        return [
            self._after_sales_entry(
                day,
                "fa-hourglass-end",
                self.env._("Warranty ends"),
                self._quantity_of(product, count),
                "warning",
                self._units_action(product, "date_end_main", day),
            )
            for day, product, count in self._count_units("date_end_main", today, last)
        ]

    # === TOOLS === #

    @api.model
    def _describe_unit(self, unit):
        """A card in the list of what they own."""
        labels = dict(unit._fields["warranty_status"]._description_selection(self.env))
        return {
            "id": unit.id,
            "name": unit.name,
            "product": unit.product_id.display_name,
            "serial_number": unit.serial_number or "",
            "status": unit.warranty_status,
            "status_label": labels[unit.warranty_status],
            "sentence": unit.status_sentence,
            "owner": "",
        }

    @api.model
    def _after_sales_entry(self, day, icon, title, text, color="muted", action=None):
        """One line of the timeline.

        :param date day: the company's day
        :param action: what it opens
        """
        return {
            "date": day.isoformat(),
            "day": format_date(self.env, day),
            "icon": icon,
            "title": title,
            "text": text,
            "color": color,
            "action": action or False,
        }

    def _after_sales_partners(self):
        """Whose: the customer and all contacts of their company."""
        return Domain("partner_id", "child_of", self.commercial_partner_id.ids)

    def _after_sales_domain(self):
        return list(self._after_sales_partners())

    def _timeline_orders(self):
        """Sales and deliveries."""
        model = self.env["sale.order"]
        if not model.has_access("read"):
            return []
        orders = model.search(
            self._after_sales_partners() & Domain("state", "=", "sale"),
            limit=LIMIT,
            order="date_order DESC, id DESC",
        )
        entries = []
        for order in orders:
            action = self._open_action(order)
            day = order.company_id._hau_mai_day(order.date_order)
            amount = format_amount(self.env, order.amount_total, order.currency_id)
            text = f"{order.name} · {amount}"
            entries.append(
                self._after_sales_entry(
                    day, "fa-shopping-cart", self.env._("Ordered"), text, "primary", action
                )
            )
            if order.date_delivered:
                entries.append(
                    self._after_sales_entry(
                        order.date_delivered,
                        "fa-truck",
                        self.env._("Delivered"),
                        order.name,
                        "primary",
                        action,
                    )
                )
        return entries

    def _timeline_units(self):
        """Warranties that began and that ended."""
        today = self.env.company._hau_mai_today()
        began = [
            self._after_sales_entry(
                day,
                "fa-shield",
                self.env._("Warranty started"),
                self._quantity_of(product, count),
                "success",
                self._units_action(product, "date_start", day),
            )
            for day, product, count in self._count_units("date_start", None, today)
        ]
        ended = [
            self._after_sales_entry(
                day,
                "fa-hourglass-end",
                self.env._("Warranty ended"),
                self._quantity_of(product, count),
                "danger",
                self._units_action(product, "date_end_main", day),
            )
            for day, product, count in self._count_units(
                "date_end_main", None, today - timedelta(days=1)
            )
        ]
        return began + ended

    def _count_units(self, fname, first, last):
        """Valid units by day and product: 20 pieces that start together are one line.

        :return: [(day, product, count)], the newest days first
        """
        model = self.env["hau_mai.unit"]
        if not model.has_access("read"):
            return []
        domain = self._after_sales_partners() & Domain("state", "=", "valid")
        domain &= Domain(fname, "<=", last)
        if first:
            domain &= Domain(fname, ">=", first)
        return model._read_group(
            domain,
            [f"{fname}:day", "product_id"],
            ["__count"],
            order=f"{fname}:day DESC",
            limit=LIMIT,
        )

    def _units_action(self, product, fname, day):
        domain = self._after_sales_partners() & Domain("product_id", "=", product.id)
        return {
            "type": "ir.actions.act_window",
            "name": product.display_name,
            "res_model": "hau_mai.unit",
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain & Domain(fname, "=", day)),
        }

    @api.model
    def _open_action(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    @api.model
    def _quantity_of(self, product, count):
        return f"{count} × {product.display_name}" if count > 1 else product.display_name

    @api.model
    def _sorted_entries(self, entries):
        return sorted(entries, key=lambda entry: entry["date"])[:SHOWN]

    def _by_month(self, entries):
        """The newest entries, month by month.

        :return: list of dicts with key, label and entries
        """
        newest = sorted(entries, key=lambda entry: entry["date"], reverse=True)[: 2 * LIMIT]
        months = {}
        for entry in newest:
            months.setdefault(entry["date"][:7], []).append(entry)
        return [
            {
                "key": key,
                "label": format_date(self.env, f"{key}-01", date_format="LLLL yyyy"),
                "entries": rows,
            }
            for key, rows in months.items()
        ]
