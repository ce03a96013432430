"""Meanings of bare words: values of fields, by id, title or alias."""

from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

from serbia_tip.errors import NotThereError
from serbia_tip.model import Fact, Store
from serbia_tip.queries.filters import Meanings, Values
from serbia_tip.queries.vocabularies import Vocabulary, singular_in_vocabulary
from serbia_tip.queries.vocabularies import vocabulary as collect
from serbia_tip.words import fold, near_words, unknown_word

_LONGEST = 30  # so many words a phrase may have


class Reading(Struct, frozen=True):
    """A phrase, and the values that it means."""

    phrase: str
    values: Meanings
    said: str = ""  # what the phrase was taken for, in words, where that isn't plain
    is_filter: bool = False  # whether the field's own filter takes the phrase as it was typed


def meanings_of(
    store: Store, words: Values, kind: type[Fact] | None, own: Values, others: Values, asked: str
) -> list[Reading]:
    """Read words as values of fields in the facts of one kind, or of any.

    A longer phrase goes before a shorter one. The first of a command's `own` fields with a value of
    that name goes before `others`, of which all count. Raises NotThereError for an unknown word,
    with what is near, first among the values of the field that is mostly `asked`.
    """

    @cache
    def vocabulary(field: str) -> Vocabulary:
        return collect(store, field, kind)

    def read(phrase: str) -> Reading | None:
        for field in own:
            level, values = _first_meanings([vocabulary(field)], phrase)
            if values:
                return Reading(phrase, values, is_filter=level < 2)  # the singular isn't
        _, values = _first_meanings(list(map(vocabulary, others)), phrase)
        return (
            Reading(phrase, values, _meaning_in_words(vocabulary, phrase, values))
            if values
            else None
        )

    found = []
    left = list(words)
    while left:
        for length in range(min(len(left), _LONGEST), 0, -1):
            if reading := read(" ".join(left[:length])):
                found.append(reading)
                del left[:length]
                break
        else:
            every = [vocabulary(field) for field in dict.fromkeys([asked, *own, *others])]
            nearest = next((each for each in every if near_words(left[0], each.readable)), None)
            first = nearest or every[0]
            elsewhere = "" if nearest else f"; in any text: tip search {left[0]}"
            raise NotThereError(unknown_word(first.noun, left[0], first.readable) + elsewhere)
    return found


def _first_meanings(vocabularies: Sequence[Vocabulary], phrase: str) -> tuple[int, Meanings]:
    """The values called so: by id or title, or else by alias, or else by the singular of both."""
    for level, form in enumerate((fold, fold, singular_in_vocabulary)):
        name = form(phrase)
        named = [
            (each, each.singulars if level == 2 else each.levels[level]) for each in vocabularies
        ]
        if found := [(each.field, value) for each, names in named for value in names.get(name, ())]:
            return level, found
    return 0, []


def _meaning_in_words(
    vocabulary: Callable[[str], Vocabulary], phrase: str, values: Meanings
) -> str:
    """Say what the phrase was taken for; nothing where it says so itself."""
    meanings = []
    for field, value in values:
        called = vocabulary(field)
        title = called.title(value)
        said = {"by": f"said by {value}", "source": f"from {title}"}
        names = map(singular_in_vocabulary, (value, title))
        if len(values) == 1 and field not in said and singular_in_vocabulary(phrase) in names:
            return ""
        meanings.append(said.get(field, f"{called.noun} {title}"))
    return f"{phrase}: {' or '.join(meanings)}"
