"""A customer's warranty cards in the portal, among a million: the list, its search, its filters."""

import re

from odoo import Command
from odoo.fields import Domain
from odoo.tools import SQL

from . import fill
from .harness import Figure, environment, measure

UNITS = 1000000

#: Cards of the company whose list is looked at, and of a small customer beside it.
MANY, FEW = 300, 20
PAGE = 20
RUNS = 5

#: No piece of work may take longer, in seconds.
LIMIT = 1.0


def prepare(env):
    """The cards, and two people in the portal: the number of a card of each login."""
    policy, product = fill.policy(env)
    first = fill.customers(env)
    fill.units(env, first, policy, product, UNITS, None)
    today, numbers = env.company._hau_mai_today(), {}
    for place, (login, count) in enumerate((("many", MANY), ("few", FEW)), start=1):
        partner = first + place
        env.cr.execute(
            SQL("UPDATE hau_mai_unit SET partner_id = %s WHERE partner_id = %s", first, partner)
        )
        own = fill.units(env, first, policy, product, count, today.replace(year=today.year + 1))
        env.cr.execute(
            SQL("UPDATE hau_mai_unit SET partner_id = %s WHERE id IN %s", partner, tuple(own))
        )
        numbers[login] = f"B{own[-1]}"
        env["res.users"].create(
            {
                "name": login,
                "login": login,
                "partner_id": partner,
                "group_ids": [Command.set(env.ref("base.group_portal").ids)],
            }
        )
    env.cr.commit()
    env.cr.execute("ANALYZE hau_mai_unit, hau_mai_coverage, res_partner")
    return numbers


def choose(env, login, text=None, statuses=(), order="id desc"):
    """The model with a customer's rights, and what the page would look for.

    :param text: what is typed into the box, or ``{login: text}``
    """
    user = env["res.users"].search([("login", "=", login)])
    model = env["hau_mai.unit"].with_user(user)
    domain = Domain("partner_id", "child_of", user.partner_id.commercial_partner_id.ids)
    if text:
        typed = text if isinstance(text, str) else text[login]
        domain &= model._portal_search_domain(typed)
    if statuses:
        domain &= model._portal_status_domain(*statuses)
    return model, domain, order


def read_page(login, **asked):
    """One page of the list, as it is read: the count, the cards, their words."""

    def work(env):
        model, domain, order = choose(env, login, **asked)
        model.search_count(domain)
        for unit in model.search(domain, order=order, limit=PAGE).sudo():
            unit._prepare_card_words(), unit._word_product(), unit.place_id.display_name

    return work


def indexes(login, **asked):
    """The indexes by which PostgreSQL finds the cards."""
    with environment() as env:
        model, domain, order = choose(env, login, **asked)
        query = model._search(domain, limit=PAGE, order=order).select()
        plan = "\n".join(row for (row,) in env.execute_query(SQL("EXPLAIN %s", query)))
    scans = re.findall(r"Index (?:Only )?Scan.*? (?:using|on) (hau_mai_unit_\w+)", plan)
    return sorted(set(scans)), "Seq Scan on hau_mai_unit" in plan


def figure(work):
    result = Figure()
    measure(Figure(), work)
    for _run in range(RUNS):
        measure(result, work)
    return result


def run():
    with environment() as env:
        numbers = prepare(env)
    rows = []
    for words, asked in (
        ("My warranties", {}),
        ("… by address", {"order": "place_id, id desc"}),
        ("… what ends first", {"order": "date_end_ahead nulls last, id desc"}),
        ("… searched by number", {"text": numbers}),
        ("… searched by product", {"text": "bench"}),
        ("… covered now", {"statuses": ("active", "expiring")}),
    ):
        many, few = figure(read_page("many", **asked)), figure(read_page("few", **asked))
        used, scanned = indexes("many", **asked)
        rows.append(
            (
                f"{words}: a customer with {MANY} cards among {UNITS:,}, against {FEW}",
                f"{many.query_count:.0f} / {few.query_count:.0f} queries, "
                f"{1000 * many.time:.0f} / {1000 * few.time:.0f} ms, by {', '.join(used)}",
                f"the same queries, by an index, at most {LIMIT:.0f} s",
                many.query_count <= few.query_count and many.time <= LIMIT and used and not scanned,
            )
        )
    return rows
