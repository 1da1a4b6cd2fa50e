"""Many numbers of one sequence at once.

``ir.sequence.next_by_code`` needs two queries for each number. Here the
sequence is looked up once and ``n`` numbers are drawn in one query, with the
prefix, suffix, padding and date range that ``ir.sequence`` itself applies.
"""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL


def next_numbers(env, code, count, company=None, sequence_date=None):
    """Draw ``count`` numbers of the sequence with this code.

    :param str code: code of the ``ir.sequence``; that of the company comes first,
        as in ``ir.sequence.next_by_code``
    :param sequence_date: day that chooses the date range and fills ``%(year)s``…
    :return: list of ``count`` strings, ascending
    :raises UserError: when there is no such sequence
    """
    if not count:
        return []
    company = company or env.company
    sequence = (
        env["ir.sequence"]
        .sudo()
        .search_fetch(
            [("code", "=", code), ("company_id", "in", [company.id, False])],
            ["prefix", "suffix", "padding", "implementation", "use_date_range"],
            order="company_id",
            limit=1,
        )
    )
    if not sequence:
        raise UserError(
            env._(
                "There is no sequence with the code %(code)s for %(company)s. "
                "Create it in Settings › Technical › Sequences.",
                code=code,
                company=company.name,
            )
        )
    sequence_date = sequence_date or fields.Date.context_today(sequence)
    current = sequence._get_current_sequence(sequence_date=sequence_date)
    prefix, suffix = sequence._get_prefix_suffix(
        date=sequence_date, date_range=getattr(current, "date_from", None)
    )
    return [
        f"{prefix}{number:0{sequence.padding}d}{suffix}"
        for number in _draw(env, sequence, current, count)
    ]


def fill_numbers(env, code, vals_list):
    """Give a number to all new records that have none, in one draw for each company.

    :param str code: of the sequence
    :param vals_list: values for ``create``; their ``name`` is filled in
    """
    missing = {}
    for vals in vals_list:
        if vals.get("name", "/") == "/":
            missing.setdefault(vals.get("company_id") or env.company.id, []).append(vals)
    for company_id, rows in missing.items():
        numbers = next_numbers(env, code, len(rows), env["res.company"].browse(company_id))
        for vals, number in zip(rows, numbers, strict=True):
            vals["name"] = number


def _draw(env, sequence, current, count):
    """The next ``count`` bare numbers of a sequence or of its date range."""
    if sequence.implementation == "standard":
        name = f"ir_sequence_{sequence.id:03d}"
        if current != sequence:
            name = f"{name}_{current.id:03d}"
        return [
            row[0]
            for row in env.execute_query(
                SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
            )
        ]
    step = sequence.number_increment
    current.flush_recordset(["number_next"])
    [(after,)] = env.execute_query(
        SQL(
            "UPDATE %s SET number_next = number_next + %s WHERE id = %s RETURNING number_next",
            SQL.identifier(current._table),
            step * count,
            current.id,
        )
    )
    current.invalidate_recordset(["number_next"])
    return list(range(after - step * count, after, step))
