"""The works that can be cited: a store's sources, and the store itself."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from serbia_tip.model import Fact, Person, Source, Store, reference
from serbia_tip.periods import as_period
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.fact_cards import SourcePlace, locator_in_words
from serbia_tip.words import number_of, slug


class CitedWork(Struct, frozen=True):
    """One publication, and the facts through which it was reached."""

    key: str
    source: Source
    annotation: str
    accessed: date | None = None
    version: str | None = None

    @property
    def makers(self) -> list[str | Person]:
        """The authors, or else the publisher, or nobody."""
        return [*self.source.authors] or ([self.source.publisher] if self.source.publisher else [])

    @property
    def container(self) -> str | None:
        """The journal or newspaper that it appeared in; for news, the publisher by default."""
        printed = self.source.kind in ("article", "news")
        return self.source.container or (self.source.publisher if printed else None)

    @property
    def is_article(self) -> bool:
        """Whether it appeared in a journal or a newspaper."""
        return self.source.kind in ("article", "news") or self.source.volume is not None


def references(
    store: Store, things: Iterable[Fact | SourcePlace], accessed: date
) -> list[CitedWork]:
    """Return the sources of the facts, and those of the places, in the order of first mention."""
    attribution = Attribution.of(store)
    places: dict[str, dict[str, None]] = {}
    users: dict[str, dict[str, None]] = {}
    for thing in things:
        cited = (
            [reference(text) for text in thing.sources]
            if isinstance(thing, Fact)
            else [(thing.source, thing.locator)]
        )
        for key, locator in cited:
            where = locator_in_words(store.sources[key], locator)
            places.setdefault(key, {}).update({where: None} if where else {})
            through = users.setdefault(key, {})
            if isinstance(thing, Fact):
                through[_named(thing, store.sources[key], attribution)] = None
    return [
        CitedWork(
            key=key,
            source=store.sources[key],
            annotation=_annotation(list(places[key]), list(users[key]), store.store.version),
            accessed=accessed,
        )
        for key in places
    ]


def _named(fact: Fact, source: Source, attribution: Attribution) -> str:
    """Return the fact's id, with who says it in brackets unless it is the source's publisher."""
    said_by = attribution.said_by(fact)
    if said_by == [attribution.body(source.publisher)]:
        return fact.id
    return f"{fact.id} ({'; '.join(said_by)})"


def _annotation(places: Sequence[str], facts: Sequence[str], version: str) -> str:
    """Return the places in the source, and the facts through which it was reached."""
    where = f"{'; '.join(places)}. " if places else ""
    through = f"Facts {', '.join(facts)} of store" if facts else "Source of store"
    return f"{where}{through} {version}"


def fact_base(store: Store, sha256: str, accessed: date) -> CitedWork:
    """Return the store itself as a reference; `sha256` is the hash of its text."""
    about = store.store
    terms = f"{about.licence.name}. " if about.licence else ""
    return CitedWork(
        key=slug(about.title),
        source=Source(
            title=about.title,
            publisher="",
            kind="data set",
            published=as_period(about.version),
            url=about.homepage,
            authors=about.authors,
        ),
        annotation=f"{terms}{number_of(len(store.facts()), 'fact')}, sha256 {sha256}",
        accessed=accessed,
        version=about.version,
    )
