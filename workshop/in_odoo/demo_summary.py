# ruff: noqa: F821
"""Run in an Odoo shell: say what the demo holds, each line with the address of its screen."""

import os
from datetime import date

ADDRESS = os.environ["HAU_MAI_ADDRESS"]
STATUSES = "none not_started active expiring expired void returned replaced".split()
PEOPLE = [
    ("demo_user_sales", "salesperson"),
    ("demo_user_manager", "after-sales manager"),
    ("demo_user_technician", "technician in the workshop"),
    ("demo_user_mobile", "technician of the mobile team"),
    ("demo_user_portal", "customer, in the portal"),
    ("demo_user_center", "foreman of a partner center, in the portal"),
]


def tell(text="", address=""):
    print("| " + (f"{text:<44}{ADDRESS}{address}" if address else text))


def screen(action):
    """The address of an action's screen, or of the start page when there is none (yet)."""
    found = env.ref(f"hau_mai.{action}", raise_if_not_found=False)
    return f"/odoo/action-hau_mai.{action}" if found else "/odoo"


tell()
tell("hau_mai runs", "/odoo")
tell()
tell("log in as (the password is the name):")
tell("    admin         administrator")
for xmlid, what in PEOPLE:
    user = env.ref(f"hau_mai.{xmlid}", raise_if_not_found=False)
    if user:
        tell(f"    {user.login:<14}{what}")
tell()
if "hau_mai.unit" in env and "warranty_status" in env["hau_mai.unit"]._fields:
    Unit = env["hau_mai.unit"]
    labels = dict(Unit._fields["warranty_status"]._description_selection(env))
    tell("sold units by warranty status:", screen("hau_mai_unit_action"))
    for status in STATUSES:
        count = Unit.search_count([("warranty_status", "=", status)])
        tell(f"    {count:>5}  {labels.get(status, status)}")
if "hau_mai.touchpoint" in env:
    due = [
        "|",
        ("state", "=", "open"),
        "&",
        ("state", "=", "planned"),
        ("date_planned", "<=", date.today()),
    ]
    count = env["hau_mai.touchpoint"].search_count(due)
    tell(f"follow-ups due today: {count}", screen("hau_mai_touchpoint_action"))
tell("overview", screen("hau_mai_overview_action"))
tell()
