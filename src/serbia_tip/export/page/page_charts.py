"""The page's answer at its top, with roles and years; and its charts."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from serbia_tip.figures import tiers
from serbia_tip.figures.shapes import Captions, Figure, Years, scale_title, track_mark_year
from serbia_tip.figures.statistics import draw_statistic_series
from serbia_tip.figures.svg import draw_svg_years
from serbia_tip.figures.svg_paper import SIZE, Paper
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.periods import period_years
from serbia_tip.queries.gaps import yearly_figure_years
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.views.wording import say_capitalized, say_range

_MOST = 12  # the most panels
_FEWEST = 4  # the fewest years of a series that is drawn for its length alone
_WIDTH = 344.0  # of a drawing, which has to fit a phone


class Chart(NamedTuple):
    """The drawing of one series, and what stands around it."""

    title: str
    whose: str
    measure: str | None  # None where it is the ratings
    sources: str
    notes: Sequence[str]
    drawing: Markup


def draw_page_charts(
    store: Store,
    ratings: Sequence[TierRow],
    totals: Sequence[StatisticRow],
    measures: Sequence[str],
) -> list[Chart]:
    """The ratings, the richest series of each of the measures, and the richest of the others."""
    captions, charts = Captions(store), []
    if drawn := tiers.draw_tiers(store, ratings):
        charts.append(
            _page_chart(0, drawn, "Ratings", say_capitalized(captions.who(ratings)), None)
        )
    for rows in _choose_page_chart_series(totals, measures)[: _MOST - len(charts)]:
        title, unit = captions.words.measure(rows[0].measure), scale_title(rows[0])
        who = captions.who(rows)
        whose = say_capitalized(who) if unit.casefold() == title.casefold() else f"{unit}, {who}"
        drawn = draw_statistic_series(store, rows)
        charts.append(_page_chart(len(charts), drawn, title, whose, rows[0].measure))
    return charts


def _page_chart(place: int, figure: Figure, title: str, whose: str, measure: str | None) -> Chart:
    """Draw the figure's one series; what it is of and who says so stand above it."""
    [years_] = (panel for panel in figure.panels if isinstance(panel, Years))
    tracks = [replace(track, title="") for track in years_.tracks]
    paper = Paper(_WIDTH, part=f"chart_{place}_")
    draw_svg_years(replace(years_, title="", tracks=tracks), paper, SIZE, len(tracks))
    title = f"{title}, {say_range(years_.years[0], years_.years[-1])}"
    notes = [*(f"{year:04}: {meaning}" for year, meaning in years_.breaks), *figure.notes]
    drawing = Markup(paper.written(title, whose))  # noqa: S704  # every text in it is escaped
    return Chart(title, whose, measure, figure.sources, notes, drawing)


def _choose_page_chart_series(
    totals: Sequence[StatisticRow], measures: Sequence[str]
) -> list[list[StatisticRow]]:
    """The yearly figures of one measure, unit and counter each, those to be drawn first."""
    found: defaultdict[tuple[object, ...], list[StatisticRow]] = defaultdict(list)
    for row in totals:
        if track_mark_year(row) is not None:
            found[row.measure, row.unit, row.out_of, tuple(row.said_by)].append(row)
    richest = sorted(found.values(), key=lambda rows: -len(yearly_figure_years(rows)))
    best = {rows[0].measure: rows for rows in reversed(richest)}
    first = [best[name] for name in measures if len(yearly_figure_years(best.get(name, []))) > 1]
    long = [rows for rows in richest if len(yearly_figure_years(rows)) >= _FEWEST]
    return [*first, *(rows for rows in long if rows not in first)]


def count_page_years(
    store: Store, ratings: Sequence[TierRow]
) -> Iterator[tuple[int, str, dict[type[Fact], int]]]:
    """The years in which a fact begins or ends, the rating, and how many facts touch each."""
    spans = {
        kind: [period_years(fact.dated) for fact in store.of(kind) if fact.dated]
        for kind in FACT_TYPES
    }
    begins = {kind: sorted(span[0] for span in found) for kind, found in spans.items()}
    ends = {kind: sorted(span[-1] for span in found) for kind, found in spans.items()}
    rated: defaultdict[int, list[str]] = defaultdict(list)
    captions = Captions(store)
    for row in ratings:
        rated[row.year].append(captions.marked(row.tier, row))
    for year in sorted({*chain(*begins.values(), *ends.values())}):
        touching = {
            kind: number
            for kind in FACT_TYPES
            if (number := bisect_right(begins[kind], year) - bisect_left(ends[kind], year))
        }
        yield year, "; ".join(rated[year]), touching
