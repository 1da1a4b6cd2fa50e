"""Chromium for the browser tests: the machine's own, or Debian's unpacked into the cache."""

import os
import shutil

from .apt import Apt, unpack
from .console import step
from .places import CACHE, locked

# The names under which Odoo's tests look for it.
NAMES = ["google-chrome", "chromium", "chromium-browser", "google-chrome-stable"]

LAUNCHER = """#!/bin/sh
# Starts the unpacked browser with the unpacked libraries and fonts.
root="{root}"
libraries="$root/usr/lib/{triplet}"
export LD_LIBRARY_PATH="$libraries:$libraries/pulseaudio:$root/lib/{triplet}"
export FONTCONFIG_FILE="$root/fonts.conf"
exec "$root/usr/lib/chromium/chromium" "$@"
"""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>/usr/share/fonts</dir>
    <dir>{root}/usr/share/fonts</dir>
    <cachedir>{root}/font-cache</cachedir>
    {include}
</fontconfig>
"""


def browser_folder():
    """The folder to add to PATH, or None when the machine has a browser of its own."""
    place = CACHE / "browser" / "current" / "bin"
    return place if place.exists() else None


def is_there():
    return bool(any(map(shutil.which, NAMES)) or browser_folder())


def ensure():
    """Have a browser."""
    with locked("browser"):
        if not is_there():
            with step("Chromium, for the browser tests"):
                _fetch()


def _fetch():
    apt = Apt()
    apt.update()
    root = CACHE / "browser" / (apt.newest("chromium") or "any").replace(":", "_")
    work = root.with_name(root.name + ".part")
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(root, ignore_errors=True)
    for deb in apt.download_missing("chromium", "fonts-dejavu-core"):
        unpack(deb, work, ["./usr/share/doc", "./usr/share/man"])
    triplet = os.path.basename(next((path for path in work.glob("usr/lib/*-linux-gnu*")), "none"))
    include = "/etc/fonts/conf.d"
    if not os.path.isdir(include):
        include = f"{root}/etc/fonts/conf.d"
    include = f'<include ignore_missing="yes">{include}</include>'
    (work / "fonts.conf").write_text(FONTS.format(root=root, include=include))
    launcher = work / "bin" / "chromium"
    launcher.parent.mkdir(exist_ok=True)
    launcher.write_text(LAUNCHER.format(root=root, triplet=triplet))
    launcher.chmod(0o755)
    work.rename(root)
    pointer = CACHE / "browser" / "current"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(root)
