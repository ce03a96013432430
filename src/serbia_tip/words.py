"""Words as people type them: fold them, count nouns, find the named thing or suggest others."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from serbia_tip.errors import NotThereError, TipError

# Cyrillic and Greek letters in Latin ones: the scholarly transliteration without diacritics.
_LETTERS = {
    **dict(zip("абвгдезиклмнопрстуфхц", "abvgdeziklmnoprstufhc", strict=True)),
    **dict(zip("ђжјљњћчџш", ["dj", "z", "j", "lj", "nj", "c", "c", "dz", "s"], strict=True)),
    **{"ѕ": "dz", "щ": "st", "ъ": "a", "ь": "j", "ю": "ju", "я": "ja"},  # Macedonian, Bulgarian
    **dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True)),
    **{"θ": "th", "χ": "ch", "ψ": "ps"},
}
_LOOSE = str.maketrans(_LETTERS | {"đ": "dj", "-": " ", "_": " "})
_SHORT_I = "и\u0306"  # Bulgarian й, decomposed: a letter of its own, not an и with a diacritic


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


def count_noun(count: int, noun: str) -> str:
    """Return a count with its noun: `1 fact`, `2 facts`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


_SHOWN = 20  # of the right names, a message lists so many before it says how many more there are
_NEAR = 3  # it suggests so many names that contain the typed one, and so many spelled like it
_TOO_MANY = 100  # of more names than this, it lists only the nearest


def lookup_word(
    noun: str,
    wanted: str,
    counts: Mapping[str, int],
    aliases: Mapping[str, str] | None = None,
    error: type[TipError] = NotThereError,
) -> str:
    """Return the key of `counts` that `wanted` names, compared as people type (see `fold`).

    `counts` says how many facts each name has, for the message; `aliases` maps further names to
    keys. Raises `error` with the nearest and the other right names.
    """
    if wanted in counts:
        return wanted
    names = {fold(alias): key for alias, key in (aliases or {}).items()}
    names |= {fold(key): key for key in counts}
    if found := names.get(fold(wanted)):
        return found
    raise error(unknown_word(noun, wanted, counts, names))


def near_words(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names that contain the typed one, and those spelled like it, nearest first."""
    return _nearest_words(wanted, {fold(name): name for name in names}, {})


def _nearest_words(wanted: str, names: Mapping[str, str], counts: Mapping[str, int]) -> list[str]:
    """Return what the nearest of the folded names stand for; those with most facts go first."""
    from difflib import get_close_matches  # noqa: PLC0415  # only for a wrong name

    typed = fold(wanted)
    containing = [name for name in names if typed and typed in name]
    containing.sort(key=lambda name: (-counts.get(names[name], 0), name))
    found = [*containing[:_NEAR], *get_close_matches(typed, names, n=_NEAR)]
    return list(dict.fromkeys(names[name] for name in found))


def did_you_mean(names: Sequence[str]) -> str:
    """Return the end of a message that suggests the names, if there are any."""
    return f"; did you mean {', '.join(names)}?" if names else ""


def unknown_word(
    noun: str, wanted: str, counts: Mapping[str, int], names: Mapping[str, str] | None = None
) -> str:
    """Say that no key of `counts`, or of its folded `names`, is wanted; name the nearest first."""
    near = _nearest_words(wanted, names or {fold(key): key for key in counts}, counts)
    others = [key for key in counts if key not in near]
    others.sort(key=lambda key: (-counts[key], key if counts[key] else ""))

    def listed(keys: list[str]) -> list[str]:
        return [f"{key} ({counts[key]})" if counts[key] else key for key in keys]

    message = f"no {noun} {wanted!r}{did_you_mean(listed(near))}"
    if 0 < len(others) <= _TOO_MANY:
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        shown = ", ".join(listed(others[:_SHOWN]))
        return f"{message}{' also' if near else '; there is'} {shown}{more}"
    if near:
        return message
    return f"{message}; {f'none of the {len(others)} is near' if others else 'the store has none'}"
