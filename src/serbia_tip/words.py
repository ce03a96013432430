"""Words as people type them, whatever their case, diacritics or alphabet; numbers of things."""

import re
import unicodedata

_CYRILLIC = "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш"
_LATIN = "a b v g d dj e z z i j k l lj m n nj o p r s t c u f h c c dz s"
_LOOSE = str.maketrans(
    dict(zip(_CYRILLIC[::2], _LATIN.split(), strict=True)) | {"đ": "dj", "-": " ", "_": " "}
)
"""The Cyrillic letters of Serbo-Croatian as its Latin ones, without their diacritics."""


def fold(text: str) -> str:
    """`text` in the form in which two spellings of one word are the same: Niš, nis, НИШ."""
    if text.isascii():  # the most, and at a tenth of the time
        return " ".join(text.lower().translate(_LOOSE).split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().translate(_LOOSE).split())


def slug(text: str) -> str:
    """`text` as a name in lower-case letters, digits and single hyphens."""
    return "-".join(re.findall("[a-z0-9]+", fold(text))) or "facts"


def number_of(count: int, noun: str) -> str:
    """So many of a thing in words: `1 fact`, `2 facts`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
