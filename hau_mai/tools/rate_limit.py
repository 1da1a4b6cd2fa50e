"""How often somebody may ask a public page, without the ORM."""

import ipaddress
from collections import namedtuple

#: So many questions within so many seconds; ``parameter`` is the system parameter that holds
#: another number of questions.
Limit = namedtuple("Limit", "parameter default seconds")

#: What is counted -> its limit. Many people may share an address: a household, a shop, all
#: customers of a mobile network. One number is asked about by few. All of a page together is
#: what guesses from many addresses about many numbers come up against.
LIMITS = {
    "address": Limit("hau_mai.limit_address", 30, 10 * 60),
    "number": Limit("hau_mai.limit_number", 10, 60 * 60),
    "page": Limit("hau_mai.limit_page", 1000, 10 * 60),
}

#: Bits of an IPv6 address that are one customer's of a network; the rest they choose themselves.
IPV6_CUSTOMER = 64


def network_of(address):
    """Who asks, as far as an address says: all addresses somebody may choose from are one.

    What is no address counts as one unknown asker.
    """
    try:
        parsed = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_CUSTOMER), strict=False))


def read_limit(kind, text):
    """How many questions of a kind may be asked: what the setting says, if it says a number.

    :param text: the setting; a number below 1 or no number leaves the default
    """
    try:
        return max(int(text), 0) or LIMITS[kind].default
    except (TypeError, ValueError):
        return LIMITS[kind].default


def seconds_to_wait(hits, limit, date_until, now):
    """For how long there is no answer: 0 when this question is still within the limit."""
    return max(int((date_until - now).total_seconds()), 1) if hits > limit else 0
