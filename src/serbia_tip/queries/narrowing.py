"""Narrow rows further: to what is disputed, or to the newest of each series."""

from collections.abc import Hashable, Sequence
from datetime import date

from serbia_tip.model import Store
from serbia_tip.period import span
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.lookups import Common, narrowed
from serbia_tip.queries.rows import (
    CitedRow,
    CoverageRow,
    FactRow,
    FindingRow,
    LawRow,
    R,
    RouteRow,
    Row,
    SearchRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
)


def disputed_only(store: Store, rows: Sequence[R]) -> list[R]:
    """The rows that are deprecated, or disputed by a fact that is not deprecated itself."""
    standing = {fact.id for fact in store.facts() if fact.rank != "deprecated"}
    return [
        row
        for row in rows
        if isinstance(row, CitedRow)
        if row.rank == "deprecated" or not standing.isdisjoint(row.disputed_by)
    ]


def undated(store: Store, rows: Sequence[Row], common: Common) -> int:
    """How many of the rows, or of the facts that they count, have no source with a date.

    `common` narrowed the rows.
    """
    attribution = Attribution.of(store)
    count = 0
    for row in rows:
        match row:
            case FactRow() | TimelineRow() | SearchRow():
                count += row.reported is None
            case SourceRow():
                count += row.published is None
            case CoverageRow():
                facts = narrowed(store, store.facts(), common)
                return sum(attribution.reported(fact) is None for fact in facts)
    return count


def latest_only(rows: Sequence[R]) -> list[R]:
    """The rows of each series whose period ends last; those that stand alone stay."""
    latest: dict[Hashable, date] = {}
    for row in rows:
        series, end = _series(row), _end(row)
        if end is not None:
            latest[series] = max(end, latest.get(series, end))
    return [row for row in rows if _end(row) == latest.get(_series(row))]


def _series(row: Row) -> Hashable:
    """What a row is one of, over the years."""
    match row:
        case StatisticRow():
            counter = tuple(row.said_by)
            return row.measure, row.dimension, row.group, row.unit, row.entity, counter
        case RouteRow():
            return row.role, row.standing, row.origin, row.destination
        case TierRow():
            return "tier"
        case FindingRow():
            return row.area, row.topic
        case LawRow():
            return row.kind, row.name
    return row


def _end(row: Row) -> date | None:
    """The last day of what the row describes, or None where it is undated."""
    if isinstance(row, TierRow):
        return date(row.year, 12, 31)
    period = getattr(row, "period", None)
    return None if period is None else span(period).last
