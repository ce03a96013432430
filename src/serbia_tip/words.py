"""Words compared as people type them: without regard to case, diacritics, hyphens or spaces."""

import unicodedata

_LOOSE = str.maketrans({"-": " ", "_": " ", "đ": "dj", "Đ": "dj"})


def fold(text: str) -> str:
    """`text` in the form in which two spellings of one word are the same."""
    text = text.translate(_LOOSE)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())
