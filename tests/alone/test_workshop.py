"""The workshop's own judgements: what it calls well written, failed, translated."""

from pathlib import Path

import polib
import pytest

from workshop import i18n, lint, xml_format, yardstick

GOOD = """<odoo>
    <record id="a" model="b">
        <field name="c">d</field>
    </record>
</odoo>
"""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD, None),
        (GOOD.replace("    <record", "  <record"), "2 spaces from the margin"),
        (GOOD.replace("</record>", "</record> "), "spaces at the end"),
        (GOOD.replace("    <record", "\t<record"), "a tab"),
        (GOOD.replace("</field>", ""), "not well-formed"),
        (GOOD.rstrip(), "one newline"),
        (GOOD.replace('id="a"', f'id="{"a" * 120}"'), "more than one attribute"),
        (GOOD.replace(">d<", f">{'d' * 130}<"), None),
    ],
    ids="good indent space tab broken end attributes text".split(),
)
def test_xml_problems(tmp_path, text, problem):
    path = tmp_path / "x.xml"
    path.write_text(text)
    found = [sentence for _line, sentence in xml_format.problems(path)]
    assert not found if problem is None else any(problem in sentence for sentence in found)


def test_xml_fix_breaks_long_tags_and_nothing_else(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(GOOD.replace('id="a"', f'id="{"a" * 120}"') + "\n\n")
    xml_format.fix(path)
    assert xml_format.problems(path) == []
    once = path.read_text()
    assert '        model="b"\n    >\n        <field name="c">d</field>' in once
    xml_format.fix(path)
    assert path.read_text() == once


def test_merging_keeps_translations_and_guesses_nothing():
    terms = polib.POFile()
    terms += [polib.POEntry(msgid=text) for text in ("Old", "New")]
    known = polib.POFile()
    known += [polib.POEntry(msgid="Old", msgstr="Cũ"), polib.POEntry(msgid="Gone", msgstr="Mất")]
    merged = i18n._merge(terms, known)
    assert [(term.msgid, term.msgstr) for term in merged] == [("Old", "Cũ"), ("New", "")]


def test_failures_are_read_from_odoos_log():
    log = (
        "2026 ERROR db odoo.addons.sale.tests.test_a: FAIL: TestA.test_one\n"
        "2026 ERROR db odoo.addons.sale.tests.test_a: ERROR: Subtest TestA.test_two (x=1)\n"
        "2026 INFO db odoo.addons.sale.tests.test_a: Starting TestA.test_three ...\n"
    )
    assert yardstick.FAILED.findall(log) == [("sale", "TestA.test_one"), ("sale", "TestA.test_two")]


def test_paths_of_one_machine_are_found():
    inside = "/".join(["", "root", "x"])
    assert lint.MACHINE_PATHS.search(f"see {inside} for it")
    assert not lint.MACHINE_PATHS.search("see hau_mai/home/x, */tmp/x or https://x.y/work/z")
    assert Path(lint.ROOT, "dev").exists()
