"""What is said on the terminal, and how other programs are run."""

import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager


class Trouble(Exception):
    """Something a person has to know or decide; shown without a traceback."""


def say(text):
    print(text, flush=True)


@contextmanager
def step(text):
    """Announce a piece of work, and at its end how long it took."""
    say(f"── {text} …")
    start = time.monotonic()
    yield
    say(f"   {text}: done in {time.monotonic() - start:.1f} s")


@contextmanager
def progress(tell, every=10):
    """Look every few seconds how far a long piece of work is, and say it when it moved."""
    done = threading.Event()

    def speak():
        said = None
        while not done.wait(every):
            said, before = tell(), said
            if said != before:
                say(f"   {said}")

    speaker = threading.Thread(target=speak, daemon=True)
    speaker.start()
    try:
        yield
    finally:
        done.set()
        speaker.join()


def run(command, *, env=None, cwd=None, stdin=None, what=None, log=None):
    """Run a program quietly; when it fails, raise Trouble with the end of what it said.

    It writes to `log` when one is given, where it can be watched. Returns what it printed.
    """
    command = [str(part) for part in command]
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w+") if log else tempfile.TemporaryFile("w+", errors="replace") as output:
        done = subprocess.run(
            command,
            env=env,
            cwd=cwd,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            **({"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}),
        )
        output.seek(0)
        said = output.read()
    if done.returncode:
        tail = "\n".join("   | " + line for line in said.splitlines()[-30:])
        name = what or shlex.join(command[:4])
        where = f"\n   (all of it: {log})" if log else ""
        raise Trouble(f"{name} failed (exit {done.returncode}):\n{tail}{where}")
    return said


def become(command, *, env):
    """End here and go on as another program, with our terminal; never returns."""
    command = [str(part) for part in command]
    sys.stdout.flush()
    try:
        os.execvpe(command[0], command, env)
    except FileNotFoundError as error:
        raise Trouble(f"there is no program {command[0]}.") from error


def in_foreground(command, *, env):
    """Run a program with our terminal; return its exit code."""
    sys.stdout.flush()
    process = subprocess.Popen([str(part) for part in command], env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reached the program too: let it end in its own way.
            continue
