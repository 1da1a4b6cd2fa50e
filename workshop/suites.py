"""Running the tests: which of them, on which databases."""

import os
import subprocess
import threading
from pathlib import Path
from xml.etree import ElementTree

from . import databases, lint, odoo, python_env
from .console import Trouble, say
from .places import ROOT, STATE

TESTS = ROOT / "tests"


class Suite:
    """One pytest run on a clone of one template."""

    def __init__(self, app_set, template, arguments):
        self.app_set = app_set
        self.template = template
        self.arguments = arguments
        self.report = STATE / f"junit-{app_set}.xml"
        self.database = f"{databases.OURS}test_{app_set}_{os.getpid()}"

    def run(self, output=None):
        """Clone, run, drop; return pytest's exit code. The output goes to a file when given."""
        # What tests clone is a clone too: the template may be rebuilt while they run.
        to_clone = f"{self.database}_unused"
        self.report.unlink(missing_ok=True)
        try:
            databases.clone(self.template, self.database)
            databases.clone(self.template, to_clone)
            env = odoo.environment(
                HAU_MAI_APP_SET=self.app_set,
                HAU_MAI_TEMPLATE=to_clone,
                HAU_MAI_TEMPLATE_WITHOUT=databases.base(self.app_set),
            )
            self.code = subprocess.call(
                [str(part) for part in self._command()],
                cwd=ROOT,
                env=env,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
            )
        finally:
            databases.drop(self.database)
            databases.drop(to_clone)
        return self.code

    def _command(self):
        command = [python_env.python(), "-m", "pytest", f"--junitxml={self.report}"]
        command += [f"--odoo-config={odoo.configuration()}", f"--odoo-database={self.database}"]
        return [*command, "--odoo-http", "--odoo-log-level=error", *self.arguments]

    def totals(self):
        """(passed, failed); a run that ended without a report is one failure."""
        if not self.report.exists():
            return 0, 1
        wrong = [
            any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))
            for case in ElementTree.parse(self.report).iter("testcase")
        ]
        passed, failed = wrong.count(False), wrong.count(True)
        if not failed and self.code not in (0, 5):
            failed = 1
        return passed, failed


def some(arguments, app_set=None):
    """Part of the suite on one database, straight to the terminal."""
    paths = [each for each in arguments if Path(each.split("::")[0]).exists()]
    app_set = app_set or _set_of(paths)
    # A tour's first page should not wait for the bundles; other tests need none.
    tours = any("tour" in each for each in arguments)
    template = databases.template(app_set, assets=tours)
    suite = Suite(app_set, template, [*arguments, *([] if paths else [TESTS])])
    suite.run()
    return suite.totals()


def _set_of(paths):
    """Tests in tests/alone, tests/apps and tests/demo run on that set; others on `apps`."""
    for path in paths:
        for parent in [Path(path).resolve(), *Path(path).resolve().parents]:
            if parent.parent == TESTS and parent.name in databases.APP_SETS:
                return parent.name
    return "apps"


def everything():
    """Lint, the whole suite on `alone` and on `apps` side by side, then tests/demo."""
    wanted = {"alone": TESTS, "apps": TESTS}
    if any((TESTS / "demo").glob("test_*.py")):
        wanted["demo"] = TESTS / "demo"
    templates = databases.templates(list(wanted))
    say("═══ lint")
    lint_totals = lint.lint()
    suites = [Suite(app_set, templates[app_set], [path]) for app_set, path in wanted.items()]
    first, *others = suites
    say(f"── tests on {' and '.join(suite.app_set for suite in suites)}")
    waiting = threading.Thread(target=_run_to_files, args=(others,))
    waiting.start()
    say(f"═══ {first.app_set}")
    first.run()
    waiting.join()
    for suite in others:
        say(f"═══ {suite.app_set}")
        say(_output(suite).read_text(errors="replace").rstrip())
    totals = [lint_totals, *(suite.totals() for suite in suites)]
    return sum(passed for passed, _ in totals), sum(failed for _, failed in totals)


def _output(suite):
    return STATE / "logs" / f"pytest-{suite.app_set}.log"


def _run_to_files(suites):
    for suite in suites:
        _output(suite).parent.mkdir(exist_ok=True, parents=True)
        with open(_output(suite), "w") as handle:
            try:
                suite.run(handle)
            except Trouble as trouble:
                suite.code = 1
                handle.write(str(trouble))
