"""Words used once in a store that look like others: probably slips."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from serbia_tip.model import Fact, Store
from serbia_tip.words import fold

_SHORTEST = 5
"""Shorter words that differ by a letter are different words."""
_LONGEST = 100
"""Longer words are compared whole, not letter by letter."""
_SMALL = {"a", "an", "and", "for", "in", "of", "on", "the", "to"}
"""Words that don't tell names apart."""


class Neighbour(NamedTuple):
    """A word that is used once, its place, and the word that it resembles."""

    used_by: Fact | str
    """The fact that uses it, or the id of the source."""
    field: str
    word: str
    near: str


def neighbours(store: Store) -> Iterator[Neighbour]:
    """Yield the bodies, measures, topics and states that are named once and resemble others.

    Words with a table of their own in the store are taken to be right.
    """
    bodies: list[tuple[Fact | str, str, str]] = [
        *((fact, "attributed_to", name) for fact in store.facts() for name in fact.credits),
        *((key, "publisher", source.publisher) for key, source in store.sources.items()),
    ]
    known = (name for key, body in store.bodies.items() for name in (key, *body.aliases))
    yield from _near(bodies, known)
    yield from _near(((each, "measure", each.measure) for each in store.statistics), store.measures)
    yield from _near(((each, "topic", each.topic) for each in store.findings), store.topics)
    states = ((fact, "entity", fact.entity) for fact in store.facts() if fact.entity)
    home = store.countries.get(store.store.country)
    yield from _near(states, (home.name, *home.aliases) if home else ())


def _near(uses: Iterable[tuple[Fact | str, str, str]], known: Iterable[str]) -> Iterator[Neighbour]:
    used = list(uses)
    counts = Counter(word for _, _, word in used)
    meant = set(known)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys([*sorted(meant), *(word for word, _ in counts.most_common())]):
        for form in _forms(word):
            alike[form].append(word)
    for used_by, field, word in used:
        if counts[word] == 1 and word not in meant:
            others = (other for form in _forms(word) for other in alike[form] if other != word)
            if near := next(others, None):
                yield Neighbour(used_by, field, word, near)


def _forms(word: str) -> list[str]:
    """Return the forms that near words have in common: a letter left out, or their large words."""
    folded = fold(word)
    large = sorted(part for part in folded.split() if part not in _SMALL)
    forms = [folded, " ".join(large) or folded]
    if _SHORTEST <= len(folded) <= _LONGEST:
        forms += [
            folded[:place] + folded[place + 1 :]
            for place, letter in enumerate(folded)
            if not letter.isdigit()
        ]
    return list(dict.fromkeys(forms))
