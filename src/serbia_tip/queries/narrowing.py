"""Narrow rows further: to what is disputed, or to the newest of each series."""

from collections.abc import Hashable, Sequence
from datetime import date

from serbia_tip.model import Store
from serbia_tip.period import span
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.lookups import Common, narrowed
from serbia_tip.queries.rows import CitedRow, CoverageRow, R, Row, SourceRow, TierRow


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
    if any(isinstance(row, CoverageRow) for row in rows):
        reported = Attribution.of(store).reported
        return sum(reported(fact) is None for fact in narrowed(store, store.facts(), common))
    return sum(
        getattr(row, "published" if isinstance(row, SourceRow) else "reported", 0) is None
        for row in rows
    )


def latest_only(rows: Sequence[R]) -> list[R]:
    """The rows of each series whose period ends last; those that stand alone stay."""
    latest: dict[Hashable, date] = {}
    for row in rows:
        series, end = _series(row), _end(row)
        if end is not None:
            latest[series] = max(end, latest.get(series, end))
    return [row for row in rows if _end(row) == latest.get(_series(row))]


def _series(row: Row) -> Hashable:
    """What the row is one of over the years; the row itself where it stands alone."""
    return tuple(str(getattr(row, field)) for field in row.series) or row


def _end(row: Row) -> date | None:
    """The last day of what the row describes, or None where it is undated."""
    if isinstance(row, TierRow):
        return date(row.year, 12, 31)
    period = getattr(row, "period", None)
    return None if period is None else span(period).last
