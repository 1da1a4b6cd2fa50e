"""Odoo's own test_lint, pointed at our add-ons alone; run by pytest-odoo.

Looking at every add-on on the path would take minutes and find what is not ours to mend.
"""

import importlib
import logging
import os
from contextlib import nullcontext
from unittest.mock import patch

import pytest

from odoo.modules import Manifest
from odoo.tests.common import BaseCase

OURS = os.environ["HAU_MAI_ADDONS"].split(",")
# Those that can see us: not pylint (called by itself), ESLint, docstrings, localizations.
CHECKS = """
    dunderinit i18n index jstranslate manifests markers naming onchange_domains orm_import
    override_signatures pofile routes test_holes
""".split()

for check in CHECKS:
    module = importlib.import_module(f"odoo.addons.test_lint.tests.test_{check}")
    for name, value in vars(module).items():
        if isinstance(value, type) and value.__module__ == module.__name__:
            if any(method.startswith("test_") for method in vars(value)):
                globals()[f"{check}_{name}"] = value


@pytest.fixture(autouse=True)
def only_ours():
    """Whoever asks for all add-ons gets ours."""
    ours = [Manifest.for_addon(name) for name in OURS]
    with (
        # Tens of thousands of sub-tests, one a method: pytest would note down each.
        patch.object(BaseCase, "subTest", lambda self, *args, **values: nullcontext()),
        patch.object(Manifest, "all_addon_manifests", staticmethod(lambda: ours)),
        patch("odoo.addons.test_lint.tests.test_pofile.get_modules", lambda: OURS),
    ):
        yield


@pytest.fixture(autouse=True)
def warnings_fail(caplog):
    """Some of these checks only warn."""
    with caplog.at_level(logging.WARNING, logger="odoo.addons.test_lint"):
        yield
    warned = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("odoo.addons.test_lint") and record.levelno >= logging.WARNING
    ]
    assert not [text for text in warned if "hau_mai" in text]
