"""Vocabularies: the words that facts use, how many facts have each, what people call them."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.model import FACT_TYPES, Fact, Store, read_reference
from serbia_tip.model import allowed_words as words_of
from serbia_tip.store.attribution import Attribution
from serbia_tip.words import fold, lookup_word

TIER_ALIASES = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
_FILLERS = """a about an and are as at between by did do does for from had has have how in is it its
many much number of on or that the there they this to was were what when where which who why with
current currently latest newest now today compare compared versus vs"""
FILLERS = frozenset(_FILLERS.split())  # words that count only where there are no others
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "person"}
Names: TypeAlias = Mapping[str, Collection[str]]  # values by what they are called, folded


class Vocabulary(Struct, frozen=True, dict=True):
    """The values of a field of facts, or of `by`, `source` or `country`."""

    field: str
    counts: Mapping[str, int]  # how many facts have each
    names: Mapping[str, Sequence[str]]  # what people call them: first their titles, then others

    @cached_property
    def levels(self) -> list[Names]:
        """The values by id and title, and by alias."""
        own = [(name, value) for value in self.counts for name in (value, self.title(value))]
        others = [(name, value) for value, names in self.names.items() for name in names[1:]]
        return [_vocabulary_by_name(own, fold), _vocabulary_by_name(others, fold)]

    @cached_property
    def singulars(self) -> Names:
        """The values by the singular of all that they are called."""
        called = ((name, value) for level in self.levels for name in level for value in level[name])
        return _vocabulary_by_name(called, singular_in_vocabulary)

    def with_words(self, phrase: str) -> list[str]:
        """Return the values in whose id, title or aliases the phrase stands, as whole words."""
        wanted = f" {singular_in_vocabulary(phrase)} "
        found = (
            value
            for name, values in self.singulars.items()
            if wanted in f" {bare_words(name)} "
            for value in values
        )
        return list(dict.fromkeys(found))

    @property
    def noun(self) -> str:
        """What one value is called in messages."""
        return {"noun": "kind", "by": "body"}.get(self.field, self.field)

    def find(self, typed: str) -> Collection[str]:
        """Return the values called so; raises NotThereError, with what is near, if none is."""
        own, others = (level.get(fold(typed), ()) for level in self.levels)
        if own and self.field == "by":  # a body's name is its own, whatever others' aliases
            return own
        if not own and not others:
            shown = self.title if self.field == "country" else str
            names = {
                name: shown(value)
                for value in self.counts
                for name in (value, *self.names.get(value, ()))
            }
            lookup_word(self.noun, typed, self.readable, names)
        return [*own, *others]

    def title(self, value: str) -> str:
        """Return what people call the value."""
        return self.names.get(value, [value])[0]

    @property
    def readable(self) -> Mapping[str, int]:
        """The counts of the values as people type them: countries by name."""
        if self.field != "country":
            return self.counts
        return {self.title(code): count for code, count in self.counts.items()}


def vocabulary(store: Store, field: str, kind: type[Fact] | None = None) -> Vocabulary:
    """Collect a field's values in the facts of this kind, or of all kinds that have it."""
    match field:
        case "by":
            counts, bodies = body_vocabulary(store), store.bodies.items()
            names = {key: [each.short or key, *each.aliases] for key, each in bodies}
        case "source":
            counts, sources = source_vocabulary(store)[1], store.sources.items()
            names = {key: [each.short or each.title, each.title] for key, each in sources}
        case "country" | "origin" | "destination":
            field, countries = "country", store.countries.items()
            counts = Counter(dict.fromkeys(store.countries, 0))
            for route in store.routes:
                counts.update({end for end in (route.origin, route.destination) if end})
            names = {code: [each.name, each.alpha3, *each.aliases] for code, each in countries}
        case "noun":
            counts = Counter({each.noun: len(store.of(each)) for each in FACT_TYPES})
            names = {each.noun: [each.noun, each.table] for each in FACT_TYPES}
        case _:
            kinds = [each for each in FACT_TYPES if field in each.__struct_fields__]
            kinds = [kind] if kind else kinds
            words = words_of(kinds[0].__annotations__[field])  # known even if no fact has them
            counts = Counter(dict.fromkeys(words, 0))
            for value in (getattr(fact, field) for each in kinds for fact in store.of(each)):
                counts.update(value if isinstance(value, list) else [value] if value else [])
            terms = store.terms.get(field, {}).items()
            names = {key: [each.title or key, *each.aliases] for key, each in terms}
            if field == "tier":
                names = {value: [value, alias] for alias, value in TIER_ALIASES.items()}
    return Vocabulary(field, counts, {key: said for key, said in names.items() if key in counts})


def body_vocabulary(store: Store) -> Counter[str]:
    """Count the facts that each body says or is credited with."""
    heard = Attribution.of(store).heard
    return Counter(body for fact in store.facts() for body in heard(fact))


def source_vocabulary(store: Store) -> tuple[Counter[str], Counter[str]]:
    """Count how often facts refer to each place in a source, and to each source."""
    places = Counter(text for fact in store.facts() for text in dict.fromkeys(fact.sources))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[read_reference(text)[0]] += count
    return places, keys


def _vocabulary_by_name(pairs: Iterable[tuple[str, str]], form: Callable[[str], str]) -> Names:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, value in pairs:
        found[form(name)][value] = None
    return found


def bare_words(text: str) -> str:
    """Return the words of a folded text, without what stands between them."""
    return " ".join(re.findall(r"\w+", text))


def singular_in_vocabulary(text: str) -> str:
    """The folded text with each word in the singular, as English usually makes it."""
    text = re.sub(r"ies(?!\S)", "y", fold(text))
    words = re.sub(r"(?<![sui])s(?!\S)", "", text).split()  # but not of: process, status, crisis
    return " ".join(_IRREGULAR.get(word, word) for word in words)
