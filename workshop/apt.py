"""Packages from the machine's own apt, unpacked into the cache.

Nothing is installed: the packages are downloaded with apt's signatures checked, and unpacked
beside each other into a folder of ours. So root is not needed and the system stays as it was.
"""

import re
import shutil
import subprocess

from .console import Trouble, progress, run, say
from .places import CACHE

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Apt:
    """apt-get with lists and a download folder of our own; suite=None: the machine's own suites."""

    fresh = set()  # the lists that were brought up to date by this process

    def __init__(self, suite=None):
        if not shutil.which("apt-get"):
            raise Trouble(
                "apt-get was not found. Without it, give what it would have fetched:\n"
                "   ODOO_PATH=/path/to/odoo (a checkout of Odoo 19.0), a PostgreSQL server\n"
                "   through PGHOST, PGUSER…, python3-venv, and Chromium for the browser tests."
            )
        self.suite = suite
        self.folder = CACHE / "apt" / (suite or "machine")
        self.debs = self.folder / "archives"
        for needed in (self.debs / "partial", self.folder / "lists" / "partial"):
            needed.mkdir(parents=True, exist_ok=True)
        options = {
            "Debug::NoLocking": "true",
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
            "Dir::State::lists": self.folder / "lists",
            "Dir::Cache": self.folder,
            "Dir::Cache::archives": self.debs,
        }
        if suite:
            options["Dir::Etc::sourcelist"] = self.folder / "sources.list"
            options["Dir::Etc::sourceparts"] = "/dev/null"
        self.options = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]

    def __call__(self, *arguments, what=None):
        return run(["apt-get", *self.options, *arguments], what=what)

    def update(self):
        """Fetch the package lists, once per run."""
        if self.suite in Apt.fresh:
            return
        if self.suite:
            self._write_source()
        self("update", "-q", what="apt-get update")
        Apt.fresh.add(self.suite)

    def _write_source(self):
        """The machine's own Debian mirror, with another suite."""
        listing = run(
            [
                "apt-get",
                "indextargets",
                "--format",
                "$(REPO_URI) $(RELEASE) $(COMPONENT)",
                "Created-By: Packages",
            ]
        )
        mirrors = [
            line.split()[0]
            for line in listing.splitlines()
            if line.endswith(" main") and "security" not in line and len(line.split()) == 3
        ]
        if not mirrors:
            raise Trouble("apt knows no mirror with a component main.")
        source = f"deb [signed-by={KEYRING}] {mirrors[0]} {self.suite} main\n"
        (self.folder / "sources.list").write_text(source)

    def newest(self, package):
        """The version on offer, or None."""
        done = subprocess.run(
            ["apt-cache", *self.options, "show", "--no-all-versions", package],
            capture_output=True,
            text=True,
        )
        found = re.search(r"^Version: (.+)$", done.stdout, re.M)
        return found and found[1]

    def download(self, package):
        """One package without what it depends on; the path of the .deb."""
        version = self.newest(package)
        pattern = f"{package}_{(version or '').replace(':', '%3a')}_*.deb"
        found = list(self.debs.glob(pattern))
        if not found:
            size = self._size(package)
            say(f"   downloading {package} {version} ({size:.0f} MB)")
            with self._downloading(size):
                run(["apt-get", *self.options, "download", package], cwd=self.debs)
            found = list(self.debs.glob(pattern))
        return found[0]

    def _downloading(self, size):
        """Tell how many megabytes have come so far."""

        def here():
            return sum(path.stat().st_size for path in self.debs.rglob("*.deb*")) / 1e6

        before = here()
        return progress(lambda: f"{here() - before:.0f} of {size:.0f} MB")

    def _size(self, package):
        listing = run(["apt-cache", *self.options, "show", "--no-all-versions", package])
        found = re.search(r"^Size: (\d+)$", listing, re.M)
        return int(found[1]) / 1e6 if found else 0

    def download_missing(self, *packages):
        """These packages and all they need that the machine lacks; the paths of the .debs."""
        plan = ["install", "--download-only", "-y", "--no-install-recommends", *packages]
        listing = self(*plan, "--print-uris", "-qq", what=f"apt-get install {packages[0]}")
        wanted = re.findall(r"^'[^']+' (\S+) (\d+)", listing, re.M)
        if wanted:
            size = sum(int(size) for _name, size in wanted) / 1e6
            say(f"   downloading {', '.join(packages)}: {len(wanted)} packages, {size:.0f} MB")
        # The names must be asked for before: --print-uris leaves out what is here already.
        names = re.findall(
            r"^Inst (\S+) (?:\[\S+\] )?\((\S+)",
            self("install", "-s", "-y", "--no-install-recommends", *packages),
            re.M,
        )
        with self._downloading(sum(int(size) for _name, size in wanted) / 1e6):
            self(*plan, what=f"downloading {packages[0]}")
        return [
            path
            for name, version in names
            for path in self.debs.glob(f"{name}_{version.replace(':', '%3a')}_*.deb")
        ]


def unpack(deb, folder, leave_out=()):
    """Unpack a .deb, without the paths that match."""
    folder.mkdir(parents=True, exist_ok=True)
    source = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE)
    rules = ["--wildcards", *(f"--exclude={pattern}" for pattern in leave_out)]
    done = subprocess.run(
        ["tar", "-x", "--no-same-owner", *rules, "-C", str(folder)], stdin=source.stdout
    )
    if source.wait() or done.returncode:
        raise Trouble(f"{deb} could not be unpacked.")
