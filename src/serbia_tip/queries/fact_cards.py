"""A card of all that is known of one fact or source, found by its name; works to cite for it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct, structs

import serbia_tip.model as model
from serbia_tip.errors import NotThereError
from serbia_tip.model import Fact, Person, Source, Statistic, Store, read_reference
from serbia_tip.periods import period_range, version_period
from serbia_tip.queries import rows as of
from serbia_tip.queries.kinds import KINDS
from serbia_tip.queries.rows import FactRow, Plain, TimelineRow, make_rows, rivals_for_rows
from serbia_tip.queries.vocabularies import source_vocabulary, vocabulary
from serbia_tip.store.attribution import Attribution
from serbia_tip.words import count_noun, did_you_mean, fold, lookup_word, slug

_NUMBERED = re.compile(r"(.+)-0*(\d+)")
_NEAR = 5  # so many facts are named instead of one that isn't there


class SourcePlace(Struct, frozen=True):
    """A source, or one place in it."""

    source: str
    locator: str | None = None

    @property
    def text(self) -> str:
        """The place as a reference."""
        return self.source if self.locator is None else f"{self.source}[{self.locator}]"


def find_fact_or_source(store: Store, name: str) -> Fact | SourcePlace:
    """Return what has this name: a fact's or source's id, `source[locator]`, or a locator alone.

    Raises NotThereError, with near names, for an unknown name or a locator in several sources.
    """
    facts = {fact.id: fact for fact in store.facts()}
    if name in facts:
        return facts[name]
    places, keys = source_vocabulary(store)
    if read_reference(name)[1] is not None:
        return SourcePlace(*read_reference(lookup_word("place", name, places)))
    locator = fold(name)
    wanted = [text for text in places if locator and fold(read_reference(text)[1] or "") == locator]
    if len(wanted) > 1:
        raise NotThereError(f"{name!r} is a place in several sources: {', '.join(wanted)}")
    try:
        found = lookup_word("fact or source", name, {**keys, **dict.fromkeys(facts, 0)})
        return facts[found] if found in facts else SourcePlace(found)
    except NotThereError as error:
        if wanted:
            return SourcePlace(*read_reference(wanted[0]))
        called = vocabulary(store, "source")
        if named := [key for level in called.levels for key in level.get(locator, ())]:
            return SourcePlace(named[0])
        ids = find_similar_ids(store, name)
        if all(fact_id in str(error) for fact_id in ids):
            raise
        more = f" also {len(ids) - _NEAR} more like it" if len(ids) > _NEAR else ""
        near = did_you_mean(ids[:_NEAR])
        raise NotThereError(f"no fact or source {name!r}{near}{more}") from None


def find_similar_ids(store: Store, name: str) -> list[str]:
    """Return the ids with the words of this name, or else its beginning: wholes and newer first."""
    words = slug(name).split("-")
    parts = {fact.id: fact.id.split("-") for fact in store.facts()}
    found = [fact_id for fact_id, own in parts.items() if set(words) <= set(own)]
    for length in range(len(words) - 1, 0, -1):
        found = found or [key for key, own in parts.items() if own[:length] == words[:length]]
    return sorted(sorted(found, reverse=True), key=lambda fact_id: len(parts[fact_id]))


class _OfSource(Struct, kw_only=True, frozen=True):
    """The last fields of what says of a source what is known: a citation, the source's card."""

    authors: list[str]
    publisher: str
    published: str | None
    url: str | None
    copies: model.Copies
    doi: str | None
    language: model.Language
    derived_from: model.DerivedFrom
    read: model.Readings
    archived: model.Archived | None
    accessed: model.Accessed
    note: str | None


class Citation(_OfSource, frozen=True):
    """One reference of a fact, with the fields of its source."""

    source: str
    locator: str | None
    place: Annotated[str | None, Meta(description="The locator in words.")]
    credit: Annotated[str | None, Meta(description="Whom this source credits with the statement.")]
    title: str


Citations: TypeAlias = Annotated[list[Citation], Meta(description="The sources, resolved.")]
Rivals: TypeAlias = Annotated[list[FactRow], Meta(description="The facts that dispute this one.")]
Whole: TypeAlias = Annotated[FactRow | None, Meta(description="The figure that includes this one.")]
Parts: TypeAlias = Annotated[list[FactRow], Meta(description="The figures that this one includes.")]
Line: TypeAlias = Annotated[int | None, Meta(description="The line of the store where it begins.")]


class RouteCard(of.RouteRow, kw_only=True, frozen=True, tag_field="fact_kind", tag="route"):
    __doc__ = "A route whole."
    citations: Citations
    disputes: Rivals
    whole: Whole
    parts: Parts
    line: Line


class StatisticCard(
    of.StatisticRow, kw_only=True, frozen=True, tag_field="fact_kind", tag="statistic"
):
    __doc__ = "A statistic whole."
    citations: Citations
    disputes: Rivals
    whole: Whole
    parts: Parts
    line: Line


class TierCard(of.TierRow, kw_only=True, frozen=True, tag_field="fact_kind", tag="tier"):
    __doc__ = "A rating whole."
    citations: Citations
    disputes: Rivals
    whole: Whole
    parts: Parts
    line: Line


class FindingCard(of.FindingRow, kw_only=True, frozen=True, tag_field="fact_kind", tag="finding"):
    __doc__ = "A finding whole."
    citations: Citations
    disputes: Rivals
    whole: Whole
    parts: Parts
    line: Line


class LawCard(of.LawRow, kw_only=True, frozen=True, tag_field="fact_kind", tag="law"):
    __doc__ = "An event of a law whole."
    citations: Citations
    disputes: Rivals
    whole: Whole
    parts: Parts
    line: Line


Card: TypeAlias = RouteCard | StatisticCard | TierCard | FindingCard | LawCard
# The card of each kind of fact; in JSON, `fact_kind` tells them apart.
CARDS: Mapping[type[Fact], type[Card]] = {
    model.Route: RouteCard,
    Statistic: StatisticCard,
    model.TierRating: TierCard,
    model.Finding: FindingCard,
    model.Law: LawCard,
}


def fact_cards(store: Store, facts: Sequence[Fact], begins: Mapping[str, int]) -> list[Card]:
    """Return the facts' cards; `begins` is the line on which each fact begins, by id."""
    by_id = {fact.id: fact for fact in store.facts()}
    rivals = rivals_for_rows(store, facts)
    parts: defaultdict[str | None, list[str]] = defaultdict(list)
    for statistic in store.statistics:
        parts[statistic.part_of].append(statistic.id)
    wholes = {each.id: [each.part_of] for each in store.statistics if each.part_of}
    shown = {
        name
        for fact in facts
        for name in (fact.id, *rivals.get(fact.id, []), *wholes.get(fact.id, []), *parts[fact.id])
    }
    row_of: dict[str, FactRow] = {}
    for kind in KINDS.values():
        of_kind = [by_id[name] for name in shown if type(by_id[name]) is kind.fact]
        row_of |= {row.id: row for row in make_rows(store, of_kind, kind.row)}
    return [
        CARDS[type(fact)](
            **structs.asdict(row_of[fact.id]),
            citations=[_card_citation(store, fact, text) for text in fact.sources],
            disputes=[row_of[other] for other in rivals.get(fact.id, [])],
            whole=next((row_of[name] for name in wholes.get(fact.id, [])), None),
            parts=[row_of[part] for part in parts[fact.id]],
            line=begins.get(fact.id),
        )
        for fact in facts
    ]


def _card_citation(store: Store, fact: Fact, text: str) -> Citation:
    key, locator = read_reference(text)
    source, credit = store.sources[key], "; ".join(fact.credits_by(key)) or None
    place = card_locator(source, locator)
    return Citation(key, locator, place, credit, **_card_source_fields(source, Citation))


def _card_source_fields(source: Source, kind: type[_OfSource]) -> Plain:
    """Return the source's fields that `kind` has as well, its authors by name."""
    known = structs.asdict(source) | {"authors": [str(author) for author in source.authors]}
    return {name: known[name] for name in kind.__struct_fields__ if name in known}


def card_locator(source: Source, locator: str | None) -> str | None:
    """Return a locator in words if it numbers a section's sentence, or else as it is."""
    numbered = _NUMBERED.fullmatch(locator or "")
    if numbered and numbered[1] in source.sections:
        return f"{source.sections[numbered[1]]}, sentence {numbered[2]}"
    return locator


class SourceCard(_OfSource, frozen=True, tag_field="fact_kind", tag="source"):
    """A source, or a place in it, with the facts that rest on it."""

    id: Annotated[str, Meta(description="The source's id.")]
    locator: Annotated[str | None, Meta(description="The place in it, if one was asked for.")]
    place: Annotated[str | None, Meta(description="The locator in words.")]
    title: str
    short: str | None
    kind: str
    container: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    facts: Annotated[list[TimelineRow], Meta(description="The facts that rest on it.")]


def source_card(store: Store, place: SourcePlace) -> SourceCard:
    """Return the card of a source, or of a place in it."""
    source = store.sources[place.source]
    resting = [fact for fact in store.facts() if place.text in (*fact.cited, *fact.sources)]
    facts, about = make_rows(store, resting, TimelineRow), _card_source_fields(source, SourceCard)
    words = card_locator(source, place.locator)
    return SourceCard(place.source, place.locator, words, facts=facts, **about)


class CitedWork(Struct, frozen=True):
    """One publication, and what to say of the place in it."""

    key: str
    source: Source
    places: Sequence[str] = ()  # each with whom the source credits there
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

    @property
    def readings(self) -> list[str]:
        """In what copies it was read, each with the address that isn't its own."""
        return say_readings(self.source)


def say_readings(source: Source) -> list[str]:
    """Say in what copies a source was read: `read in ASTRA's copy, https://…`, and its archive."""
    said = [f"read in {each.what if each.url == source.url else each}" for each in source.read]
    if source.archived:
        when = f" on {source.archived.date}" if source.archived.date else ""
        said.append(f"archived{when}: {source.archived.url}")
    return said


# Whom each fact that cites a place has credited there.
_Uses: TypeAlias = dict[str | None, list[tuple[str, ...]]]


def cited_works(store: Store, things: Iterable[Fact | SourcePlace]) -> list[CitedWork]:
    """Return the sources of the facts, and those of the places, in the order of first mention.

    Each has the places in it, and each place whom the source credits there but itself.
    """
    attribution = Attribution.of(store)
    uses: dict[str, _Uses] = {}
    for thing in things:
        texts = thing.sources if isinstance(thing, Fact) else [thing.text]
        for key, locator in map(read_reference, texts):
            credit = thing.credits_by(key) if isinstance(thing, Fact) else []
            makers = attribution.makers(store.sources[key])
            others = {*map(attribution.body, credit)} - makers
            uses.setdefault(key, {}).setdefault(locator, []).append(tuple(sorted(others)))
    works = ((key, store.sources[key], found) for key, found in uses.items())
    return [CitedWork(key, source, _cited_places(source, found)) for key, source, found in works]


def _cited_places(source: Source, uses: _Uses) -> list[str]:
    """Say each place, with whom it credits; the sentences of a section that credit alike in one."""
    found: dict[tuple[str, str], list[int]] = {}
    for locator, credited in uses.items():
        bodies = " and ".join(dict.fromkeys(chain.from_iterable(credited)))
        part = " in part" if len(set(credited)) > 1 else ""
        numbered = _NUMBERED.fullmatch(locator or "")
        section = source.sections.get(numbered[1]) if numbered else None
        same = found.setdefault((section or locator or "", bodies and f"citing {bodies}{part}"), [])
        same += [int(numbered[2])] if numbered and section else []
    places = []
    for (where, credit), numbers in found.items():
        parted = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
        runs = ([number for _, number in run] for _, run in parted)
        said = ", ".join(period_range(run[0], run[-1]) for run in runs)
        place = f"{where}, sentence{'s' * (len(numbers) > 1)} {said}" if said else where
        places.append(f"{place} ({credit})" if place and credit else place or credit)
    return list(filter(None, places))


def cited_store(store: Store, sha256: str = "") -> CitedWork:
    """Return the store itself as a reference; `sha256` is the hash of its text, if it is known."""
    about = store.store
    terms = f"{about.licence.name}. " if about.licence else ""
    counted = count_noun(len(store.facts()), "fact")
    note = f"{terms}{counted}{f', sha256 {sha256}' if sha256 else ''}"
    itself = Source(about.title, "", "data set", url=about.homepage, authors=about.authors)
    itself = structs.replace(itself, published=version_period(about.version))
    return CitedWork(slug(about.title), itself, [note], about.version)
