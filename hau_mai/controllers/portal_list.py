"""What the lists of the portal have in common: a filter, an order, a search, groups, pages."""

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager


def prepare_list(model, domain, *, url, step, filters, sortings, asked, find, groupings=None):
    """The records of one page of a list, and what its search bar shows.

    :param int step: records a page
    :param find: function of domain, order and offset; called only for who may read
    :return: (records with the user's rights, values for the page)

    The others are those of :func:`choose`.
    """
    domain, order, chosen = choose(model, domain, filters, sortings, asked, groupings)
    allowed = model.has_access("read")
    total = model.search_count(domain) if allowed else 0
    pager = portal_pager(
        url=url,
        total=total,
        page=asked["page"],
        step=step,
        url_args=chosen,
    )
    records = find(domain, order, pager["offset"]) if allowed else model
    return records, {
        "default_url": url,
        "domain": domain,
        "chosen": chosen,
        "total": total,
        "pager": pager,
        "searchbar_filters": filters,
        "searchbar_sortings": sortings,
        "searchbar_groupby": groupings,
        "searchbar_inputs": {"all": {"input": "all", "label": request.env._("Search in all")}},
        "search_in": "all",
        **chosen,
    }


def choose(model, domain, filters, sortings, asked, groupings=None):
    """What a list is asked for, when there is such a thing.

    :param model: with a method ``_portal_search_domain(text)``
    :param domain: what belongs to the list at all
    :param filters: {key: {"label", "domain"}} with the key ``all``
    :param sortings: {key: {"label", "order"}} with the key ``newest``
    :param asked: what the address says: ``page``, ``filterby``, ``sortby``, ``search``,
        ``groupby``
    :param groupings: {key: {"label", "field"}} with the key ``none``; records of one group
        follow each other, over pages too
    :return: (domain, order, what was chosen)
    """
    chosen = {
        "filterby": _one_of(filters, asked["filterby"], "all"),
        "sortby": _one_of(sortings, asked["sortby"], "newest"),
        "search": (asked["search"] or "").strip(),
    }
    order = sortings[chosen["sortby"]]["order"]
    if groupings:
        chosen["groupby"] = _one_of(groupings, asked["groupby"], "none")
        grouped_by = groupings[chosen["groupby"]].get("field")
        order = f"{grouped_by}, {order}" if grouped_by else order
    domain &= Domain(filters[chosen["filterby"]]["domain"])
    if chosen["search"]:
        domain &= model._portal_search_domain(chosen["search"])
    return domain, order, chosen


def _one_of(choices, key, usual):
    return key if key in choices else usual
