"""`./dev run`: the demo database, served. `./dev reset`: back to nothing."""

import json
import os
import shutil
import signal
import socket
from pathlib import Path

from . import databases, odoo
from .console import Trouble, become, say, step
from .places import STATE, source_key

PID = STATE / "server.pid"
SUMMARY = (Path(__file__).parent / "in_odoo" / "demo_summary.py").read_text
LANGUAGE = (Path(__file__).parent / "in_odoo" / "set_language.py").read_text


def demo_database():
    """The demo database, made when missing, updated when the add-ons changed."""
    name = databases.DEMO
    noted = STATE / "demo.json"
    key = source_key(translations=True)
    if name not in databases.existing(databases.DEMO):
        databases.clone(databases.template("demo"), name)
    elif not noted.exists() or json.loads(noted.read_text()) != key:
        names = databases.our_names()
        with step(f"the add-ons changed: updating {', '.join(names)} in the demo database"):
            databases.install(name, ",".join(names), update=True)
    noted.write_text(json.dumps(key))
    return name


def serve(port, interface, lang=None):
    """Serve until Ctrl-C."""
    _check_port(port, interface)
    name = demo_database()
    if lang:
        with step(f"interface language {lang}"):
            odoo.shell(name, LANGUAGE(), HAU_MAI_LANG=lang, what="setting the language")
    address = f"http://localhost:{port}"
    for line in odoo.shell(name, SUMMARY(), HAU_MAI_ADDRESS=address).splitlines():
        if line.startswith("| "):
            say(line[2:])
    options = ["-d", name, f"--db-filter=^{name}$", "--no-database-list"]
    options += [f"--http-interface={interface}", f"--http-port={port}", f"--pidfile={PID}"]
    options += ["--workers=0", "--max-cron-threads=1", "--log-level=info"]
    return become(odoo.command("server", *options), env=odoo.environment())


def _check_port(port, interface):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError as error:
            raise Trouble(
                f"port {port} cannot be used ({error.strerror}); "
                f"take another one: ./dev run --port {port + 1}"
            ) from error


def reset():
    """Stop this checkout's server, drop its databases, empty .dev/."""
    if PID.exists() and _is_our_server(PID.read_text().strip()):
        say(f"── stopping the server (process {PID.read_text().strip()})")
        os.kill(int(PID.read_text()), signal.SIGTERM)
    for name in databases.existing(databases.OURS):
        say(f"── dropping the database {name}")
        databases.drop(name)
    say(f"── removing {STATE}")
    shutil.rmtree(STATE, ignore_errors=True)
    say("Downloads stay in the cache; ./dev run begins afresh.")


def _is_our_server(pid):
    command = Path(f"/proc/{pid}/cmdline")
    return command.exists() and str(odoo.configuration()) in command.read_text()
