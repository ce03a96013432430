"""The query of each kind of fact, the record of each kind, and the rows of one year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

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
from serbia_tip.periods import span, year_of, years
from serbia_tip.queries.filters import (
    AREAS,
    EVERYTHING,
    Common,
    Values,
    in_years,
    matching,
    narrowed,
    touching,
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
    extended,
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
    """Return routes by year; `origin`, `destination` and `country` (either end) name countries."""
    facts = matching(store, Route, role=role, standing=standing)
    facts = touching(store, facts, origin, lambda route: [route.origin])
    facts = touching(store, facts, destination, lambda route: [route.destination])
    facts = touching(store, facts, country, lambda route: [route.origin, route.destination])
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
    facts = matching(store, Statistic, area=area, measure=measure, dimension=dimension, group=group)
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
    facts = matching(store, TierRating, tier=tier)
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
    facts = matching(store, Finding, area=area, topic=topic, assessment=assessment)
    facts = _by_year(narrowed(store, facts, common), lambda finding: AREAS.index(finding.area))
    return rows(store, facts, FindingRow)


def laws(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[LawRow]:
    """Return the events of legal instruments and bodies by year."""
    facts = narrowed(store, matching(store, Law, kind=kind), common)
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
    wanted = {reference(text)[0] for text in wanted_sources(store, common.source)}
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
    counts = {kind.noun: len(store.of(kind)) for kind in FACT_TYPES}
    aliases = {kind.table: kind.noun for kind in FACT_TYPES}
    wanted = {lookup("kind", kind, counts, aliases) for kind in kinds}
    return [fact for fact in store.facts() if not wanted or fact.noun in wanted]


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


_FIRST: list[type[Fact]] = [TierRating, Statistic]


ORDER = [KINDS[fact] for fact in dict.fromkeys([*_FIRST, *KINDS])]
"""The kinds of fact in the order of a year's page."""


def _with_rows(view: type["YearView"]) -> type["YearView"]:
    """Add a field for each kind of fact, with the rows of that kind."""
    return extended(view, [(kind.table, list.__class_getitem__(kind.row)) for kind in ORDER])


@_with_rows
class YearView(Struct, frozen=True):
    """The answer of `tip year`: the rows that touch the year, by kind."""

    year: int

    if TYPE_CHECKING:

        def __getattr__(self, table: str) -> list[Any]:
            """The rows of one kind of fact."""


def year(store: Store, year: int) -> YearView:
    """Return the facts whose periods touch a year, and the ratings in its report."""
    common = Common(year=[year])
    rows: dict[str, Any] = {kind.table: kind.query(store, common=common) for kind in ORDER}
    rows[TierRating.table] = [row for row in tiers(store, common=common) if row.year == year]
    return YearView(year, **rows)
