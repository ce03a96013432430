"""Who says a fact, when it was reported, and whether only an encyclopedia does."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from serbia_tip.model import ENCYCLOPEDIA, Fact, Source, Store, reference
from serbia_tip.periods import year_of


class Attribution(Struct, frozen=True):
    """The sources and bodies of a store, from which its facts' attribution is derived."""

    sources: Mapping[str, Source]
    bodies: Mapping[str, str]
    """The name of each body, by its name and by each of its aliases."""

    @classmethod
    def of(cls, store: Store) -> "Attribution":
        """Return the attribution of this store's facts."""
        names = {alias: name for name, body in store.bodies.items() for alias in body.aliases}
        return cls(store.sources, names | {name: name for name in store.bodies})

    def body(self, name: str) -> str:
        """Return the usual name of a body; `name` may be an alias."""
        return self.bodies.get(name, name)

    def said_by(self, fact: Fact) -> list[str]:
        """Return the bodies that say the fact, at least one.

        They are those that the fact credits, or else the publisher of its first source that is not
        an encyclopedia, or else the encyclopedia's.
        """
        if fact.credits:
            return list(dict.fromkeys(map(self.body, fact.credits)))
        cited = self._cited(fact.sources)
        speaker = next((source for source in cited if source.kind != ENCYCLOPEDIA), cited[0])
        return [self.body(speaker.publisher)]

    def reported(self, fact: Fact) -> int | None:
        """Return the year of the fact's earliest source; None if none is dated."""
        years = [year_of(source.published) for source in self._cited(fact.sources)]
        return min((year for year in years if year is not None), default=None)

    def on_encyclopedia_alone(self, references: Iterable[str]) -> bool:
        """Whether all references are to encyclopedias."""
        return all(source.kind == ENCYCLOPEDIA for source in self._cited(references))

    def reports_first(self, references: Sequence[str]) -> Sequence[str]:
        """Return the references except those to encyclopedias, or all if there are no others."""
        others = [text for text in references if not self.on_encyclopedia_alone([text])]
        return others or references

    def reports(self, facts: Iterable[Sequence[str]]) -> list[str]:
        """Return the sources of facts with these references, each once.

        An encyclopedia counts only if a fact has no other source.
        """
        texts = (text for references in facts for text in self.reports_first(references))
        return list(dict.fromkeys(reference(text)[0] for text in texts))

    def _cited(self, references: Iterable[str]) -> list[Source]:
        return [self.sources[reference(text)[0]] for text in references]
