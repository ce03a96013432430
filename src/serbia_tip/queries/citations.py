"""The works that can be cited: a store's sources, and the store itself."""

from collections.abc import Iterable

from msgspec import Struct, structs

from serbia_tip.model import Fact, Person, Source, Store, reference
from serbia_tip.periods import as_period
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.fact_cards import SourcePlace, locator_in_words
from serbia_tip.words import number_of, slug


class CitedWork(Struct, frozen=True):
    """One publication, and what to say of the place in it."""

    key: str
    source: Source
    annotation: str = ""
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


def references(store: Store, things: Iterable[Fact | SourcePlace]) -> list[CitedWork]:
    """Return the sources of the facts, and those of the places, in the order of first mention.

    Each is annotated with the places in it, and with whom it credits itself.
    """
    attribution = Attribution.of(store)
    places: dict[str, dict[str, None]] = {}
    credited: dict[str, dict[str, None]] = {}
    for thing in things:
        texts = thing.sources if isinstance(thing, Fact) else [thing.text]
        for key, locator in map(reference, texts):
            source = store.sources[key]
            where = locator_in_words(source, locator)
            places.setdefault(key, {}).update({where: None} if where else {})
            credit = thing.credits_by(key) if isinstance(thing, Fact) else []
            others = {*map(attribution.body, credit)} - {attribution.body(source.publisher)}
            credited.setdefault(key, {}).update(dict.fromkeys(sorted(others)))
    return [
        CitedWork(key, store.sources[key], _annotation(found, credited[key]))
        for key, found in places.items()
    ]


def _annotation(places: Iterable[str], credited: Iterable[str]) -> str:
    where, bodies = "; ".join(places), " and ".join(credited)
    if not bodies:
        return where
    return f"{where}, citing {bodies}" if where else f"Citing {bodies}"


def fact_base(store: Store, sha256: str = "") -> CitedWork:
    """Return the store itself as a reference; `sha256` is the hash of its text, if it is known."""
    about = store.store
    terms = f"{about.licence.name}. " if about.licence else ""
    counted = number_of(len(store.facts()), "fact")
    note = f"{terms}{counted}{f', sha256 {sha256}' if sha256 else ''}"
    itself = Source(about.title, "", "data set", url=about.homepage, authors=about.authors)
    itself = structs.replace(itself, published=as_period(about.version))
    return CitedWork(slug(about.title), itself, note, about.version)
