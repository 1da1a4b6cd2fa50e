"""Odoo 19: where it comes from, where it is, how it is called."""

import os
import re
import shutil
import socket
from pathlib import Path

from . import postgres, python_env
from .apt import Apt, unpack
from .browser import browser_folder
from .console import Trouble, run, say, step
from .places import CACHE, ROOT, STATE, addons, locked

REPOSITORY = "https://github.com/odoo/odoo"
SERIES = "19.0"

# Linked to by Odoo's package; without them icons and fonts are missing. Font Awesome must be
# the machine's own (4.7): the newer one has other file names.
OWN_SUITE = ["fonts-font-awesome", "fonts-inconsolata", "fonts-ocr-b", "fonts-roboto-unhinted"]
OWN_SUITE += ["libjs-jquery", "libjs-jquery-form", "libjs-underscore"]
SID_SUITE = ["fonts-montserrat"]

PACKAGE = "./usr/lib/python3/dist-packages"
LEAVE_OUT = [f"{PACKAGE}/{name}" for name in ("addons", "doc", "setup")]
LEAVE_OUT += [
    f"{PACKAGE}/odoo/addons/*/i18n/{letter}*.po" for letter in "abcdefghijklmnopqrstuwxyz"
]
LEAVE_OUT += ["*/i18n_extra/*.po", "./etc", "./usr/share"]

# Debian's package lacks this file, which a manifest lists. The console error on every page
# would fail every browser test.
LACKING = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def home():
    """The folder to put on Python's path, in which `odoo` is."""
    given = os.environ.get("ODOO_PATH")
    if given:
        return Path(given).expanduser().resolve()
    pointer = CACHE / "odoo" / "current"
    return pointer.resolve()


def core_addons():
    """The folders with Odoo's add-ons: one in a package, two in a checkout."""
    return [path for path in (home() / "odoo" / "addons", home() / "addons") if path.is_dir()]


def version():
    """What Odoo says of itself, and which package or commit it is."""
    mark = home() / "hau_mai_version"
    if mark.exists():
        return mark.read_text().strip()
    if (home() / ".git").exists():
        return run(["git", "-C", home(), "rev-parse", "HEAD"]).strip()
    return SERIES


def check():
    """Odoo is there, and it is 19.0."""
    release = home() / "odoo" / "release.py"
    if not release.is_file():
        raise Trouble(f"there is no Odoo in {home()} (odoo/release.py is missing).")
    found = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    if not found or ".".join(found.groups()) != SERIES:
        is_now = ".".join(found.groups()) if found else "of an unknown version"
        raise Trouble(f"the Odoo in {home()} is {is_now}; hau_mai is written for {SERIES}.")


def is_there():
    return bool(os.environ.get("ODOO_PATH")) or (home() / "odoo" / "release.py").is_file()


def ensure():
    """Have Odoo: the given checkout, the package in the cache, or fetch it."""
    with locked("odoo"):
        if not is_there():
            with step("Odoo 19"):
                _fetch()
    check()


def _fetch():
    """Debian's package if apt offers it, else the official branch."""
    try:
        place = _fetch_package()
    except Trouble as trouble:
        say(f"   apt offers no odoo-19 here: {trouble}")
        place = _clone()
    pointer = CACHE / "odoo" / "current"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(place)


def _fetch_package():
    sid, own = Apt("sid"), Apt()
    sid.update()
    release = sid.newest("odoo-19")
    if not release:
        raise Trouble("no such package")
    place = CACHE / "odoo" / re.sub(r"[^\w.+~-]", "_", release)
    if not place.exists():
        work = place.with_name(place.name + ".part")
        shutil.rmtree(work, ignore_errors=True)
        unpack(sid.download("odoo-19"), work, LEAVE_OUT)
        own.update()
        for apt, packages in ((own, OWN_SUITE), (sid, SID_SUITE)):
            for package in packages:
                unpack(apt.download(package), work)
        lacking = work / PACKAGE / LACKING
        if not lacking.exists():
            lacking.parent.mkdir(parents=True, exist_ok=True)
            lacking.write_text("// not part of Debian's package\n")
        (work / PACKAGE / "hau_mai_version").write_text(release + "\n")
        work.rename(place)
    return (place / PACKAGE).resolve()


def _clone():
    place = CACHE / "odoo" / "git"
    say(f"   cloning the branch {SERIES} of {REPOSITORY}, shallow (about 400 MB)")
    shutil.rmtree(place, ignore_errors=True)
    try:
        run(["git", "clone", "-q", "--depth=1", "--branch", SERIES, REPOSITORY, place])
    except Trouble as trouble:
        hint = f"Give a checkout of Odoo {SERIES}: ODOO_PATH=/path/to/odoo ./dev …"
        raise Trouble(f"Odoo {SERIES} could not be fetched. {hint}\n{trouble}") from trouble
    return place


def environment(**more):
    """The environment in which Odoo's Python, database and browser are found."""
    env = dict(os.environ)
    for name in ("ODOO_RC", "OPENERP_SERVER", "PYTHONHOME"):
        env.pop(name, None)
    path = [str(python_env.folder() / "bin"), env.get("PATH", "")]
    if browser_folder():
        path.insert(1, str(browser_folder()))
    env.update(postgres.environment())
    env["PATH"] = os.pathsep.join(path)
    env["PYTHONPATH"] = os.pathsep.join([str(home()), str(ROOT)])
    # A test says what it means by "today"; the machine's own zone is nobody's business.
    env["TZ"] = "UTC"
    env["HAU_MAI_ODOO_CONF"] = str(configuration())
    env["HAU_MAI_ADDONS"] = ",".join(path.name for path in addons())
    env.update({key: str(value) for key, value in more.items()})
    return env


def configuration(name="odoo", with_ours=True, data=None, **more):
    """Write a configuration file into .dev/ and return its path."""
    folders = core_addons() + ([ROOT] if with_ours else [])
    options = {
        "addons_path": ",".join(map(str, folders)),
        "data_dir": data or STATE / "data",
        "screenshots": STATE / "screenshots",
        "http_interface": "127.0.0.1",
        "max_cron_threads": 0,
        "log_level": "warn",
        **more,
    }
    path = STATE / f"{name}.conf"
    text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in options.items())
    STATE.mkdir(exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return path


def command(*arguments, conf=None):
    """The command line of one of Odoo's sub-commands."""
    sub, rest = arguments[:1], arguments[1:]
    if sub[0] == "i18n":
        # Its own sub-command comes before the options.
        sub, rest = arguments[:2], arguments[2:]
    return [python_env.python(), "-m", "odoo", *sub, "-c", conf or configuration(), *rest]


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def shell(database, script, conf=None, what="odoo shell", **env):
    """Run a script in an Odoo shell; return what it printed."""
    return run(
        command("shell", "-d", database, "--no-http", conf=conf),
        env=environment(**env),
        stdin=script,
        what=what,
    )
