from markupsafe import Markup, escape

from odoo import api, models
from odoo.tools import SQL


class HauMaiCareRunner(models.AbstractModel):
    """Carries out follow-ups that are due: asks the gate, then each channel does its work.

    A channel is a method ``_carry_out_<channel>(touchpoints, now)`` that takes
    its follow-ups out of the state planned.
    """

    _name = "hau_mai.care.runner"
    _description = "Carrying Out Follow-ups"

    @api.model
    def _carry_out(self, touchpoints, now):
        """Carry out these follow-ups, all of them due.

        :param datetime now: UTC
        """
        allowed = self._pass_gate(touchpoints.sudo(), now)
        for channel, group in allowed.grouped("channel").items():
            getattr(self, f"_carry_out_{channel}")(group, now)

    # === ACTIVITIES === #

    @api.model
    def _carry_out_activity(self, touchpoints, now):
        """One activity for all that is due to a customer by the same rule and person."""
        self.env["hau_mai.care.responsible"]._assign(touchpoints)
        groups = list(
            touchpoints.grouped(
                lambda row: (row.rule_id, row.company_id, row.partner_id, row.user_id)
            ).values()
        )
        texts = self._render_texts(groups)
        vals_list = self._prepare_activity_vals_list(groups, texts)
        activities = self._activity_model().create(vals_list)
        self._open(groups, activities, now)

    @api.model
    def _activity_model(self):
        """Activities are made quietly: one digest tells about all, and nobody follows for ever."""
        return (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True, hau_mai_no_follow=True)
        )

    @api.model
    def _open(self, groups, activities, now):
        """Write on the follow-ups which activity they are waiting for, in one query."""
        touchpoints = groups[0].browse().union(*groups)
        rows = SQL(", ").join(
            SQL("(%s, %s)", touchpoint.id, activity.id)
            for group, activity in zip(groups, activities, strict=True)
            for touchpoint in group
        )
        touchpoints.flush_recordset()
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_touchpoint touchpoint
                SET state = 'open', activity_id = opened.activity_id, date_opened = %s,
                    date_sent = %s, sent_by = 'phone', reason = NULL, reason_code = NULL
                FROM (VALUES %s) AS opened(id, activity_id)
                WHERE touchpoint.id = opened.id RETURNING touchpoint.id""",
                now,
                now,
                rows,
            )
        )
        touchpoints.invalidate_recordset(
            [
                "state",
                "activity_id",
                "date_opened",
                "date_sent",
                "sent_by",
                "reason",
                "reason_code",
            ]  # fmt: skip
        )

    @api.model
    def _prepare_activity_vals_list(self, groups, texts):
        """Values of the activity of each group of follow-ups."""
        documents = [self._document_of(group) for group in groups]
        names = self._document_names(documents)
        model_ids = {model: self.env["ir.model"]._get_id(model) for model, _id in documents}
        # Model and name are given too: core would look each of them up by itself.
        default_type = self.env.ref("mail.mail_activity_data_todo")
        vals_list = []
        for group, (model, res_id), text in zip(groups, documents, texts, strict=True):
            first = group[0]
            vals_list.append(
                {
                    "res_model_id": model_ids[model],
                    "res_model": model,
                    "res_id": res_id,
                    "res_name": names[model, res_id],
                    "activity_type_id": (first.rule_id.activity_type_id or default_type).id,
                    "summary": text[0],
                    "note": text[1],
                    "user_id": first.user_id.id,
                    "date_deadline": min(group.mapped("date_planned")),
                    "automated": True,
                }
            )
        return vals_list

    @api.model
    def _document_of(self, group):
        """Where the activity of a group goes: ``(model, id)``.

        On the order or the card, not on the customer: whoever has an activity
        follows its document for ever.
        """
        first = group[0]
        units, orders = group.unit_id, group.order_id
        if len(units) == 1:
            return "hau_mai.unit", units.id
        if orders:
            return "sale.order", orders[0].id
        return first.res_model, first.res_id

    @api.model
    def _document_names(self, documents):
        """``{(model, id): name}``, in a query or two a model."""
        ids_by_model = {}
        for model, res_id in documents:
            ids_by_model.setdefault(model, []).append(res_id)
        return {
            (model, record.id): record.display_name
            for model, ids in ids_by_model.items()
            for record in self.env[model].sudo().browse(ids)
        }

    # === TEXTS === #

    @api.model
    def _render_texts(self, groups):
        """``(summary, note)`` of each group, in the language of its responsible."""
        texts = [None] * len(groups)
        by_template = {}
        for index, group in enumerate(groups):
            key = (group.rule_id, group.user_id.lang or self.env.lang)
            by_template.setdefault(key, []).append(index)
        for (rule, lang), indexes in by_template.items():
            rule_in_lang = rule.with_context(lang=lang)
            first_ids = [groups[index][0].id for index in indexes]
            firsts = self.env["hau_mai.touchpoint"].sudo().browse(first_ids)
            summaries = self._render(rule_in_lang.summary or rule_in_lang.name, firsts, lang)
            notes = self._render(rule_in_lang.note, firsts, lang)
            for index in indexes:
                group = groups[index].with_context(lang=lang)
                first_id = group[0].id
                texts[index] = (
                    self._summary_of(summaries[first_id], group),
                    self._note_of(notes[first_id], group),
                )
        return texts

    @api.model
    def _render(self, text, touchpoints, lang):
        """``{id: text}`` with the placeholders filled in, as plain text."""
        return (
            self.env["mail.render.mixin"]
            .with_context(lang=lang)
            ._render_template(text, "hau_mai.touchpoint", touchpoints.ids)
        )

    @api.model
    def _summary_of(self, summary, group):
        """The summary, with the number of things it is about."""
        return f"{summary} ({len(group)})" if len(group) > 1 else summary

    @api.model
    def _note_of(self, note, group):
        """The note as HTML, with a line for each thing it is about."""
        body = Markup("<p>%s</p>") % Markup("<br>").join(note.splitlines()) if note else Markup()
        if len(group) == 1 and not group.subject:
            return body
        lines = Markup().join(
            Markup("<li>%s</li>") % escape(touchpoint._line_of_note()) for touchpoint in group
        )
        return body + Markup("<ul>%s</ul>") % lines

    # === DIGEST === #

    @api.model
    def _send_digests(self, since):
        """Tell every responsible, once, what was opened for them since a moment (UTC)."""
        groups = (
            self.env["hau_mai.touchpoint"]
            .sudo()
            ._read_group(
                [
                    ("state", "=", "open"),
                    ("date_opened", ">=", since),
                    ("user_id", "!=", False),
                    ("leading", "=", True),
                ],
                ["user_id", "rule_id"],
                ["__count"],
            )
        )
        digests = {}
        for user, rule, count in groups:
            digests.setdefault(user, []).append((rule, count))
        action = self.env.ref("hau_mai.hau_mai_touchpoint_action")
        for user, rows in digests.items():
            self._send_digest(user, rows, action)

    @api.model
    def _send_digest(self, user, rows, action):
        """How many there are of each rule."""
        env = self.with_context(lang=user.lang or self.env.lang).env
        total = sum(count for _rule, count in rows)
        user._hau_mai_send_digest(
            env._("New follow-ups for you: %s", total),
            [f"{rule.with_env(env).name}: {count}" for rule, count in rows],
            action,
            env._("Open my follow-ups"),
        )
