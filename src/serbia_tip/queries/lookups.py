"""The queries: pure functions from a store's facts to rows.

Several values of one filter mean "or", different filters mean "and"; values compare as people
type them (`words.fold`). An unknown value raises NotThereError, which names the known ones; a
known value that matches nothing gives no rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.lookup import lookup
from serbia_tip.model import (
    FACT_TYPES,
    Area,
    Assessment,
    F,
    Fact,
    Finding,
    Law,
    Role,
    Route,
    Standing,
    Statistic,
    Store,
    Tier,
    TierRating,
    vocabulary,
)
from serbia_tip.period import span, year_of, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.rows import (
    CoverageRow,
    FactRow,
    FieldRow,
    FindingRow,
    LawRow,
    RouteRow,
    Row,
    SearchRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    rows,
)
from serbia_tip.references import reference
from serbia_tip.words import fold

Values: TypeAlias = Sequence[str]
FactQuery: TypeAlias = Callable[..., Sequence[FactRow]]

AREAS = vocabulary(Area)
TIERS = vocabulary(Tier)
TIER_ALIASES = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
_WORDS = {
    "area": AREAS,
    "assessment": vocabulary(Assessment),
    "role": vocabulary(Role),
    "standing": vocabulary(Standing),
    "tier": TIERS,
}
"""The fields with a vocabulary: all its words are known values, even if no fact has them."""


class Common(Struct, frozen=True):
    """The filters that every query has.

    `year`, `since` and `until` are about the period that is described, `reported` about the year
    of the earliest source; a `source` is an id or key[locator].
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
    """Return routes by year; `origin`, `destination` and `country` (either end) name countries."""
    facts = _matching(store, Route, role=role, standing=standing)
    facts = _touching(store, facts, origin, lambda route: [route.origin])
    facts = _touching(store, facts, destination, lambda route: [route.destination])
    facts = _touching(store, facts, country, lambda route: [route.origin, route.destination])
    return rows(store, _by_year(narrowed(store, facts, common)), RouteRow)


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
    """Return statistics by year and area, parts under their whole; `totals` leaves out parts."""
    facts = _matching(
        store, Statistic, area=area, measure=measure, dimension=dimension, group=group
    )
    if totals:
        facts = [
            statistic
            for statistic in facts
            if statistic.part_of is None and statistic.group is None
        ]
    facts = _by_year(narrowed(store, facts, common), lambda statistic: AREAS.index(statistic.area))
    return rows(store, _under_wholes(facts), StatisticRow)


def tiers(
    store: Store,
    *,
    tier: Values = (),
    changes: bool = False,
    common: Common = EVERYTHING,
) -> list[TierRow]:
    """Return ratings by year; `changes` keeps those that differ from the one before."""
    facts = _matching(store, TierRating, tier=tier)
    if changes:
        moved = changed(store.tiers)
        facts = [rating for rating in facts if rating in moved]
    return rows(store, _by_year(narrowed(store, facts, common)), TierRow)


def findings(
    store: Store,
    *,
    area: Values = (),
    topic: Values = (),
    assessment: Values = (),
    common: Common = EVERYTHING,
) -> list[FindingRow]:
    """Return findings by year and area."""
    facts = _matching(store, Finding, area=area, topic=topic, assessment=assessment)
    facts = _by_year(narrowed(store, facts, common), lambda finding: AREAS.index(finding.area))
    return rows(store, facts, FindingRow)


def laws(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[LawRow]:
    """Return the events of legal instruments and bodies by year."""
    facts = narrowed(store, _matching(store, Law, kind=kind), common)
    return rows(store, _by_year(facts), LawRow)


def timeline(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[TimelineRow]:
    """Return every dated fact by year; within a year, precise dates before vaguer ones."""
    facts = [fact for fact in of_kinds(store, kind) if fact.dated is not None]
    return rows(store, sorted(narrowed(store, facts, common), key=_moment), TimelineRow)


def coverage(store: Store, *, common: Common = EVERYTHING) -> list[CoverageRow]:
    """Count the facts of each kind that touch each year, from the first to the last year."""
    counts: Counter[tuple[int | None, str]] = Counter()
    for fact in narrowed(store, store.facts(), common):
        touched = [None] if fact.dated is None else years(fact.dated)
        counts.update((year, fact.table) for year in touched)
    known = [year for year, _ in counts if year is not None]
    every: list[int | None] = [
        year
        for year in range(min(known, default=0), max(known, default=-1) + 1)
        if in_years(f"{year:04}", common)
    ]
    if any(year is None for year, _ in counts):
        every.append(None)
    return [
        CoverageRow(year, **{kind.table: counts[year, kind.table] or None for kind in FACT_TYPES})
        for year in every
    ]


def sources(store: Store, *, common: Common = EVERYTHING) -> list[SourceRow]:
    """Return the sources by id; all filters by year are about their publication."""
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


class Kind(Struct, frozen=True):
    """A kind of fact: its type, its row, and its query."""

    fact: type[Fact]
    row: type[FactRow]
    query: FactQuery

    @property
    def table(self) -> str:
        """The store's table of these facts."""
        return self.fact.table


KINDS: Mapping[type[Fact], Kind] = {
    kind.fact: kind
    for kind in (
        Kind(Route, RouteRow, routes),
        Kind(Statistic, StatisticRow, statistics),
        Kind(TierRating, TierRow, tiers),
        Kind(Finding, FindingRow, findings),
        Kind(Law, LawRow, laws),
    )
}
"""The kinds of fact; all that differs between them is in these records."""

_OTHER_ROWS: tuple[type[Row], ...] = (TimelineRow, SearchRow, SourceRow, CoverageRow, FieldRow)

COMMANDS: Mapping[str, type[Row]] = {
    row.command: row for row in (*(kind.row for kind in KINDS.values()), *_OTHER_ROWS)
}
"""The row of each command that answers with rows."""


def changed(ratings: Iterable[TierRating]) -> list[TierRating]:
    """Return the ratings that differ from the one before.

    Deprecated ones don't count; of rivals for one year, only the preferred or the first does.
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
    """Return the facts of these kinds, named in singular or plural; all if no kind is named."""
    counts = {kind.noun: len(store.of(kind)) for kind in FACT_TYPES}
    aliases = {kind.table: kind.noun for kind in FACT_TYPES}
    wanted = {lookup("kind", kind, counts, aliases) for kind in kinds}
    return [fact for fact in store.facts() if not wanted or fact.noun in wanted]


# --- filters -----------------------------------------------------------------------------------


def _matching(store: Store, kind: type[F], /, **wanted: Values) -> list[F]:
    """Return the facts of one kind whose fields have a wanted value, if any is wanted.

    Raises NotThereError for a value that no fact of the kind has.
    """
    facts = store.of(kind)
    for field, values in wanted.items():
        if values:
            meant = _meant(store, kind, field, values)
            facts = [fact for fact in facts if getattr(fact, field) in meant]
    return facts


def _meant(store: Store, kind: type[Fact], field: str, wanted: Values) -> set[str]:
    """Return the values of a field that are wanted by name, by title or by alias."""
    counts = dict.fromkeys(_WORDS.get(field, ()), 0)
    for fact in store.of(kind):
        if (value := getattr(fact, field)) is not None:
            counts[value] = counts.get(value, 0) + 1
    called = _called(store, field, counts)
    aliases = {name: values[0] for name, values in called.items()}
    if field == "tier":
        aliases |= TIER_ALIASES
    spelled: defaultdict[str, set[str]] = defaultdict(set)
    for value in counts:
        spelled[fold(value)].add(value)
    meant: set[str] = set()
    for value in wanted:
        meant |= spelled[fold(lookup(field, value, counts, aliases))]
        meant.update(called.get(fold(value), ()))
    return meant


def _called(store: Store, field: str, values: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of a field by their titles and aliases, folded."""
    terms = store.terms.get(field, {})
    found: defaultdict[str, list[str]] = defaultdict(list)
    for value in values:
        if term := terms.get(value):
            for name in dict.fromkeys(map(fold, (term.title or value, *term.aliases))):
                found[name].append(value)
    return found


def words_of_sources(
    store: Store, group: Values, found: Iterable[StatisticRow]
) -> dict[str, list[str]]:
    """Return the other words that the found rows use for each group: minors for children."""
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
    """Return the routes with a wanted country among their `ends`."""
    if not wanted:
        return facts
    codes = {_country(store, name) for name in wanted}
    return [route for route in facts if codes.intersection(ends(route))]


def _country(store: Store, name: str) -> str:
    """Return a country's code by its code, name or alias; raises NotThereError."""
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


def narrowed(store: Store, facts: Iterable[F], common: Common) -> list[F]:
    """Return the facts that match the common filters."""
    if wanted := _sources(store, common.source):
        facts = [
            fact
            for fact in facts
            if any(text in wanted or reference(text)[0] in wanted for text in fact.sources)
        ]
    if common.reported:
        reported = Attribution.of(store).reported
        facts = [fact for fact in facts if reported(fact) in common.reported]
    return [fact for fact in facts if in_years(fact.dated, common)]


def _sources(store: Store, wanted: Values) -> set[str]:
    """Return the wanted sources, ids or key[locator]; raises NotThereError for an unknown one."""
    if not wanted:
        return set()
    places, keys = cited(store)
    return {
        lookup("source", text, places if reference(text)[1] is not None else keys)
        for text in wanted
    }


def cited(store: Store) -> tuple[Counter[str], Counter[str]]:
    """Count how often facts refer to each place in a source, and to each source."""
    places = Counter(text for fact in store.facts() for text in dict.fromkeys(fact.sources))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[reference(text)[0]] += count
    return places, keys


def in_years(period: str | None, common: Common) -> bool:
    """Whether the period overlaps the years asked for; without one, only if none are."""
    if not common.year and common.since is None and common.until is None:
        return True
    if period is None:
        return False
    touched = years(period)
    first = touched[0] if common.since is None else max(touched[0], common.since)
    last = touched[-1] if common.until is None else min(touched[-1], common.until)
    return any(first <= year <= last for year in common.year) if common.year else first <= last


# --- order -------------------------------------------------------------------------------------


def _by_year(facts: Iterable[F], then: Callable[[F], int] | None = None) -> list[F]:
    """Sort facts by year, undated ones last, then by `then`, then as in the store."""

    def key(fact: F) -> tuple[bool, int, int]:
        year = year_of(fact.dated)
        return year is None, year or 0, then(fact) if then else 0

    return sorted(facts, key=key)


def _moment(fact: Fact) -> tuple[int, date, int]:
    """Return the sort key of a dated fact: its first year, its end, then the shorter first."""
    first, last = span(str(fact.dated))
    return first.year, last, -first.toordinal()


def _under_wholes(statistics: list[Statistic]) -> list[Statistic]:
    """Reorder statistics so that parts follow their whole, if it is among them."""
    present = {statistic.id for statistic in statistics}
    parts: defaultdict[str, list[Statistic]] = defaultdict(list)
    tops = []
    for statistic in statistics:
        if statistic.part_of in present:
            parts[str(statistic.part_of)].append(statistic)
        else:
            tops.append(statistic)
    ordered = []
    waiting = tops[::-1]
    while waiting:
        statistic = waiting.pop()
        ordered.append(statistic)
        waiting += parts[statistic.id][::-1]
    return ordered
