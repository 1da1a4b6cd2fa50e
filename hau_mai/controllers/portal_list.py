"""What the lists of the portal have in common: a filter, an order, a search, pages."""

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager


def prepare_list(model, domain, *, url, step, filters, sortings, asked, find):
    """The records of one page of a list, and what its search bar shows.

    :param model: with a method ``_portal_search_domain(text)``
    :param domain: what belongs to the list at all
    :param int step: records a page
    :param filters: {key: {"label", "domain"}} with the key ``all``
    :param sortings: {key: {"label", "order"}} with the key ``newest``
    :param asked: what the address says: ``page``, ``filterby``, ``sortby``, ``search``
    :param find: function of domain, order and offset; called only for who may read
    :return: (records with the user's rights, values for the page)
    """
    filterby = asked["filterby"] if asked["filterby"] in filters else "all"
    sortby = asked["sortby"] if asked["sortby"] in sortings else "newest"
    domain &= Domain(filters[filterby]["domain"])
    search = (asked["search"] or "").strip()
    if search:
        domain &= model._portal_search_domain(search)
    allowed = model.has_access("read")
    pager = portal_pager(
        url=url,
        total=model.search_count(domain) if allowed else 0,
        page=asked["page"],
        step=step,
        url_args={"filterby": filterby, "sortby": sortby, "search": search},
    )
    records = find(domain, sortings[sortby]["order"], pager["offset"]) if allowed else model
    return records, {
        "default_url": url,
        "pager": pager,
        "searchbar_filters": filters,
        "searchbar_sortings": sortings,
        "searchbar_inputs": {"all": {"input": "all", "label": request.env._("Search in all")}},
        "search_in": "all",
        "search": search,
        "filterby": filterby,
        "sortby": sortby,
    }
