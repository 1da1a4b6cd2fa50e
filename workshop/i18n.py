"""`./dev i18n`: the template of terms (.pot) of each add-on, and its Vietnamese."""

from . import databases, odoo
from .console import run, say
from .places import ROOT, STATE, addons

LANGUAGE = "vi"
KEEP = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")


def update(write=True):
    """Export and merge; return what is wrong (with write=False also: what is out of date)."""
    wrong = []
    for app_set, names in _where_installed().items():
        with databases.temporary(databases.template(app_set, assets=False), "i18n") as database:
            for name in names:
                wrong += _update_addon(name, _export(name, database), write)
    return wrong


def _where_installed():
    """`hau_mai` as it is alone; the bridges where their apps are."""
    ours = [path.name for path in addons()]
    found = {
        "alone": [n for n in ours if n == "hau_mai"],
        "apps": [n for n in ours if n != "hau_mai"],
    }
    return {app_set: names for app_set, names in found.items() if names}


def _export(name, database):
    """The add-on's terms as Odoo exports them, without what changes from day to day."""
    import polib

    path = STATE / f"{name}.pot"
    run(
        odoo.command("i18n", "export", "-d", database, "-l", "pot", "-o", path, name),
        env=odoo.environment(),
        what=f"exporting the terms of {name}",
    )
    terms = polib.pofile(str(path))
    terms.header = f"Translation of the Odoo add-on {name}."
    terms.metadata = {
        "Project-Id-Version": f"Odoo Server {odoo.SERIES}",
        **{key: terms.metadata[key] for key in KEEP if key in terms.metadata},
        "Content-Transfer-Encoding": "8bit",
    }
    return terms


def _update_addon(name, terms, write):
    """Write the .pot and the merged .po of one add-on, or compare them; return what is wrong."""
    import polib

    folder = ROOT / name / "i18n"
    pot, po = folder / f"{name}.pot", folder / f"{LANGUAGE}.po"
    known = polib.pofile(str(po)) if po.exists() else []
    merged = _merge(terms, known)
    wrong = []
    for path, content in ((pot, terms), (po, merged)):
        if path.exists() and _facts(polib.pofile(str(path))) == _facts(content):
            continue
        if write:
            folder.mkdir(exist_ok=True)
            path.write_text(str(content) + "\n")
            say(f"   wrote {path.relative_to(ROOT)}: {len(content)} terms")
        else:
            wrong.append(f"{path.relative_to(ROOT)} is out of date: run ./dev i18n")
    where = po.relative_to(ROOT)
    wrong += [f"{where}: fuzzy: {entry.msgid!r}" for entry in merged if entry.fuzzy]
    wrong += [f"{where}: not translated: {entry.msgid!r}" for entry in merged if not entry.msgstr]
    return wrong


def _facts(terms):
    """What counts in a file of terms, whichever program wrote it."""
    return [(term.msgid, term.msgstr, term.comment, term.occurrences, term.flags) for term in terms]


def _merge(terms, known):
    """The terms of today with the translations there are; nothing is guessed, nothing kept."""
    import polib

    texts = {entry.msgid: entry for entry in known if not entry.obsolete}
    merged = polib.POFile()
    merged.header = terms.header
    merged.metadata = {
        **terms.metadata,
        "Language": LANGUAGE,
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for term in terms:
        before = texts.get(term.msgid)
        entry = polib.POEntry(
            msgid=term.msgid,
            msgstr=before.msgstr if before else "",
            comment=term.comment,
            occurrences=term.occurrences,
            flags=[*term.flags, *(["fuzzy"] if before and before.fuzzy else [])],
        )
        merged.append(entry)
    return merged
