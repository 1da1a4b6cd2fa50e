import json
from datetime import UTC

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_time, formatLang, html2plaintext

#: Records that are read at once.
SIZE = 500
#: Records of a kind that are printed; all of them are in the file for machines.
PRINTED = 500
#: Raised when the shape of the file changes.
VERSION = 1


class HauMaiPrivacyRegister(models.AbstractModel):
    """Everything that is held about one person, for them: to read, and to take along.

    Internal notes about a person are their data too, and often somebody else's: they are
    not copied out, but counted, and shown by whoever decides (Law 91/2025/QH15, art. 4.3).
    """

    _inherit = "hau_mai.privacy.register"

    # === THE FILE FOR MACHINES === #

    @api.model
    def _export_json(self, partner, company):
        """The file as pieces of text: dates and moments (UTC) by ISO 8601, keys in English.

        Read a batch at a time, so that the size does not matter.
        """
        people = self._people(partner)
        head = {
            "format": "hau_mai.privacy.export",
            "version": VERSION,
            "generated": _iso(fields.Datetime.now()),
            "company": {"name": company.name, "email": company.email or None},
            "person": {"name": partner.name},
        }
        yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "data": ['
        first = True
        for holding in self._holdings():
            records = self._search_all(holding, self._held(holding, people, company))
            if not records:
                continue
            part = {"kind": holding.kind, "label": self._word(holding.label)}
            part |= {"why": self._ground(holding.ground)}
            text = json.dumps(part, ensure_ascii=False)[:-1]
            yield f'{"" if first else ","}\n  {text}, "records": ['
            first = False
            for position, row in enumerate(self._rows(holding, records, people)):
                comma = "," if position else ""
                yield f"{comma}\n   {json.dumps(row, ensure_ascii=False)}"
            yield "]}"
        notes = json.dumps(self._on_request(people, company), ensure_ascii=False)
        yield f'],\n "on_request": {notes}\n}}\n'

    @api.model
    def _rows(self, holding, records, people):
        """``{field: value}`` of each record, with its conversation where it has one."""
        for start in range(0, len(records), SIZE):
            batch = records[start : start + SIZE]
            talks = self._talks(batch, people) if holding.talk else {}
            for record in batch:
                row = {fname: _plain(record, fname) for fname in self._shown(holding)}
                if holding.talk:
                    row["messages"] = [
                        dict(message, date=_iso(message["date"]))
                        for message in talks.get(record.id, ())
                    ]
                yield row
            batch.invalidate_recordset()

    @api.model
    def _shown(self, holding):
        model = self.env[holding.model]
        return [fname for fname in holding.shows if fname in model._fields]

    @api.model
    def _talks(self, records, people):
        """``{record id: [{date, from, text}]}``: what the person wrote, and what we answered.

        What third parties wrote there is theirs, and stays out.
        """
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                self._shown_messages()
                & Domain("model", "=", records._name)
                & Domain("res_id", "in", records.ids),
                order="date, id",
            )
        )
        talks = {}
        for message in messages:
            author = message.author_id
            if author in people:
                who = "you"
            elif author and not author.partner_share:
                who = "us"
            else:
                continue
            text = html2plaintext(message.body or "").strip()
            if text:
                talks.setdefault(message.res_id, []).append(
                    {"date": message.date, "from": who, "text": text}
                )
        return talks

    @api.model
    def _on_request(self, people, company):
        """What is held and not copied out: ``[{kind, label, count, why}]``."""
        notes = 0
        for holding in self._holdings():
            if not holding.talk and holding.kind != "person":
                continue
            records = self._search_all(holding, self._held(holding, people, company))
            notes += (
                self.env["mail.message"]
                .sudo()
                .search_count(
                    Domain("model", "=", holding.model)
                    & Domain("res_id", "in", records.ids)
                    & Domain("message_type", "=", "comment")
                    & Domain("subtype_id.internal", "=", True)
                )
            )
        if not notes:
            return []
        return [
            {
                "kind": "internal_notes",
                "label": self.env._("Notes of our staff"),
                "count": notes,
                "why": self.env._(
                    "They may tell of other people as well. Ask us, and we show you what is "
                    "about you."
                ),
            }
        ]

    # === THE PAPER === #

    @api.model
    def _export_paper(self, partner, company):
        """The same for people: ``[{label, ground, columns, rows, more}]``, in words.

        Days and moments as the language of the context writes them, in the company's time.
        """
        people = self._people(partner)
        parts = []
        for holding in self._holdings():
            records = self._search_all(holding, self._held(holding, people, company))
            if not records:
                continue
            shown = self._shown(holding)
            labels = records.fields_get(shown, ["string"])
            printed = records[:PRINTED]
            talks = self._talks(printed, people) if holding.talk else {}
            parts.append(
                {
                    "kind": holding.kind,
                    "label": self._word(holding.label),
                    "ground": self._ground(holding.ground),
                    "columns": [labels[fname]["string"] for fname in shown],
                    "rows": [
                        {
                            "cells": [_words(record, fname, company) for fname in shown],
                            "messages": self._talk_in_words(talks.get(record.id, ()), company),
                        }
                        for record in printed
                    ],
                    "more": len(records) - len(printed),
                }
            )
        return parts

    @api.model
    def _talk_in_words(self, messages, company):
        whose = {"you": self.env._("You"), "us": company.name}
        return [
            {
                "date": _moment(self.env, message["date"], company),
                "from": whose[message["from"]],
                "text": message["text"],
            }
            for message in messages
        ]


def _iso(moment):
    return moment.replace(tzinfo=UTC).isoformat() if moment else None


def _plain(record, fname):
    """The value of a field for a machine."""
    value, field = record[fname], record._fields[fname]
    if field.type == "boolean":
        return value
    if field.type == "many2one":
        return value.display_name or None
    if field.type == "datetime":
        return _iso(value)
    if field.type == "date":
        return value.isoformat() if value else None
    if field.type == "html":
        return html2plaintext(value or "").strip() or None
    if field.type in ("float", "monetary", "integer"):
        return value
    return value or None


def _words(record, fname, company):
    """The value of a field for people."""
    value, field, env = record[fname], record._fields[fname], record.env
    if field.type == "boolean":
        return env._("Yes") if value else env._("No")
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, "")
    if field.type == "datetime":
        return _moment(env, value, company)
    if field.type == "date":
        return format_date(env, value) if value else ""
    if field.type == "monetary":
        currency = record[field.get_currency_field(record)]
        return formatLang(env, value, currency_obj=currency)
    if field.type == "float":
        return f"{value:g}"
    return str(_plain(record, fname) or "")


def _moment(env, moment, company):
    if not moment:
        return ""
    hour = format_time(env, moment, tz=company._hau_mai_tz(), time_format="short")
    return f"{format_date(env, company._hau_mai_day(moment))} {hour}"
