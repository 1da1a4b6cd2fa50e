"""The sub-commands of `./dev`."""

import argparse
import sys

from . import browser as chromium
from . import databases, odoo, postgres, python_env, serve, suites, yardstick
from . import i18n as terms
from . import lint as linters
from .console import Trouble, become, in_foreground, say
from .places import CACHE

DESCRIPTION = """\
The workshop of hau_mai. Each command first sets up what is missing. PostgreSQL and Chromium are
taken from this machine where they are there; the rest, Odoo 19 and a Python environment are
downloaded with the machine's own apt and pip into ~/.cache/hau_mai and used from there. Nothing
is installed on the system. As root, a private PostgreSQL keeps its data in /var/lib/hau_mai.
ODOO_PATH takes a checkout of Odoo 19.0 instead, PGHOST, PGUSER… a PostgreSQL server of yours.
"""


def main(arguments):
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command not in ("test", "exec", "bench"):
        parser().error(f"what is {' '.join(rest)}?")
    options.rest = rest
    try:
        return options.work(options) or 0
    except Trouble as trouble:
        print(f"dev: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser():
    form = argparse.ArgumentParser(
        prog="./dev", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = form.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, work, text):
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(work=work)
        return sub

    command("setup", setup, "fetch and set up everything, then stop")
    sub = command("run", run, "serve the demo database at http://localhost:8069")
    sub.add_argument("--lang", help="interface language, such as vi_VN")
    sub.add_argument("--port", type=int, default=8069)
    sub.add_argument("--interface", default="127.0.0.1", help="0.0.0.0: from elsewhere too")
    sub = command("test", test, "lint and all tests; with a path or -k: only those")
    sub.add_argument("--on", choices=["alone", "apps", "demo"], help="only on this set of apps")
    sub = command("shell", shell, "an Odoo shell; a script on standard input is not committed")
    sub.add_argument("--db", help="instead of the demo database")
    sub = command("exec", execute, "run a program in the environment Odoo runs in")
    sub.add_argument("program", nargs=argparse.REMAINDER)
    sub = command("lint", lint, "ruff, pylint-odoo, Odoo's own checks, XML, access, privacy, i18n")
    sub.add_argument("checks", nargs="*", help="only these, by the name the output gives them")
    sub.add_argument("--fix", action="store_true", help="first let ruff and the XML check mend")
    sub = command("i18n", i18n, "export the .pot, merge vi.po, list what is not translated")
    sub.add_argument("--check", action="store_true", help="change nothing, only complain")
    command("bench", bench, "measure; the arguments are those of bench/")
    sub = command("core", core, "Odoo's own suites with and without hau_mai (20 minutes and more)")
    sub.add_argument("--on", choices=["alone", "apps"], help="only on this set of apps")
    sub.add_argument("--suites", help="instead of all: Odoo's test tags, such as /loyalty")
    command("reset", reset, "drop this checkout's databases and .dev/")
    command("stop", stop, "stop the private PostgreSQL")
    return form


# ------------------------------------------------------------------ set-up


def set_up(browser=False):
    """Have everything; on the way, go over to the virtual environment's Python."""
    _announce(browser)
    python_env.ensure()
    python_env.enter()
    odoo.ensure()
    postgres.environment()
    if browser:
        chromium.ensure()


def _announce(browser):
    """Before the first download: what will come, and where it goes."""
    if python_env.is_inside():
        return
    lacking = [] if python_env.is_there() else ["Python packages (70 MB)"]
    lacking += [] if odoo.is_there() else ["Odoo 19 (135 MB)"]
    lacking += ["Chromium (125 to 180 MB)"] if browser and not chromium.is_there() else []
    if lacking:
        say(f"Downloading into {CACHE}: {', '.join(lacking)}.")
        say("And PostgreSQL (60 MB), if none is installed. The system stays as it is.")


def setup(options):
    set_up(browser=True)
    say(f"Odoo        {odoo.version()} in {odoo.home()}")
    say(f"Python      {python_env.python()}")
    where = postgres.environment()
    say(f"PostgreSQL  {where.get('PGHOST', 'default socket')}")


# ------------------------------------------------------------------ commands


def run(options):
    set_up()
    return serve.serve(options.port, options.interface, options.lang)


def test(options):
    set_up(browser=True)
    databases.drop_left_over()
    if options.rest or options.on:
        passed, failed = suites.some(options.rest, options.on)
    else:
        passed, failed = suites.everything()
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def shell(options):
    set_up()
    database = options.db or serve.demo_database()
    databases.must_exist(database)
    return become(odoo.command("shell", "-d", database, "--no-http"), env=odoo.environment())


def execute(options):
    set_up(browser=True)
    return become(options.program + options.rest, env=odoo.environment())


def lint(options):
    set_up()
    unknown = set(options.checks) - linters.CHECKS.keys()
    if unknown:
        known = ", ".join(linters.CHECKS)
        raise Trouble(f"no check {', '.join(unknown)}; there are {known}.")
    if options.fix:
        linters.fix()
    _passed, failed = linters.lint(options.checks)
    return 1 if failed else 0


def i18n(options):
    set_up()
    wrong = terms.update(write=not options.check)
    for line in wrong:
        say(line)
    return 1 if wrong else 0


def bench(options):
    set_up()
    databases.drop_left_over()
    with (
        databases.temporary(databases.template("bench"), "bench") as ours,
        databases.temporary(databases.base("bench"), "bench_without") as without,
    ):
        env = odoo.environment(HAU_MAI_TEMPLATE=ours, HAU_MAI_TEMPLATE_WITHOUT=without)
        return in_foreground([python_env.python(), "-m", "bench", *options.rest], env=env)


def core(options):
    set_up(browser=True)
    app_sets = [options.on] if options.on else yardstick.APPS
    alike, different = yardstick.compare(app_sets, options.suites)
    say(f"{alike} alike, {different} different")
    return 1 if different else 0


def reset(options):
    set_up()
    serve.reset()


def stop(options):
    python_env.ensure()
    python_env.enter()
    postgres.Cluster().stop()
