# ruff: noqa: F821
"""Run in an Odoo shell: load a language and give it to every user and contact of the demo."""

import os

lang = os.environ["HAU_MAI_LANG"]
wizard = env["base.language.install"].create(
    {"lang_ids": [(6, 0, env["res.lang"]._activate_lang(lang).ids)], "overwrite": False}
)
wizard.lang_install()
env["res.users"].with_context(active_test=False).search([]).lang = lang
env.cr.commit()
