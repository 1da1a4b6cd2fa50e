"""Helpers for tests with real processes: servers, scripts, kill -9, two cursors.

Each such test takes a database of its own, cloned from the run's unconnected template: what it
commits is nobody else's business.

    with clone_database() as db:
        run_python(db, "env['res.partner'].create({'name': 'Lan'}); env.cr.commit()")
        with start_server(db) as server:
            requests.get(server.url + "/web/login")

Mind Odoo's guard: inside a test class of Odoo's, only localhost may be asked.
"""

import itertools
import os
import signal
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from workshop import databases, odoo, postgres
from workshop.places import STATE

_numbers = itertools.count(1)


def template_without():
    """The template with Odoo's own apps only, for ``clone_database``."""
    return os.environ["HAU_MAI_TEMPLATE_WITHOUT"]


def install(database, update=False):
    """Install or update our add-ons in a database, as an administrator does."""
    databases.install(database, ",".join(databases.our_names()), update=update)


@contextmanager
def clone_database(template=None):
    """A fresh database with the add-ons installed; dropped at the end."""
    name = f"{databases.OURS}test_own_{os.getpid()}_{next(_numbers)}"
    databases.clone(template or os.environ["HAU_MAI_TEMPLATE"], name)
    try:
        yield name
    finally:
        databases.drop(name)


def sql(database, statement, values=()):
    """The rows of one statement, on a connection of its own, committed."""
    return postgres.query(statement, values, database=database)


def run_python(database, script, **env):
    """Run a script in an Odoo shell (`env` and `self` are there) and return what it printed.

    It commits nothing unless it says so; when it raises, so does this.
    """
    return odoo.shell(database, script, **env)


def start_python(database, script, **env):
    """Start a script in an Odoo shell, to be killed midway; returns the process.

    Print something with flush=True and wait for it: `wait_for(process, "half way")`.
    """
    process = subprocess.Popen(
        [str(part) for part in odoo.command("shell", "-d", database, "--no-http")],
        env=odoo.environment(PYTHONUNBUFFERED=1, **env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    process.stdin.write(script)
    process.stdin.close()
    return process


def wait_for(process, text):
    """Read the process's output until a line holds the text; return what was read."""
    read = []
    for line in process.stdout:
        read.append(line)
        if text in line:
            return "".join(read)
    raise AssertionError(f"ended without saying {text!r}:\n{''.join(read)}")


def run_at_once(database, script, folder, count=2):
    """Run a script in several processes at the same moment, and wait for all of them.

    The script says "ready", waits for the file named in START, and says "finished".
    """
    start = Path(folder) / "start"
    workers = [start_python(database, script, START=str(start)) for _number in range(count)]
    for worker in workers:
        wait_for(worker, "ready")
    start.touch()
    for worker in workers:
        wait_for(worker, "finished")
        worker.wait()


def kill(process):
    """A real SIGKILL, to the process and its children: no goodbye, no clean-up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Server:
    """An Odoo server in a process of its own."""

    def __init__(self, database, workers, crons, arguments):
        self.database = database
        self.port = odoo.free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = STATE / "logs" / f"server-{database}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.command = odoo.command(
            "server",
            *("-d", database, f"--db-filter=^{database}$"),
            *(f"--http-port={self.port}", f"--gevent-port={odoo.free_port()}"),
            *(f"--workers={workers}", f"--max-cron-threads={crons}", "--log-level=info"),
            *arguments,
        )

    def start(self, timeout=60):
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                env=odoo.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with suppress(OSError):
                # urllib, not requests: Odoo's test classes replace the latter.
                with urllib.request.urlopen(self.url + "/web/health", timeout=timeout):
                    return self
            time.sleep(0.1)
        self.kill()
        raise AssertionError(f"the server did not come up:\n{self.log.read_text()[-3000:]}")

    def kill(self):
        kill(self.process)

    def stop(self):
        """End it politely, and by force after a while."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def start_server(database, *arguments, workers=0, crons=0):
    """A running server on a free port; stopped at the end if the test did not."""
    server = Server(database, workers, crons, arguments).start()
    try:
        yield server
    finally:
        server.stop()
