from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.recurrence import day_start

#: Counts stop here, as in Odoo's own lists: "10,000+" is as good as the figure.
COUNT_LIMIT = 10000

#: Weeks in the graph, this one included.
WEEKS = 12


class HauMaiOverview(models.AbstractModel):
    """The first screen: today's work, what is late, what ends soon, the last weeks.

    Each concept adds its tile by overriding :meth:`_get_tiles` and its line in the
    graph by overriding :meth:`_get_series`. Everything is read with the rights of
    the user, in the companies they have switched on; days are those of the current
    company. The number of queries does not depend on the number of records.
    """

    _name = "hau_mai.overview"
    _description = "After-Sales Overview"

    @api.model
    @api.readonly
    def get_overview(self):
        """All the first screen shows.

        :return: dict with ``tiles`` (see :meth:`_get_tiles`) and ``chart``: labels of
            the weeks and series (see :meth:`_get_series`)
        """
        weeks = self._weeks()
        return {
            "tiles": sorted(self._get_tiles(), key=lambda tile: tile["sequence"]),
            "chart": {
                "labels": [week[0] for week in weeks],
                "series": self._get_series(weeks),
            },
        }

    # === SEAMS === #

    @api.model
    def _get_tiles(self):
        """What each concept shows.

        :return: dicts with key, title, icon, sequence, figures (see :meth:`_figure`)
            and empty: a sentence shown when there is no figure
        """
        return []

    @api.model
    def _get_series(self, weeks):
        """The lines of the graph.

        :param weeks: [(label, first day, last day)]
        :return: dicts with key, label, values and actions: one each week
        """
        return []

    @api.model
    def _setup_figures(self):
        """What a manager has still to decide, one figure each; none when all is decided."""
        return []

    # === TOOLS === #

    @api.model
    def _today(self):
        return self.env.company._hau_mai_today()

    @api.model
    def _figure(self, key, label, value, action, color="body", of=None):
        """One figure that opens its list.

        :param color: Bootstrap's name, as in ``text-danger``
        :param of: a second sentence, smaller
        """
        return {
            "key": key,
            "label": label,
            "value": min(value, COUNT_LIMIT),
            "more": value > COUNT_LIMIT,
            "color": color if value else "muted",
            "action": action,
            "note": of or "",
        }

    @api.model
    def _count(self, model, domain):
        """How many, counting no further than is shown."""
        return self.env[model].search_count(domain, limit=COUNT_LIMIT + 1)

    @api.model
    def _list_action(self, model, name, domain, context=None):
        """The list behind a figure."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": list(domain),
            "context": context or {},
        }

    @api.model
    def _weeks(self):
        """The last weeks, Monday to Sunday, the present one last.

        :return: [(label, first day, last day)]
        """
        today = self._today()
        monday = today - timedelta(days=today.weekday())
        weeks = []
        for number in reversed(range(WEEKS)):
            first = monday - timedelta(weeks=number)
            label = format_date(self.env, first, date_format="d MMM")
            weeks.append((label, first, first + timedelta(days=6)))
        return weeks

    @api.model
    def _count_by_week(self, model, domain, fname, weeks):
        """How many records have their day in each week, in one query."""
        first, last = weeks[0][1], weeks[-1][2]
        records = self.env[model].with_context(tz=self.env.company._hau_mai_tz())
        rows = records._read_group(
            [*domain, *self._between(model, fname, first, last)], [f"{fname}:day"], ["__count"]
        )
        values = [0] * len(weeks)
        for day, count in rows:
            values[(fields.Date.to_date(day) - first).days // 7] += count
        return values

    @api.model
    def _between(self, model, fname, first, last):
        """The domain of what has its date, or its moment, in these days of the company."""
        if self.env[model]._fields[fname].type == "date":
            return [(fname, ">=", first), (fname, "<=", last)]
        tz = self.env.company._hau_mai_tz()
        return [
            (fname, ">=", fields.Datetime.to_string(day_start(first, tz))),
            (fname, "<", fields.Datetime.to_string(day_start(last + timedelta(days=1), tz))),
        ]

    @api.model
    def _weekly_series(self, key, label, model, domain, fname, weeks):
        """A line of the graph: how many have their day in each week, and their lists."""
        return {
            "key": key,
            "label": label,
            "values": self._count_by_week(model, domain, fname, weeks),
            "actions": [
                self._list_action(
                    model,
                    f"{label}, {name}",
                    [*domain, *self._between(model, fname, first, last)],
                )
                for name, first, last in weeks
            ],
        }
