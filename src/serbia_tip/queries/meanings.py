"""What bare words mean: values of a command's filters, by id, title or alias."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from serbia_tip.errors import NotThereError
from serbia_tip.model import Fact, Store
from serbia_tip.queries.vocabularies import Vocabulary, singular
from serbia_tip.queries.vocabularies import vocabulary as collect
from serbia_tip.words import fold, near, unknown

_LONGEST = 30
"""How many words a phrase may have."""


class Reading(Struct, frozen=True):
    """A phrase, and the values that it means."""

    phrase: str
    values: Sequence[tuple[str, str]]
    """Each with its field."""
    said: str = ""
    """What the phrase was taken for, in words, where that isn't plain."""
    is_filter: bool = False
    """Whether the field's own filter takes the phrase as it was typed."""


def read_words(
    store: Store,
    words: Sequence[str],
    kind: type[Fact] | None,
    own: Sequence[str],
    others: Sequence[str],
    asked: str,
) -> list[Reading]:
    """Read words as values of fields in the facts of one kind, or of any.

    A longer phrase goes before a shorter one. The first of a command's `own` fields with a value of
    that name goes before `others`, of which all count. Raises NotThereError for an unknown word,
    with what is near, first among the values of the field that is mostly `asked`.
    """
    vocabularies: dict[str, Vocabulary] = {}

    def vocabulary(field: str) -> Vocabulary:
        if field not in vocabularies:
            vocabularies[field] = collect(store, field, kind)
        return vocabularies[field]

    def read(phrase: str) -> Reading | None:
        for field in own:
            if values := _first_level([vocabulary(field)], phrase):
                exact = fold(phrase) in vocabulary(field)
                return Reading(phrase, values, is_filter=exact)
        values = _first_level(list(map(vocabulary, others)), phrase)
        return Reading(phrase, values, _spell(vocabularies, phrase, values)) if values else None

    found = []
    left = list(words)
    while left:
        for length in range(min(len(left), _LONGEST), 0, -1):
            if reading := read(" ".join(left[:length])):
                found.append(reading)
                del left[:length]
                break
        else:
            raise _unknown(left[0], map(vocabulary, dict.fromkeys([asked, *own, *others])))
    return found


def _unknown(word: str, vocabularies: Iterable[Vocabulary]) -> NotThereError:
    """Name what is near among the first of the vocabularies that have something near.

    Where nothing is, it can still be searched for.
    """
    every = list(vocabularies)
    nearest = next((each for each in every if near(word, each.readable)), None)
    first = nearest or every[0]
    elsewhere = "" if nearest else f"; in any text: tip search {word}"
    return NotThereError(unknown(first.noun, word, first.readable) + elsewhere)


def _first_level(vocabularies: Sequence[Vocabulary], phrase: str) -> list[tuple[str, str]]:
    """The values called so: by id or title, or else by alias, or else by the singular of both."""
    for level, form in enumerate((fold, fold, singular)):
        name = form(phrase)
        found = [
            (each.field, value)
            for each in vocabularies
            for value in each.levels[level].get(name, ())
        ]
        if found:
            return found
    return []


def _spell(
    vocabularies: Mapping[str, Vocabulary], phrase: str, values: Sequence[tuple[str, str]]
) -> str:
    """Say what the phrase was taken for; nothing where it says so itself."""
    meanings = [_in_words(vocabularies[field], value) for field, value in values]
    field, value = values[0]
    names = map(singular, (value, vocabularies[field].title(value)))
    if len(meanings) == 1 and singular(phrase) in names and field not in ("by", "source"):
        return ""
    return f"{phrase}: {' or '.join(meanings)}"


def _in_words(vocabulary: Vocabulary, value: str) -> str:
    match vocabulary.field:
        case "by":
            return f"said by {value}"
        case "source":
            return f"from {vocabulary.title(value)}"
        case _:
            return f"{vocabulary.noun} {vocabulary.title(value)}"
