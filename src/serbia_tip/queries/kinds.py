"""The queries: routes, statistics, tiers, findings, laws, timeline, coverage, sources, a year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Unpack

from msgspec import Struct, structs

import serbia_tip.model as model
from serbia_tip.model import FACT_TYPES, F, Fact, Statistic, Store, TierRating, read_reference
from serbia_tip.periods import period_moment, period_year, period_years
from serbia_tip.queries import rows
from serbia_tip.queries.filters import (
    AREAS,
    EVERYTHING,
    Common,
    Filters,
    Values,
    bodies_of_filter,
    filter_by_values,
    filter_facts,
    in_years_asked,
    list_values,
    read_filters,
    sources_of_filter,
)
from serbia_tip.queries.rows import FactRow
from serbia_tip.queries.vocabularies import vocabulary
from serbia_tip.store.attribution import Attribution


def routes(
    store: Store,
    *,
    role: Values = (),
    standing: Values = (),
    origin: Values = (),
    destination: Values = (),
    country: Values = (),
    common: Common = EVERYTHING,
    **filters: Unpack[Filters],
) -> list[rows.RouteRow]:
    """Return routes in order of time; `country` is either end, `origin` and `destination` one."""
    common = read_filters(routes, common, filters)
    ends = {"origin": origin, "destination": destination, "country": country}
    facts = filter_by_values(store, model.Route, role=role, standing=standing, **ends)
    return rows.make_rows(store, _sort_kind(filter_facts(store, facts, common)), rows.RouteRow)


def statistics(
    store: Store,
    *,
    area: Values = (),
    measure: Values = (),
    dimension: Values = (),
    group: Values = (),
    totals: bool = False,
    common: Common = EVERYTHING,
    **filters: Unpack[Filters],
) -> list[rows.StatisticRow]:
    """Return statistics by period, area and measure, parts under their whole.

    Measures stand in the order of the store's table of measures, those that it lacks after them.
    `totals` leaves out parts.
    """
    common = read_filters(statistics, common, filters)
    facts = filter_by_values(
        store, Statistic, area=area, measure=measure, dimension=dimension, group=group
    )
    if totals:
        facts = [each for each in facts if each.is_total]
    order = {name: number for number, name in enumerate(store.measures)}

    def place(statistic: Statistic) -> tuple[int, int]:
        return AREAS.index(statistic.area), order.get(statistic.measure, len(order))

    facts = _sort_kind(filter_facts(store, facts, common), place)
    return rows.make_rows(store, _sort_statistics(facts), rows.StatisticRow)


def tiers(
    store: Store,
    *,
    tier: Values = (),
    changes: bool = False,
    common: Common = EVERYTHING,
    **filters: Unpack[Filters],
) -> list[rows.TierRow]:
    """Return ratings by year; `changes` keeps those that differ from the one before."""
    common = read_filters(tiers, common, filters)
    facts = filter_by_values(store, TierRating, tier=tier)
    if changes:
        facts = [rating for rating in query_changed_tiers(store.tiers) if rating in facts]
    return rows.make_rows(store, _sort_kind(filter_facts(store, facts, common)), rows.TierRow)


def findings(
    store: Store,
    *,
    area: Values = (),
    topic: Values = (),
    assessment: Values = (),
    common: Common = EVERYTHING,
    **filters: Unpack[Filters],
) -> list[rows.FindingRow]:
    """Return findings by period and area."""
    common = read_filters(findings, common, filters)
    facts = filter_by_values(store, model.Finding, area=area, topic=topic, assessment=assessment)
    facts = _sort_kind(
        filter_facts(store, facts, common), lambda finding: AREAS.index(finding.area)
    )
    return rows.make_rows(store, facts, rows.FindingRow)


def laws(
    store: Store, *, kind: Values = (), common: Common = EVERYTHING, **filters: Unpack[Filters]
) -> list[rows.LawRow]:
    """Return the events of legal instruments and bodies by period."""
    common = read_filters(laws, common, filters)
    facts = filter_facts(store, filter_by_values(store, model.Law, kind=kind), common)
    return rows.make_rows(store, _sort_kind(facts), rows.LawRow)


def timeline(
    store: Store, *, kind: Values = (), common: Common = EVERYTHING, **filters: Unpack[Filters]
) -> list[rows.TimelineRow]:
    """Return every dated fact in order of time, deprecated or not."""
    common = read_filters(timeline, common, filters)
    facts = [fact for fact in query_facts(store, kind) if fact.dated is not None]
    found = filter_facts(store, facts, structs.replace(common, deprecated=True))
    return rows.make_rows(store, _sort_kind(found), rows.TimelineRow)


def coverage(
    store: Store, *, common: Common = EVERYTHING, **filters: Unpack[Filters]
) -> list[rows.CoverageRow]:
    """Count the facts of each kind that touch each year, from the first to the last year."""
    common = read_filters(coverage, common, filters)
    counts: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    for fact in filter_facts(store, store.facts(), common):
        for year in [None] if fact.dated is None else period_years(fact.dated):
            counts[year][fact.table] += 1
    known = [year for year in counts if year is not None]
    between = range(min(known, default=0), max(known, default=-1) + 1)
    every = [year for year in between if in_years_asked(f"{year:04}", common)]
    tables = [kind.table for kind in FACT_TYPES]
    return [
        rows.CoverageRow(year, **{table: counts[year][table] or None for table in tables})
        for year in (*every, *counts.keys() & {None})
    ]


def sources(
    store: Store, *, common: Common = EVERYTHING, **filters: Unpack[Filters]
) -> list[rows.SourceRow]:
    """Return the sources by id; all filters by year are about their publication.

    Who says something is its publisher, or says one of the facts that rest on it.
    """
    common = read_filters(sources, common, filters)
    facts = Counter(key for fact in store.facts() for key in fact.cited)
    found = {key for key, each in store.sources.items() if in_years_asked(each.published, common)}
    if wanted := sources_of_filter(store, common.source):
        found &= {read_reference(text)[0] for text in wanted}
    if common.reported:
        found = {
            key for key in found if period_year(store.sources[key].published) in common.reported
        }
    if common.by or common.meant:
        asked = Common(by=common.by, meant=common.meant, deprecated=True)
        bodies, body = bodies_of_filter(store, common.by), Attribution.of(store).body
        heard = {key for key in found if body(store.sources[key].publisher) in bodies}
        found &= heard.union(*(fact.cited for fact in filter_facts(store, store.facts(), asked)))
    made = []
    for key in sorted(found):
        archived = store.sources[key].archived
        known: rows.Plain = structs.asdict(store.sources[key])
        known |= {"id": key, "facts": facts[key], "archived": archived and archived.url}
        own = rows.SourceRow.__struct_fields__
        made.append(rows.SourceRow(**{name: known[name] for name in own}))
    return made


class Kind(Struct, frozen=True):
    """A kind of fact: its type, its row, and its query."""

    fact: type[Fact]
    row: type[FactRow]
    query: Callable[..., Sequence[FactRow]]

    @property
    def table(self) -> str:
        """The store's table of these facts."""
        return self.fact.table


# The kinds of fact; all that differs between them is in these records.
KINDS: Mapping[type[Fact], Kind] = {
    model.Route: Kind(model.Route, rows.RouteRow, routes),
    Statistic: Kind(Statistic, rows.StatisticRow, statistics),
    TierRating: Kind(TierRating, rows.TierRow, tiers),
    model.Finding: Kind(model.Finding, rows.FindingRow, findings),
    model.Law: Kind(model.Law, rows.LawRow, laws),
}
# The kinds in the order of a year's page.
ORDER = list(dict.fromkeys([KINDS[TierRating], KINDS[Statistic], *KINDS.values()]))


def query_changed_tiers(ratings: Iterable[TierRating]) -> list[TierRating]:
    """Return the ratings that differ from the one before.

    Deprecated ones don't count; of rivals for one year, only the preferred or the first does.
    """
    standing = [rating for rating in ratings if rating.rank != "deprecated"]
    standing.sort(key=lambda rating: rating.rank != "preferred")
    by_year = {rating.year: rating for rating in reversed(standing)}
    in_order = [by_year[year] for year in sorted(by_year)]
    return [after for before, after in pairwise(in_order) if after.tier != before.tier]


def query_facts(store: Store, kinds: Values) -> list[Fact]:
    """Return the facts of these kinds, named in singular or plural; all if no kind is named."""
    wanted = {noun for name in list_values(kinds) for noun in vocabulary(store, "noun").find(name)}
    return [fact for fact in store.facts() if not wanted or fact.noun in wanted]


def _sort_kind(facts: Iterable[F], then: Callable[[F], object] | None = None) -> list[F]:
    """Sort facts by period, undated ones last, then by `then`, then as in the store."""

    def key(fact: F) -> tuple[object, ...]:
        when = (0, *period_moment(fact.dated)) if fact.dated else (1,)
        return (*when, then(fact)) if then else when

    return sorted(facts, key=key)


def _sort_statistics(statistics: list[Statistic]) -> list[Statistic]:
    """Reorder statistics so that parts follow their whole, if it is among them."""
    present = {statistic.id for statistic in statistics}
    parts: defaultdict[str | None, list[Statistic]] = defaultdict(list)
    for each in statistics:
        parts[each.part_of if each.part_of in present else None].append(each)
    ordered: list[Statistic] = []
    waiting = parts[None][::-1]
    while waiting:
        ordered.append(waiting.pop())
        waiting += parts[ordered[-1].id][::-1]
    return ordered


class YearView(Struct, frozen=True):
    """The answer of `tip year`: the rows that touch the year, by kind."""

    year: int
    tiers: list[rows.TierRow]
    statistics: list[rows.StatisticRow]
    routes: list[rows.RouteRow]
    findings: list[rows.FindingRow]
    laws: list[rows.LawRow]

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
