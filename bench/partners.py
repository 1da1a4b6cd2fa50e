"""A list of 80 customers, with the counts of after-sales shown and without."""

from datetime import timedelta

from . import fill
from .harness import environment, pair

COLUMNS = ("display_name", "email", "phone", "country_id", "user_id")
COUNTS = ("unit_count", "service_count", "consent_count", "complaint_count")


def read_list(columns):
    def work(env):
        env["res.partner"].web_search_read(
            [("phone", "!=", False)], {name: {} for name in columns}, limit=80
        )

    return work


def run():
    with environment() as env:
        first = fill.customers(env)
        ends = env.company._hau_mai_today() + timedelta(days=90)
        fill.units(env, first, *fill.policy(env), 2000, ends)
    a, b, ratio = pair(read_list(COLUMNS + COUNTS), read_list(COLUMNS))
    more = a.query_count - b.query_count
    return [
        (
            "list of 80 customers with the counts shown, against without",
            f"{more:+.0f} queries ({a.query_count:.0f} / {b.query_count:.0f}), {ratio:.2f} ×",
            "+4 queries",
            more <= 4,
        )
    ]
