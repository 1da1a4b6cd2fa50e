"""What a customer means who answers a text message, without the ORM."""

import unicodedata

#: What is understood -> how people say it, without accents and in small letters.
_WORDS = {
    "yes": ("yes", "y", "ok", "co", "dong y", "dk", "dang ky"),
    "no": ("no", "n", "khong", "ko", "k", "khong dong y"),
    "stop": ("stop", "tc", "tu choi", "huy", "ngung", "unsubscribe", "end", "quit"),
}
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words}

#: So many words at most begin an answer: "TC QC" says stop, a letter says something else.
_LONGEST = 3


def meaning(text):
    """What a short answer means: ``yes``, ``no``, ``stop``, or None for all that is not clear.

    A yes is only what says nothing else; a stop is heard also with more behind it, such as
    the code that the law's example carries ("TC QC").

    >>> meaning("Đồng ý!"), meaning("tc QC"), meaning("yes but call me first")
    ('yes', 'stop', None)
    """
    words = _plain(text).split()
    said = _MEANINGS.get(" ".join(words))
    if said or not words or len(words) > _LONGEST:
        return said
    beginnings = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    known = next((_MEANINGS[start] for start in beginnings if start in _MEANINGS), None)
    return known if known == "stop" else None


def _plain(text):
    """Small letters without accents; signs are spaces."""
    text = unicodedata.normalize("NFD", (text or "").lower().replace("đ", "d"))
    letters = (char for char in text if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in letters)
