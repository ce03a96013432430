"""The query of each kind of fact, the record of each kind, and the rows of one year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import (
    FACT_TYPES,
    F,
    Fact,
    Finding,
    Law,
    Route,
    Statistic,
    Store,
    TierRating,
    reference,
)
from serbia_tip.periods import moment, year_of, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.filters import (
    AREAS,
    EVERYTHING,
    Common,
    Values,
    in_years,
    matching,
    narrowed,
    touching,
    wanted_bodies,
    wanted_sources,
)
from serbia_tip.queries.rows import (
    CoverageRow,
    DisputeRow,
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
from serbia_tip.words import lookup

FactQuery: TypeAlias = Callable[..., Sequence[FactRow]]


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
    """Return routes in order of time; `country` is either end, `origin` and `destination` one."""
    facts = matching(store, Route, role=role, standing=standing)
    facts = touching(store, facts, origin, lambda route: [route.origin])
    facts = touching(store, facts, destination, lambda route: [route.destination])
    facts = touching(store, facts, country, lambda route: [route.origin, route.destination])
    return rows(store, _in_order(narrowed(store, facts, common)), RouteRow)


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
    """Return statistics by period, area and measure, parts under their whole.

    Measures stand in the order of the store's table of measures, those that it lacks after them.
    `totals` leaves out parts.
    """
    facts = matching(store, Statistic, area=area, measure=measure, dimension=dimension, group=group)
    if totals:
        facts = [
            statistic
            for statistic in facts
            if statistic.part_of is None and statistic.group is None
        ]
    order = {name: number for number, name in enumerate(store.measures)}

    def place(statistic: Statistic) -> tuple[int, int]:
        return AREAS.index(statistic.area), order.get(statistic.measure, len(order))

    facts = _in_order(narrowed(store, facts, common), place)
    return rows(store, _under_wholes(facts), StatisticRow)


def tiers(
    store: Store, *, tier: Values = (), changes: bool = False, common: Common = EVERYTHING
) -> list[TierRow]:
    """Return ratings by year; `changes` keeps those that differ from the one before."""
    facts = matching(store, TierRating, tier=tier)
    if changes:
        moved = changed(store.tiers)
        facts = [rating for rating in facts if rating in moved]
    return rows(store, _in_order(narrowed(store, facts, common)), TierRow)


def findings(
    store: Store,
    *,
    area: Values = (),
    topic: Values = (),
    assessment: Values = (),
    common: Common = EVERYTHING,
) -> list[FindingRow]:
    """Return findings by period and area."""
    facts = matching(store, Finding, area=area, topic=topic, assessment=assessment)
    facts = _in_order(narrowed(store, facts, common), lambda finding: AREAS.index(finding.area))
    return rows(store, facts, FindingRow)


def laws(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[LawRow]:
    """Return the events of legal instruments and bodies by period."""
    facts = narrowed(store, matching(store, Law, kind=kind), common)
    return rows(store, _in_order(facts), LawRow)


def timeline(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[TimelineRow]:
    """Return every dated fact in order of time, deprecated or not."""
    facts = [fact for fact in of_kinds(store, kind) if fact.dated is not None]
    found = narrowed(store, facts, replace(common, deprecated=True))
    return rows(store, _in_order(found), TimelineRow)


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
    """Return the sources by id; all filters by year are about their publication.

    Who says something is its publisher, or says one of the facts that rest on it.
    """
    facts = Counter(
        key for fact in store.facts() for key in {reference(text)[0] for text in fact.sources}
    )
    wanted = {reference(text)[0] for text in wanted_sources(store, common.source)}
    heard = _sources_heard(store, common)
    return [
        SourceRow(
            id=key,
            title=source.title,
            publisher=source.publisher,
            published=source.published,
            url=source.url,
            kind=source.kind,
            facts=facts[key],
            language=source.language,
            derived_from=source.derived_from,
            archived=source.archived.url if source.archived else None,
            accessed=source.accessed,
        )
        for key, source in sorted(store.sources.items())
        if (not wanted or key in wanted) and in_years(source.published, common)
        if not common.reported or year_of(source.published) in common.reported
        if heard is None or key in heard
    ]


def _sources_heard(store: Store, common: Common) -> set[str] | None:
    """Return the sources of the facts with the wanted words and bodies; None if none is wanted."""
    if not common.by and not common.meant:
        return None
    asked = Common(by=common.by, meant=common.meant, deprecated=True)
    found = {
        reference(text)[0]
        for fact in narrowed(store, store.facts(), asked)
        for text in fact.sources
    }
    bodies = wanted_bodies(store, common.by)
    body = Attribution.of(store).body
    return found | {key for key, each in store.sources.items() if body(each.publisher) in bodies}


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
_OTHER_ROWS: tuple[type[Row], ...] = (
    TimelineRow,
    SearchRow,
    SourceRow,
    DisputeRow,
    CoverageRow,
    FieldRow,
)
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
    counts: dict[str, int] = {kind.noun: len(store.of(kind)) for kind in FACT_TYPES}
    aliases = {kind.table: kind.noun for kind in FACT_TYPES}
    wanted = {lookup("kind", kind, counts, aliases) for kind in kinds}
    return [fact for fact in store.facts() if not wanted or fact.noun in wanted]


def _in_order(facts: Iterable[F], then: Callable[[F], object] | None = None) -> list[F]:
    """Sort facts by period, undated ones last, then by `then`, then as in the store."""

    def key(fact: F) -> tuple[object, ...]:
        when = (0, *moment(fact.dated)) if fact.dated else (1,)
        return (*when, then(fact)) if then else when

    return sorted(facts, key=key)


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


_FIRST: list[type[Fact]] = [TierRating, Statistic]
ORDER = [KINDS[fact] for fact in dict.fromkeys([*_FIRST, *KINDS])]
"""The kinds of fact in the order of a year's page."""


class YearView(Struct, frozen=True):
    """The answer of `tip year`: the rows that touch the year, by kind."""

    year: int
    tiers: list[TierRow]
    statistics: list[StatisticRow]
    routes: list[RouteRow]
    findings: list[FindingRow]
    laws: list[LawRow]

    def rows(self, kind: Kind) -> Sequence[FactRow]:
        """Return the rows of one kind of fact."""
        found: Sequence[FactRow] = getattr(self, kind.table)
        return found


def year(store: Store, year: int, *, deprecated: bool = False) -> YearView:
    """Return the facts whose periods touch a year, and the ratings in its report."""
    common = Common(year=[year], deprecated=deprecated)
    return YearView(
        year,
        tiers=[row for row in tiers(store, common=common) if row.year == year],
        statistics=statistics(store, common=common),
        routes=routes(store, common=common),
        findings=findings(store, common=common),
        laws=laws(store, common=common),
    )
