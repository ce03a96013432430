"""What can be asked of a store: pure functions from its facts to rows.

Several values of one filter mean "or", different filters mean "and"; values compare as people
type them (`words.fold`). A value that the store doesn't have raises NotThereError, which names
the right ones; a value that it has and that matches nothing gives no rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct

from serbia_tip.field_types import Area, Assessment, Role, Standing, Tier, vocabulary
from serbia_tip.lookup import lookup
from serbia_tip.model import KINDS, Fact, Route, Statistic, Store, TierRating
from serbia_tip.period import span, year_of, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.rows import (
    CoverageRow,
    FindingRow,
    LawRow,
    RouteRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    rows,
)
from serbia_tip.references import reference
from serbia_tip.words import fold

F = TypeVar("F", bound=Fact)
Values = Sequence[str]

TIERS = vocabulary(Tier)
TIER_ALIASES = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
ROLES = vocabulary(Role)
STANDINGS = vocabulary(Standing)
AREAS = vocabulary(Area)
ASSESSMENTS = vocabulary(Assessment)


class Common(Struct, frozen=True):
    """The filters that every query has.

    `year`, `since` and `until` are about what is described, `reported` about when its earliest
    source was published; a `source` goes by id or as key[locator].
    """

    year: Sequence[int] = ()
    since: int | None = None
    until: int | None = None
    source: Values = ()
    reported: Sequence[int] = ()


EVERYTHING = Common()


def routes(
    store: Store,
    *,
    role: Values = (),
    standing: Values = (),
    origin: Values = (),
    destination: Values = (),
    country: Values = (),
    common: Common = EVERYTHING,
) -> list[RouteRow]:
    """The routes by year; `origin`, `destination` and `country` (either end) name countries."""
    facts = _worded(store, store.routes, "role", role, words=ROLES)
    facts = _worded(store, facts, "standing", standing, among=store.routes, words=STANDINGS)
    facts = _touching(store, facts, origin, lambda route: [route.origin])
    facts = _touching(store, facts, destination, lambda route: [route.destination])
    facts = _touching(store, facts, country, lambda route: [route.origin, route.destination])
    facts = _by_year(narrowed(store, facts, common))
    return rows(store, facts, RouteRow)


def statistics(
    store: Store,
    *,
    area: Values = (),
    measure: Values = (),
    dimension: Values = (),
    group: Values = (),
    totals: bool = False,
    common: Common = EVERYTHING,
) -> list[StatisticRow]:
    """The figures by year and area, parts under their whole; `totals` leaves the parts out."""
    facts = _worded(store, store.statistics, "area", area, words=AREAS)
    facts = _worded(store, facts, "measure", measure, among=store.statistics)
    facts = _worded(store, facts, "dimension", dimension, among=store.statistics)
    facts = _worded(store, facts, "group", group, among=store.statistics)
    if totals:
        facts = [figure for figure in facts if figure.part_of is None and figure.group is None]
    facts = _by_year(narrowed(store, facts, common), lambda figure: AREAS.index(figure.area))
    return rows(store, _under_wholes(facts), StatisticRow)


def tiers(
    store: Store,
    *,
    tier: Values = (),
    changes: bool = False,
    common: Common = EVERYTHING,
) -> list[TierRow]:
    """The ratings by year; `changes` keeps the years whose tier differs from the one before."""
    facts = changed(store.tiers) if changes else store.tiers
    facts = _worded(
        store, facts, "tier", tier, among=store.tiers, words=TIERS, aliases=TIER_ALIASES
    )
    facts = _by_year(narrowed(store, facts, common))
    return rows(store, facts, TierRow)


def findings(
    store: Store,
    *,
    area: Values = (),
    topic: Values = (),
    assessment: Values = (),
    common: Common = EVERYTHING,
) -> list[FindingRow]:
    """What the sources say in words, by year and area."""
    facts = _worded(store, store.findings, "area", area, words=AREAS)
    facts = _worded(store, facts, "topic", topic, among=store.findings)
    facts = _worded(store, facts, "assessment", assessment, among=store.findings, words=ASSESSMENTS)
    facts = _by_year(narrowed(store, facts, common), lambda finding: AREAS.index(finding.area))
    return rows(store, facts, FindingRow)


def laws(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[LawRow]:
    """The legal instruments and bodies, one row for each dated event."""
    facts = _worded(store, store.laws, "kind", kind)
    facts = _by_year(narrowed(store, facts, common))
    return rows(store, facts, LawRow)


def timeline(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[TimelineRow]:
    """Every dated fact, year by year; within a year, precise dates before vaguer ones."""
    facts = [fact for fact in of_kinds(store, kind) if fact.dated is not None]
    facts = sorted(narrowed(store, facts, common), key=_moment)
    return rows(store, facts, TimelineRow)


def coverage(store: Store, *, common: Common = EVERYTHING) -> list[CoverageRow]:
    """How many facts of each kind touch each year, from the first year to the last; gaps too."""
    counts: Counter[tuple[int | None, str]] = Counter()
    for kind in KINDS:
        for fact in narrowed(store, getattr(store, kind), common):
            touched = [None] if fact.dated is None else years(fact.dated)
            counts.update((year, kind) for year in touched)
    known = [year for year, _ in counts if year is not None]
    every: list[int | None] = [
        year
        for year in range(min(known, default=0), max(known, default=-1) + 1)
        if in_years(f"{year:04}", common)
    ]
    if any(year is None for year, _ in counts):
        every.append(None)
    return [
        CoverageRow(year, **{kind: counts[year, kind] or None for kind in KINDS}) for year in every
    ]


def sources(store: Store, *, common: Common = EVERYTHING) -> list[SourceRow]:
    """The sources by id; years, reported or not, are those of publication."""
    facts = Counter(
        key for fact in store.facts() for key in {reference(text)[0] for text in fact.sources}
    )
    wanted = {reference(text)[0] for text in _sources(store, common.source)}
    return [
        SourceRow(
            id=key,
            title=source.title,
            publisher=source.publisher,
            published=source.published,
            url=source.url,
            kind=source.kind,
            facts=facts[key],
        )
        for key, source in sorted(store.sources.items())
        if (not wanted or key in wanted) and in_years(source.published, common)
        if not common.reported or year_of(source.published) in common.reported
    ]


def changed(ratings: Iterable[TierRating]) -> list[TierRating]:
    """The ratings that differ from the latest one before them.

    A deprecated one doesn't count; of rivals for one year the preferred one does, or the first.
    """
    standing = [rating for rating in ratings if rating.rank != "deprecated"]
    standing.sort(key=lambda rating: rating.rank != "preferred")
    by_year = {rating.year: rating for rating in reversed(standing)}
    moved = []
    before: TierRating | None = None
    for _, rating in sorted(by_year.items()):
        if before is not None and rating.tier != before.tier:
            moved.append(rating)
        before = rating
    return moved


def of_kinds(store: Store, kinds: Values) -> list[Fact]:
    """The facts of these kinds, named as one or as many (route, routes); all when none is."""
    nouns: dict[str, str] = {fact.noun: table for table, fact in KINDS.items()}
    counts = {noun: len(getattr(store, table)) for noun, table in nouns.items()}
    aliases = {table: noun for noun, table in nouns.items()}
    wanted = {lookup("kind", kind, counts, aliases) for kind in kinds}
    return [fact for fact in store.facts() if not wanted or fact.noun in wanted]


# --- filters -----------------------------------------------------------------------------------


def _worded(
    store: Store,
    facts: list[F],
    field: str,
    wanted: Values,
    *,
    among: Sequence[Fact] | None = None,
    words: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
) -> list[F]:
    """The facts whose `field` is one of the wanted words.

    A word is right when it is one of `words`, or some fact `among` all of the kind has it, or the
    store says that such a word goes by it: then that word is meant, beside the word itself.
    """
    if not wanted:
        return facts
    counts = dict.fromkeys(words, 0)
    for fact in facts if among is None else among:
        if (word := getattr(fact, field)) is not None:
            counts[word] = counts.get(word, 0) + 1
    called = _called(store, field, counts)
    others = {name: words[0] for name, words in called.items()} | dict(aliases or {})
    spelled: defaultdict[str, set[str]] = defaultdict(set)
    for word in counts:
        spelled[fold(word)].add(word)
    chosen: set[str] = set()
    for word in wanted:
        chosen |= spelled[fold(lookup(field, word, counts, others))]
        chosen.update(called.get(fold(word), ()))
    return [fact for fact in facts if getattr(fact, field) in chosen]


def _called(store: Store, field: str, words: Iterable[str]) -> dict[str, list[str]]:
    """The words of the field that go by another name, a title or an alias, by that name, folded."""
    terms = store.terms.get(field, {})
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if term := terms.get(word):
            for name in dict.fromkeys(map(fold, (term.title or word, *term.aliases))):
                found[name].append(word)
    return found


def words_of_sources(
    store: Store, group: Values, found: Iterable[StatisticRow]
) -> dict[str, list[str]]:
    """For each group that was asked for, the other words that the rows that it found have for it.

    Such as minors, for children.
    """
    groups = dict.fromkeys(row.group for row in found if row.group is not None)
    called = _called(store, "group", groups)
    titles = {name: store.groups[name].title for name in groups if name in store.groups}
    said = {
        word: [
            name
            for name in called.get(fold(word), ())
            if fold(word) not in (fold(name), fold(titles[name] or name))
        ]
        for word in group
    }
    return {word: names for word, names in said.items() if names}


def _touching(
    store: Store,
    facts: list[Route],
    wanted: Values,
    ends: Callable[[Route], list[str | None]],
) -> list[Route]:
    """The routes of which one of the `ends` is a wanted country."""
    if not wanted:
        return facts
    codes = {_country(store, name) for name in wanted}
    return [route for route in facts if codes.intersection(ends(route))]


def _country(store: Store, name: str) -> str:
    """The code of the country with this code, name or alias; raises NotThereError."""
    touched = Counter(
        code for route in store.routes for code in {route.origin, route.destination} if code
    )
    counts = {country.name: touched[code] for code, country in store.countries.items()}
    aliases = {
        alias: country.name
        for code, country in store.countries.items()
        for alias in (code, country.alpha3, *country.aliases)
    }
    found = lookup("country", name, counts, aliases)
    return next(code for code, country in store.countries.items() if country.name == found)


def narrowed(store: Store, facts: list[F], common: Common) -> list[F]:
    """The facts that the common filters let through."""
    if wanted := _sources(store, common.source):
        facts = [fact for fact in facts if any(_rests_on(text, wanted) for text in fact.sources)]
    if common.reported:
        reported = Attribution.of(store).reported
        facts = [fact for fact in facts if reported(fact) in common.reported]
    return [fact for fact in facts if in_years(fact.dated, common)]


def _sources(store: Store, wanted: Values) -> set[str]:
    """The wanted sources, as ids or as key[locator]; raises NotThereError for an unknown one."""
    if not wanted:
        return set()
    places = Counter(text for fact in store.facts() for text in set(fact.sources))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[reference(text)[0]] += count
    return {
        lookup("source", text, places if reference(text)[1] is not None else keys)
        for text in wanted
    }


def _rests_on(text: str, wanted: set[str]) -> bool:
    return text in wanted or reference(text)[0] in wanted


def in_years(period: str | None, common: Common) -> bool:
    """Whether the period overlaps the years asked for; without a period, only if none are."""
    if not common.year and common.since is None and common.until is None:
        return True
    if period is None:
        return False
    touched = years(period)
    first = touched[0] if common.since is None else max(touched[0], common.since)
    last = touched[-1] if common.until is None else min(touched[-1], common.until)
    return any(first <= year <= last for year in common.year) if common.year else first <= last


# --- order -------------------------------------------------------------------------------------


def _by_year(facts: list[F], then: Callable[[F], int] | None = None) -> list[F]:
    """The facts in order of year, undated ones last, then by `then`, then as in the store."""

    def key(fact: F) -> tuple[bool, int, int]:
        year = year_of(fact.dated)
        return year is None, year or 0, then(fact) if then else 0

    return sorted(facts, key=key)


def _moment(fact: Fact) -> tuple[int, date, int]:
    """The place of a dated fact in time: within its first year, what ends first comes first.

    Of what ends on one day, the shorter comes first.
    """
    first, last = span(str(fact.dated))
    return first.year, last, -first.toordinal()


def _under_wholes(figures: list[Statistic]) -> list[Statistic]:
    """The same figures, the parts of each directly under it, where it is among them."""
    present = {figure.id for figure in figures}
    parts: defaultdict[str, list[Statistic]] = defaultdict(list)
    tops = []
    for figure in figures:
        if figure.part_of in present:
            parts[str(figure.part_of)].append(figure)
        else:
            tops.append(figure)
    ordered = []
    waiting = tops[::-1]
    while waiting:
        figure = waiting.pop()
        ordered.append(figure)
        waiting += parts[figure.id][::-1]
    return ordered
