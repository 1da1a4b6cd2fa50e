"""Take the pictures of the user guide: `./dev exec python docs/screenshots.py [NAME…]`.

Serves a fresh copy of the demo, logs in as each person of it, and saves what a headless browser
shows into docs/images/. What is taken is the table PICTURES; the rest of the file is how.
"""

import base64
import io
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import websocket
from PIL import Image

from workshop import browser, databases, odoo
from workshop.places import STATE

IMAGES = Path(__file__).parent / "images"
DESKTOP, PHONE = (1400, 900), (390, 844)
TIME_ZONE = "Asia/Ho_Chi_Minh"
PATIENCE = 60


class Picture(NamedTuple):
    """One picture.

    ``record`` is (model, domain): its id takes the place of ``{id}`` in the address; with values
    in place of a domain, the id of a new one. ``wait`` is what must be there before the picture
    is taken; ``script`` is run in the page when it is, and ``then`` is what must be there after
    that. With ``field``, a link that stands in this field of the record is opened instead, or the
    address with its ``{value}``, by somebody who is not logged in: what customers find in their
    messages.
    """

    name: str
    login: str
    address: str
    wait: str
    size: tuple = DESKTOP
    record: tuple = ()
    script: str = ""
    then: str = ""
    field: str = ""


def card(serial):
    return "hau_mai.unit", [("serial_number", "=", serial)]


def named(model, name):
    return model, [("name", "=", name)]


def job(customer, state):
    return "hau_mai.service", [("partner_id", "ilike", customer), ("state", "=", state)]


def case(subject):
    return "hau_mai.complaint", [("subject", "ilike", subject)]


def order(customer, state):
    return "sale.order", [("partner_id.name", "=", customer), ("state", "=", state)]


def rule(name):
    """A follow-up rule, switched on or not."""
    return "hau_mai.care.rule", [("name", "=", name), ("active", "in", [True, False])]


def tab(name):
    """Turn to a page of the form."""
    return click(f".nav-link[name={name}]")


def click(selector):
    return f"document.querySelector({json.dumps(selector)}).click()"


def look_at(selector):
    return f"document.querySelector({json.dumps(selector)}).scrollIntoView()"


def scan(code):
    """Type a code into the box of the counter, as a scanner does."""
    return f"""
        const box = document.querySelector({json.dumps(BOX)});
        box.value = {json.dumps(code)};
        box.dispatchEvent(new Event("input", {{bubbles: true}}));
        box.dispatchEvent(new KeyboardEvent("keydown", {{key: "Enter", bubbles: true}}));
    """


def scan_and_receive(code):
    """Scan a code, and begin to take in what it is as soon as it is there."""
    return f"""(async () => {{
        {scan(code)}
        (await {when(".o_hau_mai_receive")}).click();
    }})()"""


def when(selector):
    """Wait for something of the page; to be awaited in a script."""
    return f"""new Promise((there) => {{
        const look = () => {{
            const found = document.querySelector({json.dumps(selector)});
            return found ? there(found) : setTimeout(look, 100);
        }};
        look();
    }})"""


def solve_with_voucher(amount):
    """Open the dialog that solves a case, and choose a voucher of so much."""
    return f"""(async () => {{
        {click("button[name=action_open_solve]")};
        await {choose("resolution", "Compensation voucher", ".modal ")};
        const box = await {when(".modal [name=voucher_amount] input")};
        box.focus();
        box.value = {json.dumps(amount)};
        box.dispatchEvent(new Event("input", {{bubbles: true}}));
        box.dispatchEvent(new Event("change", {{bubbles: true}}));
        box.blur();
    }})()"""


def choose(field, words, where=""):
    """Choose one of a selection; to be awaited in a script."""
    return f"""(async () => {{
        (await {when(f"{where}[name={field}] input")}).click();
        await {when(".o_select_menu_item")};
        [...document.querySelectorAll(".o_select_menu_item")]
            .find((item) => item.textContent.trim() === {json.dumps(words)})
            .click();
    }})()"""


def try_thresholds(tier, amount):
    """Change what a tier of a draft asks for, for all at once, and count who would move."""
    return f"""(async () => {{
        {click("[name=keep_held] input")};
        [...document.querySelectorAll("[name=line_ids] .o_data_row")]
            .find((row) => row.textContent.includes({json.dumps(tier)}))
            .querySelector("td[name=amount_min]")
            .click();
        const box = await {when(".o_selected_row [name=amount_min] input")};
        box.value = {json.dumps(amount)};
        box.dispatchEvent(new Event("input", {{bubbles: true}}));
        box.dispatchEvent(new Event("change", {{bubbles: true}}));
        {click("button[name=action_preview]")};
    }})()"""


def log_call(text):
    """Open the dialog of a call, and look for who calls."""
    return f"""(async () => {{
        {click(".o_hau_mai_log_call_systray button")};
        const box = await {when(".o_hau_mai_call_box")};
        box.value = {json.dumps(text)};
        box.dispatchEvent(new Event("input", {{bubbles: true}}));
        box.dispatchEvent(new KeyboardEvent("keydown", {{key: "Enter", bubbles: true}}));
    }})()"""


def paste_serials(text):
    """Open the dialog of serial numbers, and put some into the box."""
    return f"""(async () => {{
        {click("button[name=action_enter_serials]")};
        const box = await {when(".modal [name=text] textarea")};
        box.focus();
        box.value = {json.dumps(text)};
        box.dispatchEvent(new KeyboardEvent("keydown", {{key: "Enter", bubbles: true}}));
    }})()"""


def open_check_page():
    """Publish the page on which everybody may check a warranty, and go there."""
    call = {
        "jsonrpc": "2.0",
        "method": "call",
        "params": {
            "model": "res.company",
            "method": "write",
            "args": [[1], {"hau_mai_warranty_check": True}],
            "kwargs": {},
        },
    }
    return f"""(async () => {{
        await fetch("/web/dataset/call_kw/res.company/write", {{
            method: "POST",
            headers: {{"Content-Type": "application/json"}},
            body: {json.dumps(json.dumps(call))},
        }});
        setTimeout(() => {{ location = "/warranty/check"; }}, 0);
    }})()"""


#: A list of old cards as a shop has it: two good rows, a phone that is none, an unknown product.
OLD_CARDS = """Số phiếu;Mã hàng;Số sê-ri;Khách hàng;SĐT;Ngày mua;Số tháng bảo hành
BH-0001;AC-9000;OLD-0001;Trần Văn Lâm;0903 555 111;12/03/2025;24
BH-0002;AC-9000;OLD-0002;Lê Thị Mai;0903 555 222;31/08/2025;24
BH-0003;AC-9000;OLD-0003;Võ Thanh Hà;0903;05/09/2025;24
BH-0004;XZ-1;OLD-0004;Đỗ Minh Tú;0903 555 444;09/10/2025;12
"""
NEW_IMPORT = {
    "file": base64.b64encode(OLD_CARDS.encode()).decode(),
    "file_name": "old-cards.csv",
}

CARDS = "/odoo/action-hau_mai.hau_mai_unit_action"
PAST_ORDERS = "/odoo/action-hau_mai.hau_mai_past_orders_action"
CARD_IMPORTS = "/odoo/action-hau_mai.hau_mai_card_import_action"
ACTIVATIONS = "/odoo/action-hau_mai.hau_mai_activation_action"
WARRANTY_CARD = "/report/html/hau_mai.report_warranty_card/{id}"
FOLLOW_UPS = "/odoo/action-hau_mai.hau_mai_touchpoint_action"
POLICIES = "/odoo/action-hau_mai.hau_mai_warranty_policy_action"
RULES = "/odoo/action-hau_mai.hau_mai_care_rule_action"
SETTINGS = "/odoo/action-hau_mai.hau_mai_config_settings_action"
OVERVIEW = ".o_hau_mai_overview canvas"
FORM = ".o_form_view .o_form_sheet"
LIST = ".o_list_view .o_data_row"
GROUPS = ".o_list_view .o_group_header"
COUNTER = "/odoo/counter"
BOX = ".o_hau_mai_box"
JOBS = "/odoo/action-hau_mai.hau_mai_service_action"
MY_JOBS = "/odoo/my-jobs"
PLANS = "/odoo/action-hau_mai.hau_mai_maintenance_plan_action"
CENTERS = "/odoo/action-hau_mai.hau_mai_service_center_action"
CASES = "/odoo/cases"
TRIAGE = "/odoo/action-hau_mai.hau_mai_complaint_action_triage"
PROMISES = "/odoo/action-hau_mai.hau_mai_sla_policy_action"
OPEN_CLOCKS = "document.querySelectorAll('.o_hau_mai_clock').forEach((one) => one.open = true)"
MONTH = "/report/html/hau_mai.report_complaint_summary/{id}"
REFUSAL = "/report/html/hau_mai.report_complaint_refusal/{id}"
KANBAN = ".o_kanban_view .o_kanban_record"
PAPER = ".o_hau_mai_paper"
RECEIPT = "/report/html/hau_mai.report_service_receipt_a4/{id}"
TIERS = "/odoo/loyalty-tiers"
MEMBERS = "/odoo/members"
CUSTOMERS = "/odoo/customers"
TIER_FLOW = ".o_hau_mai_tier_flow table"
UNFOLD = f"document.querySelectorAll('{GROUPS}').forEach((group) => group.click())"

PICTURES = [
    Picture("overview", "minh", "/odoo/after-sales", OVERVIEW),
    Picture("overview-phone", "lan", "/odoo/after-sales", OVERVIEW, PHONE),
    Picture("quotation", "lan", "/odoo/sales/{id}", FORM, record=order("Ngô Quang Long", "sent")),
    Picture("cards", "lan", CARDS, LIST),
    Picture("card", "lan", CARDS + "/{id}", FORM, record=card("WM09-77001")),
    Picture("card-phone", "lan", CARDS + "/{id}", FORM, PHONE, card("AC9-2211-001")),
    Picture(
        "warranty-card",
        "minh",
        WARRANTY_CARD,
        ".page",
        (700, 900),
        card("WM09-77001"),
        script="document.querySelector('.page').style.padding = '30px'",
    ),
    Picture(
        "serial-entry",
        "lan",
        "/odoo/sales/{id}",
        FORM,
        record=(
            "sale.order",
            [
                ("state", "=", "sale"),
                ("order_line.product_uom_qty", "in", [3, 4, 5, 6]),
                ("unit_ids.serial_number", "=", False),
            ],
        ),
        script=paste_serials("AC18-2606-003"),
        then=".modal .o_data_row",
    ),
    Picture(
        "extension-offer",
        "lan",
        CARDS + "/{id}",
        FORM,
        record=card("WM09-77002"),
        script=click("button[name=action_extend]"),
        then=".modal .o_data_row",
    ),
    Picture(
        "goodwill",
        "lan",
        CARDS + "/{id}",
        FORM,
        record=card("WM09-77001"),
        script=click("button[name=action_goodwill]"),
        then=".modal [name=amount]",
    ),
    Picture(
        "past-orders",
        "minh",
        PAST_ORDERS + "/{id}",
        FORM,
        record=("hau_mai.past.orders", {}),
        script=click("button[name=action_count]"),
        then="[name=line_ids] .o_data_row",
    ),
    Picture(
        "card-import",
        "minh",
        CARD_IMPORTS + "/{id}",
        FORM,
        record=("hau_mai.card.import", NEW_IMPORT),
        script=click("button[name=action_check]"),
        then="button[name=action_take]",
    ),
    # its paper, taken above, gave the card its code
    Picture(
        "public-card-phone",
        "minh",
        "/warranty/card/{value}",
        "main",
        PHONE,
        card("WM09-77001"),
        field="access_token",
    ),
    Picture("activations", "minh", ACTIVATIONS, LIST),
    Picture("activation-phone", "portal_an", "/warranty/activate", "form[name=activate]", PHONE),
    Picture("portal-warranties", "portal_an", "/my/warranties", "#wrap", (1000, 760)),
    Picture(
        "portal-warranty-phone",
        "portal_an",
        "/my/warranties",
        "#wrap a[href*='/my/warranties/']",
        PHONE,
        script=click("#wrap a[href^='/my/warranties/']:not([href*='export'])"),
        then="[name=coverage]",
    ),
    Picture(
        "public-check-phone",
        "admin",
        "/my",
        "#wrap",
        PHONE,
        script=open_check_page(),
        then="form [name=number]",
    ),
    Picture("follow-ups", "lan", FOLLOW_UPS, GROUPS, script=UNFOLD),
    Picture("follow-ups-phone", "lan", FOLLOW_UPS, ".o_kanban_view .o_kanban_record", PHONE),
    Picture(
        "customer",
        "lan",
        "/odoo/customers/{id}",
        FORM,
        record=named("res.partner", "Phạm Thị Bình"),
        script="document.querySelector('.nav-link[name=after_sales]').click()",
    ),
    Picture("settings", "admin", SETTINGS, ".o_setting_container #hau_mai_default_policy"),
    Picture(
        "settings-services",
        "admin",
        SETTINGS,
        ".o_setting_container #hau_mai_promise_days",
        script=look_at("h2:has(+ * #hau_mai_promise_days)"),
    ),
    Picture(
        "policy",
        "minh",
        POLICIES + "/{id}",
        FORM,
        record=named("hau_mai.warranty.policy", "Appliances: 24 months, compressor 10 years"),
    ),
    Picture("rules", "minh", RULES, LIST),
    Picture(
        "rule",
        "minh",
        RULES + "/{id}",
        FORM,
        record=named("hau_mai.care.rule", "Warranty ends soon"),
    ),
    Picture(
        "portal",
        "portal_an",
        "/my/orders/{id}",
        "#portal_sale_content",
        record=order("Nguyễn Thị An", "sale"),
    ),
    Picture("counter", "lan", COUNTER, BOX, script=scan("WM09-77001"), then=".o_hau_mai_verdict"),
    Picture(
        "counter-receive",
        "lan",
        COUNTER,
        BOX,
        script=scan_and_receive("WP-40002"),
        then=".o_hau_mai_save_print",
    ),
    Picture("jobs", "minh", JOBS, LIST, script=click(".o_switch_view.o_kanban"), then=KANBAN),
    Picture("job", "minh", JOBS + "/{id}", FORM, record=job("Vũ Thị Giang", "in_progress")),
    Picture(
        "job-work",
        "minh",
        JOBS + "/{id}",
        FORM,
        record=job("Vũ Thị Giang", "in_progress"),
        script=f"{click('.nav-link[name=work]')}; {look_at('.o_notebook_headers')}",
    ),
    Picture("my-jobs-phone", "tung", MY_JOBS, KANBAN, PHONE),
    Picture("receipt", "minh", RECEIPT, PAPER, (900, 830), job("Vũ Thị Giang", "in_progress")),
    Picture(
        "plan",
        "minh",
        PLANS + "/{id}",
        FORM,
        record=named("hau_mai.maintenance.plan", "Motorbike: nine free services"),
    ),
    Picture(
        "schedule",
        "minh",
        CARDS + "/{id}",
        FORM,
        record=card("RLHJF61001"),
        script=f"{click('.nav-link[name=maintenance]')}; {look_at('.o_notebook_headers')}",
    ),
    Picture(
        "center",
        "minh",
        CENTERS + "/{id}",
        FORM,
        record=named("hau_mai.service.center", "Sơn Trà Cooling, Đà Nẵng"),
    ),
    Picture(
        "choose-center",
        "minh",
        JOBS + "/{id}",
        FORM,
        record=job("Phạm Thị Bình", "new"),
        script=click("button[name=action_choose_center]"),
        then=".modal .o_data_row",
    ),
    Picture("portal-services", "portal_an", "/my/services", "#wrap", (1000, 760)),
    Picture("portal-maintenance", "portal_an", "/my/maintenance", "#wrap", (1000, 760)),
    Picture("portal-jobs", "portal_phuc", "/my/jobs", "#wrap", (1000, 400)),
    Picture(
        "portal-job-phone",
        "portal_phuc",
        "/my/jobs",
        "#wrap",
        PHONE,
        # the first one is only offered: its customer is not shown yet
        script="document.querySelectorAll(\"#wrap a[href*='/my/jobs/']\")[1].click()",
        then="#wrap a[href^='tel:']",
    ),
    Picture("case", "lan", CASES + "/{id}", FORM, record=case("Room 304")),
    Picture("log-call", "lan", CASES, LIST, script=log_call("Long"), then=".o_hau_mai_open_case"),
    Picture("triage", "lan", TRIAGE, LIST),
    Picture(
        "case-clocks",
        "lan",
        CASES + "/{id}",
        ".o_hau_mai_clock",
        record=case("Dent in the door"),
        script=OPEN_CLOCKS,
    ),
    Picture(
        "case-solve",
        "lan",
        CASES + "/{id}",
        FORM,
        record=case("Two weeks for a television"),
        script=solve_with_voucher("300"),
        then=".modal .alert-warning",
    ),
    Picture(
        "refusal",
        "lan",
        REFUSAL,
        ".page",
        (900, 960),
        case("Wants a new rice cooker"),
        # the margins of the paper
        script="document.querySelector('.page').style.padding = '40px'",
    ),
    Picture("case-month", "minh", MONTH, ".page", (900, 1100), ("hau_mai.complaint.summary", {})),
    Picture("case-dashboard", "minh", "/odoo/case-dashboard", KANBAN),
    Picture(
        "promise",
        "minh",
        PROMISES + "/{id}",
        FORM,
        record=named("hau_mai.sla.policy", "First answer in four working hours"),
    ),
    Picture("case-analysis", "minh", "/odoo/case-analysis", ".o_pivot_view tbody td"),
    Picture(
        "settings-cases",
        "admin",
        SETTINGS,
        ".o_setting_container #hau_mai_promises",
        script=look_at("h2:has(+ * #hau_mai_promises)"),
    ),
    Picture(
        "portal-request",
        "portal_an",
        "/my/requests/{id}",
        "#wrap",
        (1000, 900),
        case("When are the cartridges changed?"),
    ),
    Picture("portal-requests-phone", "portal_an", "/my/requests", "#wrap", PHONE),
    Picture("portal-procedure", "portal_an", "/complaints", "#wrap", (1000, 900)),
    Picture("tier", "minh", TIERS + "/{id}", FORM, record=named("hau_mai.loyalty.tier", "Gold")),
    Picture("members", "minh", MEMBERS, LIST),
    Picture(
        "member",
        "minh",
        MEMBERS + "/{id}",
        FORM,
        record=("hau_mai.loyalty.membership", [("partner_id.name", "=", "Phan Thị Tâm")]),
    ),
    Picture(
        "customer-tier",
        "lan",
        CUSTOMERS + "/{id}",
        FORM,
        record=named("res.partner", "Phạm Thị Bình"),
    ),
    Picture(
        "what-if",
        "minh",
        "/odoo/tier-drafts/{id}",
        FORM,
        record=("hau_mai.loyalty.draft", [("state", "=", "draft")]),
        script=try_thresholds("Gold", "2000"),
        then=TIER_FLOW,
    ),
    Picture("referrals", "minh", "/odoo/referrals", LIST),
    Picture(
        "order-referral",
        "lan",
        "/odoo/sales/{id}",
        FORM,
        record=order("Đinh Văn Phú", "sale"),
    ),
    Picture("portal-loyalty-phone", "portal_an", "/my/loyalty", "#wrap", PHONE),
    Picture(
        "customer-contacts",
        "lan",
        CUSTOMERS + "/{id}",
        FORM,
        record=named("res.partner", "Phạm Thị Bình"),
        script=tab("hau_mai_contact"),
        then="[name=contact_summary]",
    ),
    Picture(
        "consent-record",
        "lan",
        CUSTOMERS + "/{id}",
        FORM,
        record=named("res.partner", "Phạm Thị Bình"),
        script=f"""(async () => {{
            {tab("hau_mai_contact")};
            (await {when("button[name=action_record_consent]")}).click();
        }})()""",
        then=".modal .o_data_row",
    ),
    Picture(
        "contact-preferences-phone",
        "minh",
        "",
        "form [name=save]",
        PHONE,
        ("hau_mai.touchpoint", [("partner_id.name", "=", "Phạm Thị Bình")]),
        field="preferences_url",
    ),
    Picture(
        "settings-contacts",
        "admin",
        SETTINGS,
        ".o_setting_container #hau_mai_contact_caps",
        script=look_at("h2:has(+ h3 + * #hau_mai_contact_caps)"),
    ),
    Picture(
        "settings-loyalty",
        "admin",
        SETTINGS,
        ".o_setting_container #hau_mai_holdout_percent",
        script=look_at("h2:has(+ * #hau_mai_holdout_percent)"),
    ),
    Picture(
        "rule-voucher",
        "minh",
        RULES + "/{id}",
        FORM,
        record=rule("Voucher for our shop's birthday"),
    ),
    Picture("messages", "minh", "/odoo/after-sales-messages", LIST),
    Picture("gifts", "minh", "/odoo/gifts", LIST),
    Picture(
        "journey",
        "minh",
        "/odoo/care-journeys/{id}",
        FORM,
        record=named("hau_mai.care.journey", "Cool from the first day"),
    ),
    Picture(
        "going-out",
        "minh",
        "/odoo/action-hau_mai.hau_mai_care_going_out_action",
        ".o_calendar_view .fc-event",
    ),
    Picture("follow-up-report", "minh", "/odoo/follow-up-report", ".o_pivot_view tbody td"),
    Picture("nps-report", "minh", "/odoo/nps-report", ".o_content canvas"),
    Picture("reviews-page", "portal_an", "/reviews", "#wrap", (1000, 900)),
    Picture(
        "privacy-request",
        "minh",
        "/odoo/privacy-requests/{id}",
        FORM,
        record=("hau_mai.privacy.request", [("kind", "=", "delete")]),
    ),
    Picture(
        "privacy-erasure",
        "minh",
        "/odoo/privacy-requests/{id}",
        FORM,
        record=("hau_mai.privacy.request", [("kind", "=", "delete")]),
        script=f"""(async () => {{
            await {choose("identity", "Called back on the number we know")};
            {click("button[name=action_erase]")};
        }})()""",
        then=".modal table",
    ),
    Picture("portal-privacy", "portal_an", "/my/privacy", "#wrap", (1000, 1000)),
    Picture("retention", "minh", "/odoo/retention", LIST),
]


# ------------------------------------------------------------------ the server


@contextmanager
def served():
    """A fresh copy of the demo on a free port; gives its address."""
    with databases.temporary(databases.template("demo"), "screenshots") as name:
        port = odoo.free_port()
        options = ["-d", name, f"--db-filter=^{name}$", f"--http-port={port}", "--workers=0"]
        options += ["--http-interface=127.0.0.1", "--max-cron-threads=0", "--log-level=error"]
        command = [str(part) for part in odoo.command("server", *options)]
        with open(STATE / "logs" / "screenshots.log", "w") as log:
            server = subprocess.Popen(command, env=odoo.environment(), stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: answers(f"{address}/web/health"))
            yield address
        finally:
            server.terminate()
            server.wait()


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_for(condition, what="the server"):
    """Ask again and again until it holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited {PATIENCE} s for {what} in vain")
        time.sleep(0.2)


class Person:
    """Somebody who is logged in."""

    def __init__(self, address, login):
        self.address = address
        self.cookies = urllib.request.HTTPCookieProcessor()
        self.opener = urllib.request.build_opener(self.cookies)
        database = json.loads(self._post("/web/database/list", {}))["result"][0]
        self._post("/web/session/authenticate", {"db": database, "login": login, "password": login})

    def _post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        headers = {"Content-Type": "application/json"}
        return self.opener.open(urllib.request.Request(self.address + path, body, headers)).read()

    def session(self):
        """The cookie that says who is there."""
        return next(c.value for c in self.cookies.cookiejar if c.name == "session_id")

    def find(self, model, domain):
        """The id of a record, as this person may see it; of a new one, for a dict of values."""
        new = isinstance(domain, dict)
        method, limit = ("create", {}) if new else ("search", {"limit": 1})
        params = {"model": model, "method": method, "args": [[domain] if new else domain]}
        path = f"/web/dataset/call_kw/{model}/{method}"
        found = json.loads(self._post(path, params | {"kwargs": limit}))
        if not found.get("result"):
            raise SystemExit(f"no {model} with {domain}: {found.get('error', '')}")
        return found["result"][0]

    def read(self, model, record_id, field):
        """What stands in a field of a record."""
        path = f"/web/dataset/call_kw/{model}/read"
        params = {"model": model, "method": "read", "args": [[record_id], [field]], "kwargs": {}}
        return json.loads(self._post(path, params))["result"][0][field]


# ------------------------------------------------------------------ the browser

STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
READY = """
    document.fonts.status === "loaded"
    && !document.querySelector(".o_loading_indicator, .o_blockUI, .o_lazy_js_waiting")
    && [...document.images].every((image) => image.complete)
    && !!document.querySelector(%s)
"""


class Browser:
    """A headless Chromium, spoken to by the DevTools protocol."""

    def __init__(self, profile):
        program = next(filter(None, map(shutil.which, browser.NAMES)))
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        flags += ["--disable-dev-shm-usage", "--remote-debugging-port=0", "--no-first-run"]
        flags += ["--remote-allow-origins=*", "--lang=en-US", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(
            [program, *flags, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        said = Path(profile) / "DevToolsActivePort"
        wait_for(lambda: said.exists() and said.read_text().count("\n"), "the browser")
        port = said.read_text().split()[0]
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
        page = next(page for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=PATIENCE)
        self.numbers = itertools.count(1)
        self("Page.enable")
        self("Network.enable")
        self("Emulation.setTimezoneOverride", timezoneId=TIME_ZONE)

    def __call__(self, method, **params):
        """Send a command and wait for its result."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']['message']}")
                return message["result"]

    def evaluate(self, expression):
        result = self("Runtime.evaluate", expression=expression, awaitPromise=True)["result"]
        return result.get("value")

    def take(self, picture, address, person):
        """The picture as PNG."""
        width, height = picture.size
        self(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=picture.size == PHONE,
        )
        self("Network.clearBrowserCookies")
        found = person.find(*picture.record) if picture.record else ""
        if picture.field:
            value = person.read(picture.record[0], found, picture.field)
            page = picture.address.format(value=value) or urlsplit(value).path
        else:
            page = picture.address.format(id=found)
            self("Network.setCookie", url=address, name="session_id", value=person.session())
        self("Page.navigate", url=address + page)
        self._wait_for(picture, picture.wait)
        self.evaluate(f"document.head.append(Object.assign(document.createElement('style'), "
                      f"{{textContent: {json.dumps(STILL)}}}))")  # fmt: skip
        if picture.script:
            self.evaluate(picture.script)
        time.sleep(1.5)
        self._wait_for(picture, picture.then or picture.wait)
        return self._capture()

    def _wait_for(self, picture, selector):
        """Wait until the screen is complete; one that does not come is kept to be looked at."""
        ready = READY % json.dumps(selector)
        try:
            wait_for(lambda: self.evaluate(ready), f"{selector} in {picture.name}")
        except SystemExit:
            (STATE / f"screenshot-{picture.name}.png").write_bytes(self._capture())
            raise

    def _capture(self):
        return base64.b64decode(self("Page.captureScreenshot", format="png")["data"])

    def close(self):
        self("Browser.close")
        self.process.wait()


def save(name, data):
    """Save with 256 colors, which is enough for a screen and a third of the size."""
    path = IMAGES / f"{name}.png"
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(Path.cwd())}  {path.stat().st_size // 1024} kB", flush=True)


def main(names):
    unknown = set(names) - {picture.name for picture in PICTURES}
    if unknown:
        raise SystemExit(f"there is no picture {', '.join(sorted(unknown))}")
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    IMAGES.mkdir(exist_ok=True)
    with served() as address, tempfile.TemporaryDirectory() as profile:
        chromium = Browser(profile)
        people = {}
        try:
            for picture in wanted:
                person = people.get(picture.login) or Person(address, picture.login)
                people[picture.login] = person
                save(picture.name, chromium.take(picture, address, person))
        finally:
            chromium.close()


if __name__ == "__main__":
    main(sys.argv[1:])
