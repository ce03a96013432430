"""Narrow rows to the disputed ones, or to the newest of each series."""

from collections.abc import Hashable, Sequence
from datetime import date

from serbia_tip.model import Store
from serbia_tip.period import span
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.lookups import Common, narrowed
from serbia_tip.queries.rows import CitedRow, CoverageRow, R, Row, SourceRow, TierRow


def disputed_only(store: Store, rows: Sequence[R]) -> list[R]:
    """Return the rows that are deprecated, or disputed by a fact that isn't."""
    standing = {fact.id for fact in store.facts() if fact.rank != "deprecated"}
    return [
        row
        for row in rows
        if isinstance(row, CitedRow)
        if row.rank == "deprecated" or not standing.isdisjoint(row.disputed_by)
    ]


def undated(store: Store, rows: Sequence[Row], common: Common) -> int:
    """Count the rows, or the facts that they count, without a dated source.

    `common` are the filters that gave the rows.
    """
    if any(isinstance(row, CoverageRow) for row in rows):
        reported = Attribution.of(store).reported
        return sum(reported(fact) is None for fact in narrowed(store, store.facts(), common))
    return sum(
        getattr(row, "published" if isinstance(row, SourceRow) else "reported", 0) is None
        for row in rows
    )


def latest_only(rows: Sequence[R]) -> list[R]:
    """Return the newest rows of each series, and all rows that are in none."""
    latest: dict[Hashable, date] = {}
    for row in rows:
        series, end = _series(row), _end(row)
        if end is not None:
            latest[series] = max(end, latest.get(series, end))
    return [row for row in rows if _end(row) == latest.get(_series(row))]


def _series(row: Row) -> Hashable:
    """Return the key of the row's series; the row itself if it is in none."""
    return tuple(str(getattr(row, field)) for field in row.series) or row


def _end(row: Row) -> date | None:
    """Return the last day of what the row describes; None if it is undated."""
    if isinstance(row, TierRow):
        return date(row.year, 12, 31)
    period = getattr(row, "period", None)
    return None if period is None else span(period).last
