"""The virtual environment with the pinned requirements."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from .apt import Apt, unpack
from .console import progress, run, say, step
from .places import CACHE, LOCK_FILE, digest, locked


def folder():
    key = digest(LOCK_FILE.read_text(), sys.version.split()[0], sys.base_prefix)
    return CACHE / "venv" / key


def python():
    return folder() / "bin" / "python"


def is_there():
    return (folder() / "complete").exists()


def ensure():
    """Make the environment if it is not there."""
    place = folder()
    with locked("venv"):
        if is_there():
            return
        shutil.rmtree(place, ignore_errors=True)
        with step("Python environment with the pinned requirements"):
            pip_env = dict(os.environ)
            if importlib.util.find_spec("ensurepip"):
                run([sys.executable, "-m", "venv", place])
            else:
                run([sys.executable, "-m", "venv", "--without-pip", place])
                pip_env["PYTHONPATH"] = str(_pip_wheel())
                run([python(), "-m", "pip", "install", "-q", "pip", "setuptools"], env=pip_env)
                del pip_env["PYTHONPATH"]
            wanted = LOCK_FILE.read_text().count("==")
            with progress(lambda: f"{_installed(place)} of {wanted} packages"):
                run(
                    [python(), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
                    + ["--require-hashes", "-r", LOCK_FILE],
                    env=pip_env,
                    what="pip install",
                )
            (place / "complete").touch()


def _installed(place):
    return len(list(place.glob("lib/*/site-packages/*.dist-info")))


def _pip_wheel():
    """Debian's minimal Python has no ensurepip: its pip comes from a package of its own."""
    say("   this Python has no ensurepip: taking pip from python3-pip-whl")
    apt = Apt()
    apt.update()
    place = CACHE / "pip"
    unpack(apt.download("python3-pip-whl"), place)
    return next(place.rglob("pip-*.whl"))


def is_inside():
    return Path(sys.prefix).resolve() == folder().resolve()


def enter():
    """Go on under the environment's own Python, unless we are there already."""
    if not is_inside():
        os.execv(python(), [str(python()), *sys.argv])
