"""Choose the figure of a command's rows."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from serbia_tip.errors import UsageError
from serbia_tip.figures import parts, ratings, routes, series
from serbia_tip.figures.shapes import Figure
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import RouteRow, Row, StatisticRow, TierRow
from serbia_tip.words import number_of

_NAMED = 5
"""The most measures that a message names."""


def figure(answer: Answer) -> Figure | None:
    """The figure of these rows; None when there are none.

    The figures of ratings and statistics draw gaps and breaks, and so need no remarks on them.
    Raises UsageError when the rows are of several measures, or groups without wholes.
    """
    store, rows = answer.store, answer.rows
    if answer.kind is TierRow:
        return ratings.figure(store, cast(Sequence[TierRow], rows))
    if answer.kind is RouteRow:
        return routes.figure(store, cast(Sequence[RouteRow], rows), answer.remarks)
    return _statistics(store, rows)


def _statistics(store: Store, rows: Sequence[Row]) -> Figure | None:
    """The wholes through the years, or else one group, or else the parts of wholes."""
    figures = [row for row in rows if isinstance(row, StatisticRow)]
    measures = Counter(row.measure for row in figures)
    if len(measures) > 1:
        most = ", ".join(f"{name} ({count})" for name, count in measures.most_common(_NAMED))
        more = ", …" if len(measures) > _NAMED else ""
        raise UsageError(
            f"--chart draws one measure, and these are {len(measures)}: "
            f"name one with --measure: {most}{more}"
        )
    wholes = [row for row in figures if row.group is None and row.part_of is None]
    if wholes or len({row.group for row in figures}) <= 1:
        left = len(figures) - len(wholes or figures)
        said = f"Not drawn: {number_of(left, 'part')} of these figures; --dimension draws parts."
        return series.figure(store, wholes or figures, [said] if left else [])
    divided = [row for row in figures if row.part_of is not None]
    if not divided:
        raise UsageError(
            "--chart draws wholes, one group, or the parts of wholes: name one with --group"
        )
    return parts.figure(store, divided)
