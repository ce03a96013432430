"""The page's pictures, and its years."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from serbia_tip.errors import UsageError
from serbia_tip.figures import render_figure
from serbia_tip.figures.routes import draw_routes
from serbia_tip.figures.shapes import Bars, Captions, Figure, Years
from serbia_tip.figures.statistics import draw_statistic_series
from serbia_tip.figures.tiers import draw_tiers
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.periods import period_years
from serbia_tip.queries.filters import Answer, Asked
from serbia_tip.queries.gaps import yearly_figure_years
from serbia_tip.queries.rows import RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import Screen, write_message
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import group_by

_MOST = 4  # the most pictures of series
_FEWEST = 4  # the fewest years of a measure that is drawn for their number alone
_WIDTH = 352  # of a picture, which has to fit a phone


class Chart(NamedTuple):
    """A picture, and what stands around it."""

    title: str
    measure: str | None  # None where it is no measure's
    sources: str
    notes: Sequence[str]
    drawing: Markup


def draw_page_charts(
    store: Store,
    ratings: Sequence[TierRow],
    routes: Sequence[RouteRow],
    totals: Sequence[StatisticRow],
    measures: Sequence[str],
) -> tuple[list[Chart], list[Chart]]:
    """The ratings, each of the measures, and the others of most years; and the routes' maps.

    Without the libraries that draw pictures there are none, which is said on standard error.
    """
    found: list[tuple[str, str | None, Figure]] = []
    if drawn := draw_tiers(Answer(store, TierRow, ratings)):
        found.append(("Ratings", None, drawn))
    words = FactWords(store)
    for name, rows in _choose_page_measures(totals, measures)[: _MOST - len(found)]:
        found.append((words.measure(name), name, draw_statistic_series(store, rows, Asked())))
    maps: list[tuple[str, str | None, Figure]] = []
    if drawn := draw_routes(Answer(store, RouteRow, routes)):
        panels = (panel for panel in drawn.panels if isinstance(panel, Bars) and panel.reports)
        maps += [
            (
                panel.title,
                None,
                replace(drawn, title=panel.title, panels=[replace(panel, title="", bars=[])]),
            )
            for panel in panels
        ]
    try:
        return [_page_chart(*each) for each in found], [_page_chart(*each) for each in maps]
    except UsageError as error:
        write_message(f"the page has no pictures: {error}")
        return [], []


def _page_chart(title: str, measure: str | None, figure: Figure) -> Chart:
    screen = Screen(None, color=True, pixels=_WIDTH, theme="light")
    panels = [replace(it, words=()) if isinstance(it, Years) else it for it in figure.panels]
    # What it leaves out stands below it, in the tables, and at the foot of the page.
    alone = replace(figure, panels=panels, sources="", credit="")
    drawing = Markup(render_figure(alone, "svg", screen).decode())  # noqa: S704  # all is escaped
    return Chart(title, measure, figure.sources, figure.notes, drawing)


def _choose_page_measures(
    totals: Sequence[StatisticRow], measures: Sequence[str]
) -> list[tuple[str, list[StatisticRow]]]:
    """The measures' totals: those asked for if they have a series, then those of most years."""
    found = group_by(totals, lambda row: row.measure)
    years = {name: len(yearly_figure_years(rows)) for name, rows in found.items()}
    first = [name for name in measures if years.get(name, 0) > 1]
    long = sorted((name for name in found if years[name] >= _FEWEST), key=lambda name: -years[name])
    return [(name, found[name]) for name in dict.fromkeys([*first, *long])]


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
