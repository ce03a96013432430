"""Which sources facts rest on, each once: what a reference to it has to say."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from serbia_tip.model import Fact, Source, Store
from serbia_tip.queries.fact_card import place
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
        return f"{where}Facts {', '.join(self.facts)} of store {self.store_version}"


def references(store: Store, facts: Sequence[Fact], accessed: date) -> list[Reference]:
    """The sources that the facts rest on, each once, in the order in which they are first met."""
    places: dict[str, dict[str, None]] = {}
    users: dict[str, dict[str, None]] = {}
    for fact in facts:
        for text in fact.sources:
            key, locator = reference(text)
            where = place(store.sources[key], locator)
            places.setdefault(key, {}).update({where: None} if where else {})
            users.setdefault(key, {})[fact.id] = None
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
