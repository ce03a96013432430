"""Words as people type them, in any case, diacritics or alphabet; counts in words."""

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
"""Cyrillic and Greek letters in Latin ones: the scholarly transliteration without diacritics."""
_LOOSE = str.maketrans(_LETTERS | {"đ": "dj", "-": " ", "_": " "})
_SHORT_I = "и\u0306"
"""The decomposed й of Bulgarian: a letter of its own, not an и with a diacritic."""


def fold(text: str) -> str:
    """Return the form that all spellings of a word share: Niš, nis, НИШ."""
    if text.isascii():  # most texts are, and this takes a tenth of the time
        return " ".join(text.lower().replace("-", " ").replace("_", " ").split())
    decomposed = unicodedata.normalize("NFKD", text.casefold()).replace(_SHORT_I, "ј")
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().translate(_LOOSE).split())


def slug(text: str) -> str:
    """Return a name of lower-case letters, digits and single hyphens."""
    return "-".join(re.findall("[a-z0-9]+", fold(text))) or "facts"


def number_of(count: int, noun: str) -> str:
    """Return a count with its noun: `1 fact`, `2 facts`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
