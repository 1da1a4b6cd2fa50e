"""Run the benches and print one table."""

import importlib
import os
import sys

from odoo.tools import config

BENCHES = (
    "confirm",
    "partners",
    "followups",
    "services",
    "complaints",
    "loyalty",
    "contacts",
    "past",
    "portal",
    "check",
    "statuses",
)


def main(names):
    config.parse_config(["-c", os.environ["HAU_MAI_ODOO_CONF"], "--log-level=error"])
    from .harness import table

    rows = []
    for name in names or BENCHES:
        rows += importlib.import_module(f".{name}", __package__).run()
    print(table(rows))
    return 0 if all(row[-1] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
