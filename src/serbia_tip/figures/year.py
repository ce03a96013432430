"""The figure of one year: its statistics as bars, and its routes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from serbia_tip.figures import routes
from serbia_tip.figures.captions import Captions
from serbia_tip.figures.series import highest, scale, share
from serbia_tip.figures.shapes import Bar, Bars, Figure, Panel
from serbia_tip.model import Store
from serbia_tip.queries import lookups
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.pairs import pairs
from serbia_tip.queries.rows import FactRow, StatisticRow
from serbia_tip.views.wording import period


def figure(store: Store, year: int, *, beyond: bool = True, parts: bool = True) -> Figure | None:
    """The figure of this year; None when there are no facts to draw.

    It includes figures of longer periods if `beyond`, and parts of wholes if `parts`.
    """
    captions, said = Captions(store), f"{year:04}"
    common = Common(year=[year])
    ratings = lookups.tiers(store, common=common)
    statistics = lookups.statistics(store, totals=not parts, common=common)
    ways = lookups.routes(store, common=common)
    within = [row for row in statistics if _within(row, year)]
    longer = [row for row in statistics if beyond and not _within(row, year)]
    scales = _by_scale(within)
    panels: list[Panel] = [_panel(captions, same, said) for same in scales if len(same) > 1]
    if single := [row for same in scales if len(same) == 1 for row in same]:
        panels.append(Bars(title="In other units", bars=_bars(captions, single, None, said)))
    if longer:
        panels.append(Bars(title="Over longer periods", bars=_bars(captions, longer, None, said)))
    found = pairs(store, ways)
    panels += routes.panels(captions, found, year)
    rows: list[FactRow] = [*ratings, *within, *longer, *ways]
    if not rows:
        return None
    rated = [f"{captions.marked(row.tier, row)}, {captions.words.who(row)}" for row in ratings]
    return Figure(
        title=f"{said}: rated {'; '.join(rated)}" if rated else said,
        description="Bars for figures, lines for routes.",
        panels=panels,
        legend=routes.legend(found),
        notes=captions.notes(rows),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _within(row: StatisticRow, year: int) -> bool:
    """Whether the statistic is of this year alone, or of a part of it."""
    return row.period is not None and {part[:4] for part in row.period.split("/")} == {f"{year:04}"}


def _by_scale(rows: Iterable[StatisticRow]) -> list[list[StatisticRow]]:
    """The statistics grouped by scale, the largest group first."""
    found: defaultdict[tuple[str, float | None], list[StatisticRow]] = defaultdict(list)
    for row in rows:
        found[row.unit, row.out_of].append(row)
    return sorted(found.values(), key=len, reverse=True)


def _panel(captions: Captions, rows: Sequence[StatisticRow], year: str) -> Bars:
    full = highest(rows[0], [row.value for row in rows])
    return Bars(title=scale(rows[0]), bars=_bars(captions, rows, full, year))


def _bars(
    captions: Captions, rows: Sequence[StatisticRow], full: float | None, year: str
) -> list[Bar]:
    """A bar for each statistic, without a length if they share no scale."""
    words = captions.words
    present = {row.id for row in rows}
    bars = []
    for row in rows:
        when = "" if row.period == year else row.period
        part = row.part_of in present
        text = [captions.marked(words.value(row), row), "" if part else words.who(row)]
        label = words.measure(row.measure)
        if row.group:
            label = words.group(row.group) if part else f"{label}: {words.group(row.group)}"
        if when and not part:
            label += f", {period(when)}"
        bars.append(
            Bar(
                id=row.id,
                label=label,
                share=None if full is None else share(row.value, full),
                sign=captions.sign(row),
                text=" ".join(filter(None, text)),
                within=part,
            )
        )
    return bars
