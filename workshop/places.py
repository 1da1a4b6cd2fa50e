"""Where things are kept: the checkout, its own state, and the cache shared by checkouts."""

import fcntl
import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".dev"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hau_mai"
LOCK_FILE = ROOT / "requirements.lock"

# Two checkouts on one machine, or two users on one server, never share a database by accident.
CHECKOUT_KEY = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
CACHE_KEY = hashlib.sha256(str(CACHE).encode()).hexdigest()[:4]


def digest(*parts):
    """A short key that changes when any of the parts does."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:10]


def addons():
    """Our add-ons: every folder hau_mai* with a manifest."""
    return sorted(path.parent for path in ROOT.glob("hau_mai*/__manifest__.py"))


def source_key(translations=False):
    """A checksum of all that goes into a database with our add-ons installed.

    Translations are read when a language is loaded, which no template does.
    """
    total = hashlib.sha256()
    for addon in addons():
        for path in sorted(addon.rglob("*")):
            if not path.is_file() or path.suffix == ".pyc":
                continue
            if path.parent.name != "i18n" or translations:
                total.update(str(path.relative_to(ROOT)).encode() + b"\0")
                total.update(path.read_bytes() + b"\0")
    return total.hexdigest()[:10]


@contextmanager
def locked(name, folder=CACHE):
    """Let one `./dev` at a time do this; the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
