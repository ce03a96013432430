"""Find the fact, the source, or the place in a source that a typed name means."""

from msgspec import Struct

from serbia_tip.errors import NotThereError
from serbia_tip.lookup import lookup
from serbia_tip.model import Fact, Store
from serbia_tip.queries.lookups import cited
from serbia_tip.references import reference
from serbia_tip.words import fold


class SourcePlace(Struct, frozen=True):
    """A source, or one place in it."""

    source: str
    locator: str | None = None

    @property
    def text(self) -> str:
        """The place as a reference."""
        return self.source if self.locator is None else f"{self.source}[{self.locator}]"

    def holds(self, text: str) -> bool:
        """Whether a reference is to this place."""
        key, locator = reference(text)
        return key == self.source and self.locator in (None, locator)


def named(store: Store, name: str) -> Fact | SourcePlace:
    """Return what has this name: a fact's or source's id, `source[locator]`, or a locator alone.

    Raises NotThereError, with near names, for an unknown name or a locator in several sources.
    """
    facts = {fact.id: fact for fact in store.facts()}
    if name in facts:
        return facts[name]
    places, keys = cited(store)
    if reference(name)[1] is not None:
        return SourcePlace(*reference(lookup("place", name, places)))
    locator = fold(name)
    wanted = [text for text in places if locator and fold(reference(text)[1] or "") == locator]
    if len(wanted) > 1:
        raise NotThereError(f"{name!r} is a place in several sources: {', '.join(wanted)}")
    try:
        found = lookup("fact or source", name, {**keys, **dict.fromkeys(facts, 0)})
    except NotThereError:
        if wanted:
            return SourcePlace(*reference(wanted[0]))
        raise
    return facts[found] if found in facts else SourcePlace(found)


def resting(store: Store, place: SourcePlace) -> list[Fact]:
    """Return the facts that rest on this source, or on this place in it."""
    return [fact for fact in store.facts() if any(map(place.holds, fact.sources))]
