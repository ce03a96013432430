"""Words as people type them, whatever their case, diacritics or alphabet; numbers of things."""

import re
import unicodedata

_LETTERS = {
    **dict(zip("абвгдезиклмнопрстуфхц", "abvgdeziklmnoprstufhc", strict=True)),
    **{
        "ђ": "dj",
        "ж": "z",
        "ј": "j",
        "љ": "lj",
        "њ": "nj",
        "ћ": "c",
        "ч": "c",
        "џ": "dz",
        "ш": "s",
    },
    **{"ѕ": "dz", "щ": "st", "ъ": "a", "ь": "j", "ю": "ju", "я": "ja"},  # Macedonian, Bulgarian
    **dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True)),
    **{"θ": "th", "χ": "ch", "ψ": "ps"},
}
"""The letters of Cyrillic and Greek as Latin ones: as scholars write them, without diacritics."""
_LOOSE = str.maketrans(_LETTERS | {"đ": "dj", "-": " ", "_": " "})
_SHORT_I = "и\u0306"
"""Bulgarian's short i, which is a letter of its own, as it is when taken apart."""


def fold(text: str) -> str:
    """`text` in the form in which two spellings of one word are the same: Niš, nis, НИШ."""
    if text.isascii():  # the most, and at a tenth of the time
        return " ".join(text.lower().translate(_LOOSE).split())
    decomposed = unicodedata.normalize("NFKD", text.casefold()).replace(_SHORT_I, "ј")
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().translate(_LOOSE).split())


def slug(text: str) -> str:
    """`text` as a name in lower-case letters, digits and single hyphens."""
    return "-".join(re.findall("[a-z0-9]+", fold(text))) or "facts"


def number_of(count: int, noun: str) -> str:
    """So many of a thing in words: `1 fact`, `2 facts`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
