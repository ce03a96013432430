"""Attribution: who says a fact, when it was reported, how many independent reports say so."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from serbia_tip.model import ENCYCLOPEDIA, Fact, Person, Source, Store, read_reference
from serbia_tip.periods import period_year


class Attribution(Struct, frozen=True):
    """The sources and bodies of a store, from which its facts' attribution is derived."""

    sources: Mapping[str, Source]
    bodies: Mapping[str, str]  # the usual name of each body, by all its names
    origins: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, store: Store) -> "Attribution":
        """Return the attribution of this store's facts."""
        return cls(store.sources, store.usual_names, attribute_sources(store.sources))

    def body(self, name: str) -> str:
        """Return the usual name of a body; `name` may be an alias."""
        return self.bodies.get(name, name)

    def makers(self, source: Source) -> set[str]:
        """Return the bodies that a source is by: its publisher and its authors, also as a group."""
        persons = [author for author in source.authors if isinstance(author, Person)]
        *first, last = [person.family for person in persons] or [""]
        group = " and ".join(filter(None, [", ".join(first), last]))
        return {*map(self.body, (source.publisher, *map(str, source.authors), group))}

    def said_by(self, fact: Fact) -> list[str]:
        """Return the bodies that its sources credit, or else the publisher of its first source."""
        said_by = fact.credits or [self.sources[self._first(fact)].publisher]
        return list(dict.fromkeys(map(self.body, said_by)))

    def heard(self, fact: Fact) -> set[str]:
        """Return the bodies that say the fact, and all that any of its sources credits."""
        return {*self.said_by(fact), *map(self.body, fact.credits)}

    def _first(self, fact: Fact) -> str:
        """Return the fact's first source that is not an encyclopedia, or else its first."""
        return self.reports_first(fact.cited)[0]

    def speakers(self, fact: Fact) -> dict[str, list[str]]:
        """Return who says the fact, by the first source that credits them or is theirs."""
        if not (credited := fact.credits_by_source):
            return {self._first(fact): self.said_by(fact)}
        first: dict[str, str] = {}
        for source in [*self.reports_first(list(credited)), *credited]:
            for body in credited[source]:
                first.setdefault(self.body(body), source)
        found: dict[str, list[str]] = {}
        for body in self.said_by(fact):
            found.setdefault(first[body], []).append(body)
        return found

    def reported(self, fact: Fact) -> int | None:
        """Return the year of the fact's earliest source, or of what that is derived from."""
        keys = fact.cited
        cited = {*keys}.union(*(self.origins[key] for key in keys if key in self.origins))
        years = (period_year(self.sources[key].published) for key in cited)
        return min((year for year in years if year is not None), default=None)

    def on_encyclopedia_alone(self, references: Iterable[str]) -> bool:
        """Whether all references are to encyclopedias."""
        return all(map(self._repeats, references))

    def _repeats(self, text: str) -> bool:
        return self.sources[read_reference(text)[0]].kind == ENCYCLOPEDIA

    def reports_first(self, references: Sequence[str]) -> Sequence[str]:
        """Return the references except those to encyclopedias, or all if there are no others."""
        return [text for text in references if not self._repeats(text)] or references

    def reports(self, facts: Iterable[Sequence[str]]) -> list[str]:
        """Return the independent sources of facts with these references."""
        first = map(self.reports_first, facts)
        return self.independent(read_reference(text)[0] for texts in first for text in texts)

    def independent(self, sources: Iterable[str]) -> list[str]:
        """Return the sources, each once, of which none says what another of them says already.

        One that is derived from another of them doesn't count, and of several that are derived
        from the same absent source only the one with the fewest origins does.
        """
        every = list(dict.fromkeys(sources))
        heard = set(every)
        copies = set()
        for _, key in sorted((len(self.origins[key]), key) for key in every if key in self.origins):
            if not heard.isdisjoint(self.origins[key]):
                copies.add(key)
            else:
                heard |= self.origins[key]
        return [key for key in every if key not in copies]


def attribute_sources(sources: Mapping[str, Source]) -> dict[str, frozenset[str]]:
    """Return what each derived source goes back to, directly or through others."""
    found: dict[str, frozenset[str]] = {}
    for key, source in sources.items():
        origins: set[str] = set()
        waiting = [*source.derived_from]
        while waiting:
            if (one := waiting.pop()) not in origins:
                origins.add(one)
                waiting += sources[one].derived_from if one in sources else ()
        if origins:
            found[key] = frozenset(origins)
    return found
