"""One way to write XML: what prettier would check, without Node.

Well-formed, no tabs, no trailing spaces, a newline at the end, each tag that begins a line four
spaces per level from the margin, and no line of more than 120 characters that could be broken
between two attributes. Everything else about breaking lines is left to the writer.
"""

import re
from xml.parsers import expat

INDENT = 4
LONGEST = 120
ATTRIBUTE = re.compile(r"""\s[\w:.-]+=(?:"[^"]*"|'[^']*')""")
LONG_TAG = re.compile(
    r"""^(?P<indent>\ *)(?P<name><[\w:.-]+)
        (?P<attributes>(?:\s+[\w:.-]+=(?:"[^"]*"|'[^']*'))+)\s*(?P<end>/?>)""",
    re.M | re.X,
)


def problems(path):
    """What is wrong with a file, as (line, sentence)."""
    text = path.read_text()
    found = _structure(text)
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line:
            found.append((number, "a tab"))
        if line != line.rstrip():
            found.append((number, "spaces at the end of the line"))
        if len(line) > LONGEST and len(ATTRIBUTE.findall(line)) > 1:
            found.append((number, f"{len(line)} characters and more than one attribute"))
    if not text.endswith("\n") or text.endswith("\n\n"):
        found.append((text.count("\n") + 1, "the file must end with one newline"))
    return sorted(found)


def _structure(text):
    """Parse; compare the column of each tag that begins a line with its depth."""
    found, lines, depth, verbatim = [], text.splitlines(), 0, 0
    parser = expat.ParserCreate()

    def check(expected):
        number, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        begins_line = not lines[number - 1][:column].strip()
        if begins_line and not verbatim and column != expected * INDENT:
            sentence = f"stands {column} spaces from the margin, should be {expected * INDENT}"
            found.append((number, sentence))

    def start(name, _attributes):
        nonlocal depth, verbatim
        check(depth)
        depth += 1
        verbatim += name == "pre"

    def end(name):
        nonlocal depth, verbatim
        depth -= 1
        check(depth)
        verbatim -= name == "pre"

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CommentHandler = lambda _text: check(depth)
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        found.append((error.lineno, f"not well-formed: {expat.ErrorString(error.code)}"))
    return found


def fix(path):
    """Mend what can be mended without knowing better: spaces, the end, tags that are too long."""
    text = path.read_text()
    lines = (line.rstrip().replace("\t", " " * INDENT) for line in text.splitlines())
    mended = "\n".join(lines).rstrip("\n") + "\n"
    mended = LONG_TAG.sub(_one_attribute_a_line, mended)
    if mended != text:
        path.write_text(mended)


def _one_attribute_a_line(tag):
    """Break a tag as prettier does, if one of its lines is too long."""
    whole, indent = tag[0], tag["indent"]
    attributes = [found[0].strip() for found in ATTRIBUTE.finditer(tag["attributes"])]
    if max(map(len, whole.splitlines())) <= LONGEST or len(attributes) < 2:
        return whole
    inner = "".join(f"\n{indent}{' ' * INDENT}{attribute}" for attribute in attributes)
    return f"{indent}{tag['name']}{inner}\n{indent}{tag['end']}"
