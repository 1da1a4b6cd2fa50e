"""Databases: built once as templates, cloned for each use.

    base (Odoo's apps only, shared by checkouts) → template (+ our add-ons) → clone

A template's name carries a checksum of what went into it; the older one of its kind is dropped
when a new one is built. Nobody stays connected to a template, so that it can be cloned.
"""

import datetime
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from . import odoo, postgres
from .console import Trouble, progress, run, say, step
from .places import (
    CACHE,
    CACHE_KEY,
    CHECKOUT_KEY,
    LOCK_FILE,
    STATE,
    addons,
    digest,
    locked,
    source_key,
)

# What `hau_mai` is tested with. `alone` is what it depends on; the order of installing is Odoo's.
DEPENDS = "sale_management,sale_loyalty,rating,sms"
APP_SETS = {
    "alone": DEPENDS,
    "apps": f"{DEPENDS},sale_stock,delivery,repair,sale_project",
    "demo": f"{DEPENDS},sale_stock,delivery,contacts",
    "bench": f"{DEPENDS},maintenance",
}
WITH_DEMO = {"demo"}

OURS = f"hau_mai_{CHECKOUT_KEY}_"
BASE = f"hau_mai_base{CACHE_KEY}_"
DEMO = f"{OURS}demo"

BUILD_ASSETS = (Path(__file__).parent / "in_odoo" / "build_assets.py").read_text


# ------------------------------------------------------------------ plain operations


def existing(prefix):
    """The names of the databases that start like this."""
    rows = postgres.query("SELECT datname FROM pg_database ORDER BY datname")
    return [name for (name,) in rows if name.startswith(prefix)]


def must_exist(name):
    if name not in existing(name):
        raise Trouble(f"there is no database {name}.")


def filestore(name):
    """Shared databases keep their files in the cache, those of this checkout in .dev/."""
    data = CACHE / "data" if name.startswith(BASE) else STATE / "data"
    return data / "filestore" / name


def drop(name):
    """Drop a database and its files; end the connections of a left-over server first."""
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def create(name):
    """An empty database, with the extension that Odoo adds to those it creates itself."""
    postgres.query(f'CREATE DATABASE "{name}"')
    postgres.query("CREATE EXTENSION IF NOT EXISTS pg_trgm", database=name)


def clone(source, name):
    """Copy a database that nobody is connected to; its files by hard links."""
    drop(name)
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if filestore(source).is_dir():
        try:
            shutil.copytree(filestore(source), filestore(name), copy_function=os.link)
        except (OSError, shutil.Error):
            # Another file system: copy.
            shutil.rmtree(filestore(name), ignore_errors=True)
            shutil.copytree(filestore(source), filestore(name))
    return name


def rename(source, name):
    """First the files: whoever sees the new name finds them there."""
    if filestore(source).is_dir():
        shutil.rmtree(filestore(name), ignore_errors=True)
        filestore(source).rename(filestore(name))
    postgres.query(f'ALTER DATABASE "{source}" RENAME TO "{name}"')


@contextmanager
def temporary(source, purpose):
    """A clone for one run of something; dropped at the end."""
    name = f"{OURS}test_{purpose}_{os.getpid()}"
    try:
        yield clone(source, name)
    finally:
        drop(name)


def drop_left_over():
    """Drop the clones of runs that were killed."""
    for name in existing(f"{OURS}test_"):
        found = re.search(r"_test_[a-z_]+_(\d+)", name)
        if found and not Path(f"/proc/{found[1]}").exists():
            drop(name)


# ------------------------------------------------------------------ templates


def install(database, modules, demo=False, conf=None, update=False):
    """Install or update modules in a database that exists."""
    arguments = ["-d", database, "-u" if update else "-i", modules, "--stop-after-init"]
    arguments += ["--no-http", "--log-handler=odoo.modules.loading:INFO"]
    arguments += ["--with-demo"] if demo else []
    arguments += ["--i18n-overwrite"] if update else []
    log = STATE / "logs" / f"{'update' if update else 'install'}-{database}.log"
    name = database.removeprefix(BASE).removeprefix(OURS).removesuffix("_part")
    with progress(lambda: f"{name}: {_how_far(log)}"):
        said = run(
            odoo.command("server", *arguments, conf=conf),
            env=odoo.environment(),
            what=f"{'updating' if update else 'installing'} {modules}",
            log=log,
        )
    warnings = [line for line in said.splitlines() if " WARNING " in line or " ERROR " in line]
    for line in warnings:
        say(f"   ! {line.split(' ', 3)[-1]}")


def _how_far(log):
    """The last module that Odoo said it is loading, of how many."""
    steps = re.findall(r"Loading module (\w+) \((\d+)/(\d+)\)", log.read_text(errors="replace"))
    return "module {1} of {2}: {0}".format(*steps[-1]) if steps else "starting Odoo"


def base(app_set):
    """The template with Odoo's own apps."""
    apps = APP_SETS[app_set]
    kind = f"{BASE}{app_set}_"
    name = kind + digest(odoo.version(), odoo.home(), apps, LOCK_FILE.read_text())
    with locked(f"base-{app_set}"):
        if name in existing(kind):
            return name
        with step(f"database with {apps.replace(',', ', ')} (about a minute)"):
            conf = odoo.configuration("base", with_ours=False, data=CACHE / "data")
            work = f"{kind}part"
            drop(work)
            create(work)
            install(work, apps, demo=app_set in WITH_DEMO, conf=conf)
            for older in existing(kind):
                if older != work:
                    drop(older)
            rename(work, name)
    return name


def template(app_set, assets=True):
    """The template with our add-ons installed, the browser's bundles built on request."""
    kind = f"{OURS}{app_set}_"
    parent = base(app_set)
    # Demo dates are relative to the day of installing.
    day = datetime.date.today() if app_set in WITH_DEMO else ""
    name = kind + digest(parent, source_key(), day)
    with locked(f"template-{app_set}", STATE):
        if name not in existing(kind):
            _build(kind, name, parent, app_set)
        built = STATE / "with_assets" / name
        if assets and not built.exists():
            with step(f"the browser's bundles in the template {app_set}"):
                odoo.shell(name, BUILD_ASSETS(), what="building the assets")
            built.parent.mkdir(exist_ok=True)
            built.touch()
    return name


def our_names():
    return [path.name for path in addons()]


def templates(app_sets):
    """Several templates, built side by side when they are missing; {app_set: name}."""
    postgres.environment()
    with ThreadPoolExecutor() as pool:
        return dict(zip(app_sets, pool.map(template, app_sets), strict=True))


def _build(kind, name, parent, app_set):
    """Install `hau_mai`; its bridges follow by themselves where their apps are there."""
    work = f"{kind}part"
    with step(f"template {app_set} with hau_mai"):
        clone(parent, work)
        install(work, "hau_mai", demo=app_set in WITH_DEMO)
        for older in existing(kind):
            if older != work:
                drop(older)
        rename(work, name)
