"""The limits of the public pages with real processes: everybody counts in one place."""

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import requests

from ..process import clone_database, run_at_once, run_python, sql, start_server

#: Ten thousand guesses of each kind: each of two processes takes a half.
GUESS = """
import json, os, time
limits, start = env["hau_mai.rate.limit"], os.environ["START"]
attacks = {
    "one serial": lambda n: ("check", f"10.{n // 256}.{n % 256}.1", "AC1"),
    "one address": lambda n: ("check", "203.0.113.7", f"SN{n}"),
    "many of both": lambda n: ("activation", f"10.{n // 256}.{n % 256}.1", f"SN{n}"),
}
print("ready", flush=True)
while not os.path.exists(start):
    time.sleep(0.01)
try:
    half = open(start + "-0", "x") and 0
except FileExistsError:
    half = 1
answered = {
    name: sum(limits._take(*question(n)) for n in range(half, 10_000, 2))
    for name, question in attacks.items()
}
with open(f"{start}-answered-{half}", "w") as file:
    json.dump(answered, file)
print("finished", flush=True)
"""

CARD = """
env.company.hau_mai_warranty_check = True
policy = env["hau_mai.warranty.policy"].create({
    "name": "P", "term_ids": [(0, 0, {"name": "Whole", "duration": 12})],
})
product = env["product.product"].create({"name": "AC 9000", "type": "consu"})
partner = env["res.partner"].create({"name": "An", "phone": "+84 90 123 45 67"})
unit = env["hau_mai.unit"].create({
    "partner_id": partner.id, "product_id": product.id, "policy_id": policy.id,
    "serial_number": "AC-77",
})
print("token", unit._card_url().rpartition("/")[2])
print("unit", unit.id)
print("link", unit._owner_signature())
print("stop", partner._contact_token(env.company))
env.cr.commit()
"""


def test_ten_thousand_guesses_from_two_processes_get_what_one_would_get(tmp_path):
    with clone_database() as database:
        run_at_once(database, GUESS, tmp_path)
    answered = Counter()
    for half in (0, 1):
        answered.update(json.loads((tmp_path / f"start-answered-{half}").read_text()))
    # the limits of a number, of an address, and of a page as a whole
    assert answered == {"one serial": 10, "one address": 30, "many of both": 1000}


class Visitor:
    """Somebody with a browser, who asks one of the servers."""

    def __init__(self, server):
        self.server, self.session = server, requests.Session()
        page = self.session.get(f"{server.url}/warranty/check").text
        self.token = re.search(r'name="csrf_token" value="(\w+)"', page)[1]

    def check(self, number, phone):
        data = {"number": number, "phone": phone, "csrf_token": self.token}
        return self.session.post(f"{self.server.url}/warranty/check", data=data)

    def open(self, path, **headers):
        return self.session.get(self.server.url + path, headers=headers)


@pytest.fixture(scope="module")
def shop():
    """Two servers of one database, one with workers behind a proxy; what its links are."""
    with clone_database() as database:
        said = dict(line.split() for line in run_python(database, CARD).splitlines() if line)
        with (
            start_server(database, "--proxy-mode", workers=2) as first,
            start_server(database) as second,
        ):
            visitors = [Visitor(server) for server in (first, second) * 2]
            yield SimpleNamespace(database=database, visitors=visitors, **said)


def hammer(shop, ask):
    """Sixty requests to both servers at once: how many got which answer."""
    with ThreadPoolExecutor(4) as pool:
        return Counter(pool.map(lambda n: ask(shop.visitors[n % 4], n).status_code, range(60)))


def test_phones_of_one_serial(shop):
    statuses = hammer(shop, lambda visitor, n: visitor.check("AC-77", f"{n:04}"))
    assert statuses == {200: 10, 429: 50}
    # the right phone is not answered either
    assert shop.visitors[1].check("AC-77", "4567").status_code == 429


def test_tokens(shop):
    statuses = hammer(shop, lambda visitor, n: visitor.open(f"/warranty/card/{n:022}"))
    # questions under way when the limit is reached are answered still
    assert 30 <= statuses[404] <= 30 + 4
    assert statuses[429] == 60 - statuses[404]
    path = f"/warranty/card/{shop.token}"
    assert {visitor.open(path).status_code for visitor in shop.visitors} == {429}
    # behind a proxy that is trusted, it is the customer's address that counts
    by_proxy = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Host": "localhost"}
    assert shop.visitors[0].open(path, **by_proxy).status_code == 200
    assert shop.visitors[1].open(path, **by_proxy).status_code == 429


def test_a_failure_counts_although_the_request_is_undone(shop):
    """A page that is not found is rolled back: the count is not."""
    for path in ("/contact/wrong", "/nps/wrong", "/rate/wrong/5"):
        statuses = [shop.visitors[1].open(path).status_code for _attempt in range(32)]
        assert statuses == [404] * 30 + [429] * 2, path
    assert shop.visitors[1].open(f"/contact/{shop.stop}").status_code == 429
    links = f"/my/warranties/{shop.unit}?access_token="
    statuses = [shop.visitors[1].open(f"{links}{n:064}").status_code for n in range(32)]
    assert statuses == [404] * 30 + [429] * 2
    assert shop.visitors[1].open(links + shop.link).status_code == 429
    sql(shop.database, "UPDATE hau_mai_rate_limit SET date_until = now() - interval '1 day'")
    assert shop.visitors[1].open(f"/contact/{shop.stop}").status_code == 200
