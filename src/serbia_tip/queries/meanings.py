"""What bare words mean: values of a command's filters, by id, title or alias."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.errors import NotThereError
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.queries.filters import (
    TIER_ALIASES,
    cited,
    count_bodies,
    count_countries,
    count_values,
)
from serbia_tip.words import fold, near, unknown

_LONGEST = 30
"""How many words a phrase may have."""
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "person"}
Names: TypeAlias = Mapping[str, Sequence[str]]
"""Values by what they are called, folded."""


class Vocabulary:
    """The values of a field of facts, or of `by`, `source` or `country`."""

    def __init__(
        self,
        field: str,
        counts: Mapping[str, int],
        titles: Mapping[str, str],
        aliases: Mapping[str, Sequence[str]],
    ) -> None:
        """Take the values with their numbers of facts, what people call them, and their aliases."""
        self.field = field
        self.counts = counts
        self._titles = titles
        self._aliases = aliases

    @cached_property
    def levels(self) -> list[Names]:
        """The values by id and title, by alias, and then by the singular of both."""
        own = [(name, value) for value in self.counts for name in (value, self.title(value))]
        others = [(name, value) for value, names in self._aliases.items() for name in names]
        return [_by_name(own, fold), _by_name(others, fold), _by_name([*own, *others], _singular)]

    def __contains__(self, folded: str) -> bool:
        """Whether a value is called so, not only in the singular."""
        return any(folded in level for level in self.levels[:2])

    def title(self, value: str) -> str:
        """Return what people call the value."""
        return self._titles.get(value, value)

    @property
    def readable(self) -> Mapping[str, int]:
        """The counts of the values as people type them: countries by name."""
        if self.field != "country":
            return self.counts
        return {self.title(code): count for code, count in self.counts.items()}


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
            vocabularies[field] = _vocabulary(store, field, kind)
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
    return NotThereError(unknown(_noun(first.field), word, first.readable) + elsewhere)


def _noun(field: str) -> str:
    return {"noun": "kind", "by": "body"}.get(field, field)


def _first_level(vocabularies: Sequence[Vocabulary], phrase: str) -> list[tuple[str, str]]:
    """The values called so: by id or title, or else by alias, or else by the singular of both."""
    for level, form in enumerate((fold, fold, _singular)):
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
    names = map(_singular, (value, vocabularies[field].title(value)))
    if len(meanings) == 1 and _singular(phrase) in names and field not in ("by", "source"):
        return ""
    return f"{phrase}: {' or '.join(meanings)}"


def _in_words(vocabulary: Vocabulary, value: str) -> str:
    match vocabulary.field:
        case "by":
            return f"said by {value}"
        case "source":
            return f"from {vocabulary.title(value)}"
        case field:
            return f"{_noun(field)} {vocabulary.title(value)}"


def _vocabulary(store: Store, field: str, kind: type[Fact] | None) -> Vocabulary:
    """Collect a field's values in the facts of this kind, or of all kinds that have it."""
    match field:
        case "by":
            counts = count_bodies(store)
            bodies = {name: store.bodies[name] for name in counts if name in store.bodies}
            titles = {name: body.short for name, body in bodies.items() if body.short}
            return Vocabulary(
                field, counts, titles, {k: each.aliases for k, each in bodies.items()}
            )
        case "source":
            titles = {key: each.short or each.title for key, each in store.sources.items()}
            aliases = {key: [each.title] for key, each in store.sources.items()}
            return Vocabulary(field, cited(store)[1], titles, aliases)
        case "country":
            titles = {code: each.name for code, each in store.countries.items()}
            aliases = {k: [each.alpha3, *each.aliases] for k, each in store.countries.items()}
            return Vocabulary(field, count_countries(store), titles, aliases)
        case "noun":
            nouns: dict[str, int] = {each.noun: len(store.of(each)) for each in FACT_TYPES}
            return Vocabulary(field, nouns, {}, {each.noun: [each.table] for each in FACT_TYPES})
    kinds = [kind] if kind else [each for each in FACT_TYPES if field in each.__struct_fields__]
    values = count_values([fact for each in kinds for fact in store.of(each)], field)
    terms = {value: term for value, term in store.terms.get(field, {}).items() if value in values}
    titles = {value: term.title for value, term in terms.items() if term.title}
    aliases = {value: term.aliases for value, term in terms.items()}
    if field == "tier":
        aliases |= {value: [alias] for alias, value in TIER_ALIASES.items()}
    return Vocabulary(field, values, titles, aliases)


def _by_name(pairs: Iterable[tuple[str, str]], form: Callable[[str], str]) -> Names:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if value not in found[form(name)]:
            found[form(name)].append(value)
    return found


def _singular(text: str) -> str:
    """The folded text with each word in the singular, as English usually makes it."""
    return " ".join(map(_singular_word, fold(text).split()))


def _singular_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
