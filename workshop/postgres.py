"""A PostgreSQL server that lets us create databases.

One that answers through PG* or the default socket is used as it is. Otherwise a private cluster
is made, from the installed programs or from Debian's packages unpacked into the cache; it listens
on a socket in a folder only its user can enter, and is tuned for speed, not for keeping data.
"""

import functools
import os
import pwd
import re
import shutil
import tempfile
from pathlib import Path

from .apt import Apt, unpack
from .console import Trouble, run, say, step
from .places import CACHE, CACHE_KEY, locked

OLDEST = 130000
ROLE = "odoo"
PORT = "5432"
LONGEST_SOCKET = 107

SETTINGS = """
# Written by ./dev: speed matters here, the data can be made again.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 30min
shared_buffers = 512MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 200
jit = off
log_min_messages = warning
"""


# ------------------------------------------------------------------ asking the server


def connect(database="postgres", env=None):
    """A connection in autocommit mode (needs the virtual environment)."""
    import psycopg2

    env = environment() if env is None else env
    connection = psycopg2.connect(
        dbname=database,
        host=env.get("PGHOST"),
        port=env.get("PGPORT"),
        user=env.get("PGUSER"),
        password=env.get("PGPASSWORD"),
        connect_timeout=10,
    )
    connection.autocommit = True
    return connection


def query(sql, values=(), database="postgres"):
    """Run one statement; return its rows, if it has any."""
    connection = connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def objection(env):
    """Why the server that these variables lead to cannot be used, or None."""
    import psycopg2

    try:
        connection = connect(env=env)
    except psycopg2.OperationalError as error:
        return f"it does not let us in: {str(error).strip()}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        role, may_create = cursor.fetchone()
    release = connection.server_version
    connection.close()
    if role == "postgres":
        return "Odoo refuses to work as the role postgres; set PGUSER to another role."
    if not may_create:
        return f"the role {role} may not create databases: ALTER ROLE {role} CREATEDB."
    if release < OLDEST:
        return f"Odoo 19 needs PostgreSQL 13 or newer; this is {release // 10000}."
    return None


# ------------------------------------------------------------------ which server


def _asked_for():
    return {key: value for key, value in os.environ.items() if key.startswith("PG")}


@functools.cache
def environment():
    """The PG* variables that lead to the server; starts the private cluster when needed."""
    asked = _asked_for()
    trouble = objection(asked)
    if trouble is None:
        return asked
    if {"PGHOST", "PGPORT", "PGUSER", "PGHOSTADDR", "PGSERVICE"} & asked.keys():
        raise Trouble(f"the PostgreSQL server given by PGHOST, PGUSER… cannot be used: {trouble}")
    cluster = Cluster()
    cluster.ensure_running()
    return cluster.environment()


class Cluster:
    """The private cluster of this user."""

    def __init__(self):
        self.user = _other_user() if os.geteuid() == 0 else None
        # PostgreSQL refuses root, and another user cannot enter root's home.
        self.folder = Path("/var/lib/hau_mai") if self.user else CACHE
        self.folder = self.folder / "postgres"
        self.data = self.folder / f"data-{CACHE_KEY}"
        self.socket = self.data / "socket"
        if len(str(self.socket / f".s.PGSQL.{PORT}.lock")) > LONGEST_SOCKET:
            name = f"hau_mai-{os.geteuid()}-{CACHE_KEY}"
            self.socket = Path(tempfile.gettempdir()) / name

    def environment(self):
        return {"PGHOST": str(self.socket), "PGPORT": PORT, "PGUSER": ROLE}

    def ensure_running(self):
        with locked("postgres"):
            if objection(self.environment()) is None:
                return
            self.programs = self._find_programs() or self._fetch_programs()
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._start()
        trouble = objection(self.environment())
        if trouble:
            raise Trouble(f"the private PostgreSQL in {self.data}: {trouble}")

    def stop(self):
        """Stop it if it runs."""
        self.programs = self._find_programs()
        if self.programs and (self.data / "postmaster.pid").exists():
            say("── stopping the private PostgreSQL")
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast")

    def _find_programs(self):
        """The folder with initdb and pg_ctl of the cluster's version, else of the newest."""
        wanted = self.data / "PG_VERSION"
        wanted = wanted.read_text().strip() if wanted.exists() else None
        folders = [
            found
            for root in (Path("/"), self.folder / "root")
            for found in root.glob("usr/lib/postgresql/*/bin")
            if (found / "initdb").exists() and found.parent.name == (wanted or found.parent.name)
        ]
        return max(folders, key=lambda found: int(found.parent.name), default=None)

    def _fetch_programs(self):
        with step("PostgreSQL, which this machine lacks"):
            apt = Apt()
            apt.update()
            root = self.folder / "root"
            work = self.folder / "root.part"
            shutil.rmtree(work, ignore_errors=True)
            for deb in apt.download_missing("postgresql"):
                unpack(deb, work, ["./usr/share/doc", "./usr/share/man", "./usr/share/locale"])
            shutil.rmtree(root, ignore_errors=True)
            work.rename(root)
        programs = self._find_programs()
        if not programs:
            raise Trouble("apt's package postgresql has no initdb.")
        return programs

    def _create(self):
        who = f" as the user {self.user.pw_name}" if self.user else ""
        with step(f"private PostgreSQL cluster{who} in {self.data}"):
            shutil.rmtree(self.data, ignore_errors=True)
            self.data.mkdir(parents=True)
            self._give(self.data)
            self._run(
                "initdb", "-D", self.data, "-U", ROLE, "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync",
            )  # fmt: skip
            settings = SETTINGS.format(port=PORT, socket=self.socket)
            with open(self.data / "postgresql.conf", "a") as handle:
                handle.write(settings)

    def _start(self):
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self._give(self.socket)
        say("── starting the private PostgreSQL (./dev stop ends it)")
        self._run("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", self.data / "log")

    def _give(self, path):
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        path.chmod(0o700)

    def _run(self, program, *arguments):
        prefix = []
        if self.user:
            ids = f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups"
            prefix = ["setpriv", *ids, "--"]
        env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        root = Path(*self.programs.parts[: self.programs.parts.index("usr")])
        if root != Path("/"):
            libraries = [str(path) for path in root.glob("usr/lib/*-linux-gnu*")]
            env["LD_LIBRARY_PATH"] = ":".join(libraries)
        # With pipes, pg_ctl's server would keep ours open and we would wait for it for ever.
        quiet = self.folder / f"{program}.log"
        script = 'log="$1"; shift; exec "$@" >"$log" 2>&1 </dev/null'
        command = [*prefix, self.programs / program, *arguments]
        try:
            run(["sh", "-c", script, "sh", quiet, *command], env=env, cwd="/")
        except Trouble as trouble:
            said = quiet.read_text(errors="replace").strip() if quiet.exists() else trouble
            log = self.data / "log"
            ending = re.sub(r"(?s).*(?=(?:.*\n){12})", "", log.read_text()) if log.exists() else ""
            raise Trouble(f"PostgreSQL's {program} failed:\n{said}\n{ending}") from trouble


def _other_user():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble("PostgreSQL refuses root, and there is no user postgres or nobody to run it.")
