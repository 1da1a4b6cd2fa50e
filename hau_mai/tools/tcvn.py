"""TCVN 5712 (TCVN3, "ABC"): the letters of old Vietnamese mail programs, as a codec.

Python knows windows-1258 but not this one, and e-mails in an unknown character set cannot
be read at all. Importing this module registers it, under the names that are in use.
"""

import codecs

NAMES = frozenset({"tcvn", "tcvn3", "tcvn_5712", "tcvn5712", "x_viet_tcvn", "viet_tcvn", "x_tcvn"})

_BYTES = (
    "a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae b5 b6 b7 b8 b9 bb bc bd be c6 c7 c8 c9 ca cb "
    "cc ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 dc dd de df e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed "
    "ee ef f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe"
)
_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"

_TABLE = {byte: chr(byte) for byte in range(128)} | dict(
    zip(bytes.fromhex(_BYTES), _LETTERS, strict=True)
)
_DECODING = "".join(_TABLE.get(byte, "\ufffe") for byte in range(256))
_ENCODING = codecs.charmap_build(_DECODING)


def _decode(content, errors="strict"):
    return codecs.charmap_decode(content, errors, _DECODING)


def _encode(text, errors="strict"):
    return codecs.charmap_encode(text, errors, _ENCODING)


def _find(name):
    if name.replace("-", "_").lower() in NAMES:
        return codecs.CodecInfo(encode=_encode, decode=_decode, name="tcvn3")
    return None


codecs.register(_find)


def is_known(charset):
    """Whether text in this character set can be read."""
    try:
        codecs.lookup(charset)
    except LookupError:
        return False
    return True
