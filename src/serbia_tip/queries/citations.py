"""Which sources facts rest on, each once: what a reference to it has to say."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from serbia_tip.model import Fact, Source, Store
from serbia_tip.queries.fact_card import place
from serbia_tip.queries.names import Place
from serbia_tip.references import reference


class Reference(Struct, frozen=True):
    """One source, and which facts rest on which places in it."""

    key: str
    source: Source
    places: tuple[str, ...]
    facts: tuple[str, ...]
    store_version: str
    accessed: date

    @property
    def annotation(self) -> str:
        """Where in the source, and through what it was reached."""
        where = f"{'; '.join(self.places)}. " if self.places else ""
        facts = f"Facts {', '.join(self.facts)} of store" if self.facts else "Store"
        return f"{where}{facts} {self.store_version}"


def references(store: Store, things: Sequence[Fact | Place], accessed: date) -> list[Reference]:
    """The sources of these facts, and these sources and places in them.

    Each source is there once, in the order in which they are first met.
    """
    places: dict[str, dict[str, None]] = {}
    users: dict[str, dict[str, None]] = {}
    for thing in things:
        cited = (
            [reference(text) for text in thing.sources]
            if isinstance(thing, Fact)
            else [(thing.source, thing.locator)]
        )
        for key, locator in cited:
            where = place(store.sources[key], locator)
            places.setdefault(key, {}).update({where: None} if where else {})
            users.setdefault(key, {}).update({thing.id: None} if isinstance(thing, Fact) else {})
    return [
        Reference(
            key=key,
            source=store.sources[key],
            places=tuple(places[key]),
            facts=tuple(users[key]),
            store_version=store.store.version,
            accessed=accessed,
        )
        for key in places
    ]
