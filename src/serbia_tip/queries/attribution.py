"""Who says a fact, when it was reported, and whether anyone but an encyclopedia does."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from serbia_tip.model import ENCYCLOPEDIA, Fact, Source, Store
from serbia_tip.period import year_of
from serbia_tip.references import reference


class Attribution(Struct, frozen=True):
    """What the attribution of a store's facts is derived from."""

    sources: Mapping[str, Source]
    bodies: Mapping[str, str]
    """The name of each body, by its name and by each of its aliases."""

    @classmethod
    def of(cls, store: Store) -> "Attribution":
        """The attribution of this store's facts."""
        names = {alias: name for name, body in store.bodies.items() for alias in body.aliases}
        return cls(store.sources, names | {name: name for name in store.bodies})

    def body(self, name: str) -> str:
        """The one name of the body that goes by `name`, which may be an alias."""
        return self.bodies.get(name, name)

    def said_by(self, fact: Fact) -> list[str]:
        """The bodies that say the fact, never none.

        They are whom the fact credits, else the publisher of its first source that is not an
        encyclopedia, else the encyclopedia's publisher.
        """
        if fact.credits:
            return list(dict.fromkeys(map(self.body, fact.credits)))
        cited = self._cited(fact.sources)
        speaker = next((source for source in cited if source.kind != ENCYCLOPEDIA), cited[0])
        return [self.body(speaker.publisher)]

    def reported(self, fact: Fact) -> int | None:
        """The year in which the earliest of the fact's sources was published, if one is dated."""
        years = [year_of(source.published) for source in self._cited(fact.sources)]
        return min((year for year in years if year is not None), default=None)

    def on_encyclopedia_alone(self, references: Iterable[str]) -> bool:
        """Whether all the sources that are referred to are encyclopedias."""
        return all(source.kind == ENCYCLOPEDIA for source in self._cited(references))

    def reports_first(self, references: Sequence[str]) -> Sequence[str]:
        """The references to anything but encyclopedias, or all where there is nothing else."""
        others = [text for text in references if not self.on_encyclopedia_alone([text])]
        return others or references

    def reports(self, facts: Iterable[Sequence[str]]) -> list[str]:
        """The sources of facts with these references, each once.

        An encyclopedia counts only where a fact has no other source.
        """
        texts = (text for references in facts for text in self.reports_first(references))
        return list(dict.fromkeys(reference(text)[0] for text in texts))

    def _cited(self, references: Iterable[str]) -> list[Source]:
        return [self.sources[reference(text)[0]] for text in references]
