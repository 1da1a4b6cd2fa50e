"""`./dev core`: Odoo's own suites, with and without our add-ons, must fail in the same places."""

import re
import subprocess

from . import databases, odoo
from .console import progress, say, step
from .places import STATE

# On top of what hau_mai depends on: what the yardstick names, and Inventory.
APPS = {
    "alone": "sale_management,sale_loyalty,rating,contacts",
    "apps": "sale_management,sale_loyalty,rating,contacts,sale_stock",
}
SUITES = "/sale,/sale_management,/sale_loyalty,/loyalty,/portal,/rating"
TAGS = {"alone": SUITES, "apps": f"{SUITES},/sale_stock"}

FAILED = re.compile(r"odoo\.addons\.(\w+)\S*: (?:FAIL|ERROR): (?:Subtest )?([\w.]+)")
ENDED_EARLY = "the run ended before its tests were counted"
COUNT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def compare(app_sets, suites=None):
    """Run each suite twice; return how many sets of apps came out alike, and how many not."""
    same = [_compare(app_set, suites or TAGS[app_set]) for app_set in app_sets]
    return same.count(True), same.count(False)


def _compare(app_set, suites):
    """Without and with our add-ons; what differs is run again, for a busy machine is late."""
    names = {how: f"{databases.OURS}core_{app_set}_{how}" for how in ("without", "with")}
    modules = {"without": APPS[app_set], "with": f"{APPS[app_set]},hau_mai"}
    try:
        failures = {}
        for how, name in names.items():
            databases.drop(name)
            databases.create(name)
            failures[how] = _run(name, ["-i", modules[how], "--with-demo"], suites)
        differing = failures["without"] ^ failures["with"]
        if differing and ENDED_EARLY not in differing:
            say(f"   once more, alone: {', '.join(sorted(differing))}")
            tags = ",".join(sorted(_tag(test) for test in differing))
            touched = ",".join(sorted({test.split(".")[0] for test in differing}))
            failures = {how: _run(name, ["-u", touched], tags) for how, name in names.items()}
    finally:
        for name in names.values():
            databases.drop(name)
    for test in sorted(failures["with"] - failures["without"]):
        say(f"   fails only with hau_mai: {test}")
    for test in sorted(failures["without"] - failures["with"]):
        say(f"   fails only without hau_mai: {test}")
    return failures["with"] == failures["without"]


def _tag(test):
    module, _dot, method = test.partition(".")
    # What failed before any method (setUpClass) is run again with its whole module.
    return f"/{module}:{method}" if "." in method else f"/{module}"


def _run(name, modules, tags):
    """Install or update modules while Odoo runs their tests; the names of those that fail."""
    log = STATE / "logs" / f"{name}-{modules[0].strip('-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    arguments = ["-d", name, *modules, "--test-tags", tags, "--stop-after-init"]
    arguments += ["--log-level=info", f"--http-port={odoo.free_port()}"]

    def how_far():
        return f"{log.read_text(errors='replace').count(': Starting ')} tests"

    say(f"   what Odoo says goes to {log}")
    with step(f"tests in {name}"), open(log, "w") as handle, progress(how_far, 60):
        subprocess.call(
            [str(part) for part in odoo.command("server", *arguments)],
            env=odoo.environment(),
            stdout=handle,
            stderr=subprocess.STDOUT,
        )
    text = log.read_text(errors="replace")
    counts = COUNT.findall(text)
    failures = {".".join(found) for found in FAILED.findall(text)}
    if not counts:
        return {ENDED_EARLY}
    say(f"   {len(failures)} of {counts[-1][2]} tests failed")
    return failures
