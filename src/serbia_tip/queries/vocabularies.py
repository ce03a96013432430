"""What values a field has, how many facts have each, and what people call them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from serbia_tip.model import (
    FACT_TYPES,
    Area,
    Assessment,
    Fact,
    Role,
    Standing,
    Store,
    Tier,
    reference,
)
from serbia_tip.model import vocabulary as words_of
from serbia_tip.queries.attribution import Attribution
from serbia_tip.words import fold, lookup

TIER_ALIASES = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
_WORDS = {
    "area": words_of(Area),
    "assessment": words_of(Assessment),
    "role": words_of(Role),
    "standing": words_of(Standing),
    "tier": words_of(Tier),
}
"""The fields with a vocabulary: all its words are known values, even if no fact has them."""
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
        return [_by_name(own, fold), _by_name(others, fold), _by_name([*own, *others], singular)]

    @property
    def noun(self) -> str:
        """What one value is called in messages."""
        return {"noun": "kind", "by": "body"}.get(self.field, self.field)

    def is_name(self, typed: str, value: str) -> bool:
        """Whether the value, or its title, is what was typed."""
        return fold(typed) in map(fold, (value, self.title(value)))

    def find(self, typed: str) -> list[str]:
        """Return the values called so; raises NotThereError, with what is near, if none is."""
        found = [value for value in self.counts if self.is_name(typed, value)]
        if not found or self.field != "by":  # a body's name is its own, whatever others' aliases
            folded = fold(typed)
            found += [
                value
                for value, names in self._aliases.items()
                if value not in found and folded in map(fold, names)
            ]
        if not found:
            shown = self.title if self.field == "country" else str
            names = {
                name: shown(value)
                for value in self.counts
                for name in (value, self.title(value), *self._aliases.get(value, ()))
            }
            lookup(self.noun, typed, self.readable, names)
        return found

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


def vocabulary(store: Store, field: str, kind: type[Fact] | None = None) -> Vocabulary:
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


def count_values(facts: Iterable[Fact], field: str) -> dict[str, int]:
    """Count the facts that have each value of a field; words of its vocabulary may have none."""
    counts = dict.fromkeys(_WORDS.get(field, ()), 0)
    for fact in facts:
        if (value := getattr(fact, field)) is not None:
            counts[value] = counts.get(value, 0) + 1
    return counts


def count_countries(store: Store) -> Counter[str]:
    """Count the routes that touch each country, by its code."""
    touched = Counter(dict.fromkeys(store.countries, 0))
    for route in store.routes:
        touched.update({code for code in (route.origin, route.destination) if code})
    return touched


def speakers(attribution: Attribution, fact: Fact) -> set[str]:
    """Return the bodies that say the fact, and all that any of its sources credits."""
    return {*attribution.said_by(fact), *map(attribution.body, fact.credits)}


def count_bodies(store: Store) -> Counter[str]:
    """Count the facts that each body says or is credited with."""
    attribution = Attribution.of(store)
    return Counter(body for fact in store.facts() for body in speakers(attribution, fact))


def cited(store: Store) -> tuple[Counter[str], Counter[str]]:
    """Count how often facts refer to each place in a source, and to each source."""
    places = Counter(text for fact in store.facts() for text in dict.fromkeys(fact.sources))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[reference(text)[0]] += count
    return places, keys


def _by_name(pairs: Iterable[tuple[str, str]], form: Callable[[str], str]) -> Names:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if value not in found[form(name)]:
            found[form(name)].append(value)
    return found


def singular(text: str) -> str:
    """The folded text with each word in the singular, as English usually makes it."""
    return " ".join(map(_singular_word, fold(text).split()))


def _singular_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
