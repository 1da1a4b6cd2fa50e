"""`./dev lint`: every check that reads the code without running it."""

import ast
import csv
import os
import re
import subprocess
import time
import tomllib

from . import databases, i18n, odoo, python_env, xml_format
from .console import Trouble, run, say
from .places import ROOT, addons

# Odoo's own pylint checkers (in its add-on test_lint) and what it lets pylint itself check.
CORE_PLUGINS = "_pylint_path_setup,pylint.extensions.bad_builtin,_odoo_checker_sql_injection,"
CORE_PLUGINS += "_odoo_checker_gettext,_odoo_checker_unlink_override"
CORE_CHECKS = "used-before-assignment,undefined-variable,eval-used,unreachable,function-redefined,"
CORE_CHECKS += "sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr,"
CORE_CHECKS += "raise-unlink-override"

# What one machine knows and another does not: its folders, its mirrors, its registries.
MACHINE_PATHS = re.compile(r"(?<![\w./}*-])/(?:root|work|home|tmp|Users)/[\w.]+")
REGISTRIES = re.compile(
    r"(?:deb|security|ftp|snapshot)[.]debian[.]org|(?:archive|ports)[.]ubuntu[.]com"
    r"|pypi[.](?:org|python)|pythonhosted[.]org|registry[.]npmjs|nightly[.]odoo"
)


def fix():
    """Let ruff and the XML check mend what they can."""
    programs = [python_env.python(), "-m", "ruff"]
    folders = [*addons(), *(ROOT / name for name in ("tests", "bench", "docs", "workshop"))]
    folders = [path for path in folders if path.exists()]
    subprocess.call([str(part) for part in [*programs, "check", "--fix-only", "-q", *folders]])
    subprocess.call([str(part) for part in [*programs, "format", "-q", *folders]])
    for addon in addons():
        for path in addon.rglob("*.xml"):
            xml_format.fix(path)


def lint(only=()):
    """Run the checks (or the named ones); return how many passed and how many failed."""
    passed = failed = 0
    for name, check in CHECKS.items():
        if only and name not in only:
            continue
        start = time.monotonic()
        try:
            complaint = check()
        except Trouble as trouble:
            complaint = str(trouble)
        say(f"{'FAILED' if complaint else 'ok':<7}{name} ({time.monotonic() - start:.1f} s)")
        if complaint:
            failed += 1
            say("\n".join("   " + line for line in complaint.rstrip().splitlines()))
        else:
            passed += 1
    return passed, failed


# ------------------------------------------------------------------ programs


def _complaint(command, **env):
    """What a linter says when it is not content, else None."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**odoo.environment(), **env},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return (done.stdout or "failed without a word") if done.returncode else None


def ruff():
    return _complaint([python_env.python(), "-m", "ruff", "check", "--quiet", "."])


def pylint_odoo():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    disabled = ",".join(settings["tool"]["hau_mai"]["pylint-odoo"]["disable"])
    return _complaint(
        [*_pylint("pylint_odoo"), "--disable=all", "--enable=odoolint", f"--disable={disabled}"]
        + ["--valid-odoo-versions=19.0", *addons()]
    )


def pylint_core():
    tests = next(path for path in odoo.core_addons() if (path / "test_lint").exists())
    tests = tests / "test_lint" / "tests"
    return _complaint(
        [*_pylint(CORE_PLUGINS), "--disable=all", f"--enable={CORE_CHECKS}"]
        + ["--bad-functions=input", *addons()],
        PYTHONPATH=os.pathsep.join([str(tests), str(odoo.home())]),
        ADDONS_PATH=os.pathsep.join(map(str, [*odoo.core_addons(), ROOT])),
    )


def _pylint(plugins):
    command = [python_env.python(), "-m", "pylint", f"--rcfile={os.devnull}", "--score=n"]
    return [*command, "--persistent=n", f"--load-plugins={plugins}"]


def odoo_test_lint():
    """Odoo's own test_lint classes, looking at our add-ons alone."""
    with databases.temporary(databases.template("apps", assets=False), "lint") as name:
        return _complaint(
            [python_env.python(), "-m", "pytest", "-q", "--no-header", "--tb=short"]
            + ["-p", "no:cacheprovider", "-o", "addopts=", f"--odoo-config={odoo.configuration()}"]
            + [f"--odoo-database={name}", "workshop/in_odoo/core_lint.py"]
        )


# ------------------------------------------------------------------ our own


def xml():
    """Every XML file is well-formed and written in one way."""
    files = [path for addon in addons() for path in sorted(addon.rglob("*.xml"))]
    return "\n".join(
        f"{path.relative_to(ROOT)}:{line}: {sentence}"
        for path in files
        for line, sentence in xml_format.problems(path)
    )


def access():
    """Every model has a line that says who may do what with it."""
    lines = set()
    for addon in addons():
        for table in addon.glob("security/*.csv"):
            with open(table, newline="") as handle:
                lines |= {row["model_id:id"].split(".")[-1] for row in csv.DictReader(handle)}
    lacking = []
    for addon in addons():
        for path in sorted(addon.rglob("*.py")):
            for name, line in _models(path):
                if "model_" + name.replace(".", "_") not in lines:
                    lacking.append(f"{path.relative_to(ROOT)}:{line}: nobody has access to {name}")
    return "\n".join(lacking)


def _models(path):
    """The (name, line) of the models with a table that a file defines."""
    for node in ast.walk(ast.parse(path.read_text(), path)):
        if not isinstance(node, ast.ClassDef):
            continue
        bases = {ast.unparse(base) for base in node.bases}
        if not bases & {"models.Model", "models.TransientModel"}:
            continue
        values = {
            target.id: statement.value
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        name = values.get("_name")
        if isinstance(name, ast.Constant):
            inherited = values.get("_inherit") or ast.Constant(None)
            if name.value not in {getattr(part, "value", None) for part in ast.walk(inherited)}:
                yield name.value, node.lineno


def privacy():
    """Nothing in the repository tells of the machine it was written on."""
    listing = run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
    hosts = _own_hosts()
    found = []
    for name in listing.splitlines():
        path = ROOT / name
        if not path.is_file() or b"\0" in (content := path.read_bytes()):
            continue
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            for match in [*MACHINE_PATHS.finditer(line), *REGISTRIES.finditer(line)]:
                found.append(f"{name}:{number}: {match[0]}")
            found += [f"{name}:{number}: {host}" for host in hosts if host in line]
    return "\n".join(found)


def _own_hosts():
    """The hosts that this machine's apt asks."""
    done = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"], capture_output=True, text=True
    )
    return sorted(set(re.findall(r"//([\w.-]+[.]\w+)", done.stdout)))


def translations():
    """The .pot is up to date and the Vietnamese complete."""
    wrong = i18n.update(write=False)
    more = [f"and {len(wrong) - 10} more: ./dev i18n lists them"] if len(wrong) > 10 else []
    return "\n".join([*wrong[:10], *more])


CHECKS = {
    "ruff": ruff,
    "xml": xml,
    "access": access,
    "privacy": privacy,
    "pylint-odoo": pylint_odoo,
    "pylint-core": pylint_core,
    "test-lint": odoo_test_lint,
    "i18n": translations,
}
WITHOUT_DATABASE = [name for name in CHECKS if name not in ("test-lint", "i18n")]
