"""What a name that people type stands for: a fact, a source, or a place in one."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from serbia_tip.errors import NotThereError
from serbia_tip.lookup import lookup
from serbia_tip.model import Fact, Store
from serbia_tip.references import reference
from serbia_tip.words import fold


class Place(Struct, frozen=True):
    """A source, or one place in it."""

    source: str
    locator: str | None = None

    @property
    def text(self) -> str:
        """The reference to it."""
        return self.source if self.locator is None else f"{self.source}[{self.locator}]"

    def holds(self, text: str) -> bool:
        """Whether a reference is to this place."""
        key, locator = reference(text)
        return key == self.source and self.locator in (None, locator)


def named(store: Store, name: str) -> Fact | Place:
    """What goes by this name: a fact's id, a source's, `source[locator]` or a locator alone.

    Raises NotThereError, with near names, for a name that nothing has, or several places have.
    """
    facts = {fact.id: fact for fact in store.facts()}
    if name in facts:
        return facts[name]
    places = _places(facts.values())
    if reference(name)[1] is not None:
        found = lookup("place", name, places)
        return Place(*reference(found))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[reference(text)[0]] += count
    alone = _alone(places)
    wanted = alone.get(fold(name), [])
    if len(wanted) > 1:
        raise NotThereError(f"{name!r} is a place in several sources: {', '.join(wanted)}")
    try:
        found = lookup("fact or source", name, {**keys, **dict.fromkeys(facts, 0)})
    except NotThereError:
        if wanted:
            return Place(*reference(wanted[0]))
        raise
    return facts[found] if found in facts else Place(found)


def resting(store: Store, place: Place) -> list[Fact]:
    """The facts that rest on this source, or on this place in it."""
    return [fact for fact in store.facts() if any(map(place.holds, fact.sources))]


def _places(facts: Iterable[Fact]) -> Counter[str]:
    """The references of the facts, with how many facts have each."""
    return Counter(text for fact in facts for text in dict.fromkeys(fact.sources))


def _alone(places: Iterable[str]) -> dict[str, list[str]]:
    """The references that have a locator, by that locator as people type it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for text in places:
        locator = reference(text)[1]
        if locator is not None:
            found[fold(locator)].append(text)
    return found
