"""What is written into a file that a spreadsheet opens."""

#: Excel reads letters beyond ASCII rightly only after it.
CSV_BOM = b"\xef\xbb\xbf"

#: A cell that begins so is a formula to a spreadsheet, and can do harm.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")

#: "＝", "＋", "－", "＠" -> what they are read as.
FULL_WIDTH = {0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"}


def plain_cell(value):
    """A value as a cell that is text, whatever it looks like; numbers and days stay.

    Also behind spaces and in full width: some programs read "＝1" and " =1" as formulas.
    """
    if not isinstance(value, str):
        return value
    start = value.lstrip(" \u00a0\u3000\ufeff").translate(FULL_WIDTH)
    return f"'{value}" if start.startswith(FORMULA_STARTS) else value
