"""What pytest needs to know about Odoo, and which tests belong to which set of apps."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from odoo.tests.common import BaseCase

# How fast examples are made says something about the machine, nothing about the code.
settings.register_profile("hau_mai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hau_mai")

HERE = Path(__file__).parent
APP_SET = os.environ.get("HAU_MAI_APP_SET", "apps")

# Odoo tags only the test classes that live in an add-on; ours stand beside it.
BaseCase.test_tags = {"standard", "post_install"}
BaseCase.test_module = "hau_mai"

# tests/alone, tests/apps and tests/demo are collected on that set only.
collect_ignore = [name for name in ("alone", "apps", "demo") if name != APP_SET]


def pytest_collection_modifyitems(config, items):
    """On the demo database only tests/demo runs: the others make their own data."""
    if APP_SET == "demo":
        theirs = [item for item in items if HERE / "demo" not in item.path.parents]
        config.hook.pytest_deselected(items=theirs)
        items[:] = [item for item in items if item not in theirs]


def skipped_is_failed(report):
    """A skipped test is a test that nobody ran: a failure."""
    if report.skipped:
        reason = getattr(report, "wasxfail", report.longrepr)
        reason = reason[-1] if isinstance(reason, tuple) else reason
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure here: {reason}"
        report.__dict__.pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return skipped_is_failed((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return skipped_is_failed((yield))
