# ruff: noqa: F821
"""Run in an Odoo shell: build the bundles that the first page would otherwise wait for."""

BUNDLES = [
    "web.assets_web",
    "web.assets_web_print",
    "web.chartjs_lib",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_tests",
    "web.__assets_tests_call__",
]
for bundle in BUNDLES:
    env["ir.qweb"]._get_asset_nodes(bundle, debug=False)
env.cr.commit()
