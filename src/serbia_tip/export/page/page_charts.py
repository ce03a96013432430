"""The charts of the page: one small panel for each series, so that a phone shows it whole."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from msgspec import Struct

from serbia_tip.figures import tiers
from serbia_tip.figures.captions import Captions, scale, year_of
from serbia_tip.figures.shapes import Figure, Mark, Years
from serbia_tip.figures.statistics import draw_series
from serbia_tip.model import Store
from serbia_tip.queries.gaps import yearly_years
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.views.wording import capitalized, years_in_words

_MOST = 12
"""The most panels."""
_FEWEST = 4
"""The fewest years of a series that is drawn for its length alone."""
_WIDTH, _HEIGHT = 344.0, 176.0
"""The size of a panel, in pixels, which fits a phone."""
_TOP, _BOTTOM, _LEFT, _RIGHT = 26.0, 150.0, 8.0, 336.0
"""Where the values are drawn."""
_LANES_LEFT = 118.0
"""Where the years of ratings begin, right of the tiers' names."""
_LABEL_YEARS = 40.0
"""The least distance between two years that are written."""


class Text(Struct, frozen=True):
    """A text within a panel."""

    x: float
    y: float
    anchor: str
    text: str
    class_: str = "small"


class Dot(Struct, frozen=True):
    """A value of one year: its mark, and what is said of it where it is pointed at."""

    x: float
    y: float
    sign: str
    said: str


class Panel(Struct, frozen=True, kw_only=True):
    """A drawing of one series."""

    title: str
    whose: str
    """What is counted, and by whom."""
    measure: str | None = None
    """None where it is the ratings."""
    gaps: Sequence[tuple[float, float, float, float]]
    """The years for which nothing is stored, as rectangles."""
    rules: Sequence[float]
    """The heights of the lines from the first year to the last."""
    left: float
    breaks: Sequence[float]
    """Where the figures before and after can't be compared."""
    lines: Sequence[Sequence[tuple[float, float]]]
    dots: Sequence[Dot]
    texts: Sequence[Text]
    notes: Sequence[str]
    sources: str
    right: float = _RIGHT
    top: float = _TOP
    bottom: float = _BOTTOM
    size: tuple[float, float] = (_WIDTH, _HEIGHT)


def draw_charts(
    store: Store,
    ratings: Sequence[TierRow],
    totals: Sequence[StatisticRow],
    measures: Sequence[str],
) -> list[Panel]:
    """The ratings, the richest series of each of the measures, and the richest of the others."""
    captions, panels = Captions(store), []
    if drawn := tiers.figure(store, ratings):
        panels.append(_panel(drawn, "Ratings", capitalized(captions.who(ratings))))
    for rows in _series(totals, measures)[: _MOST - len(panels)]:
        title, unit = captions.words.measure(rows[0].measure), scale(rows[0])
        who = captions.who(rows)
        whose = capitalized(who) if unit.casefold() == title.casefold() else f"{unit}, {who}"
        if drawn := draw_series(store, rows):
            panels.append(_panel(drawn, title, whose, rows[0].measure))
    return panels


def _series(totals: Sequence[StatisticRow], measures: Sequence[str]) -> list[list[StatisticRow]]:
    """The yearly figures of one measure, unit and counter each, those to be drawn first."""
    found: defaultdict[tuple[object, ...], list[StatisticRow]] = defaultdict(list)
    for row in totals:
        if year_of(row) is not None:
            found[row.measure, row.unit, row.out_of, tuple(row.said_by)].append(row)
    richest = sorted(found.values(), key=lambda rows: -len(yearly_years(rows)))
    first = []
    for measure in measures:
        own = (rows for rows in richest if rows[0].measure == measure)
        first += [rows for rows in [next(own, [])] if len(yearly_years(rows)) > 1]
    long = [rows for rows in richest if len(yearly_years(rows)) >= _FEWEST]
    return [*first, *(rows for rows in long if rows not in first)]


def _panel(figure: Figure, title: str, whose: str, measure: str | None = None) -> Panel:
    """The small drawing of a figure that has one track."""
    [years] = (panel for panel in figure.panels if isinstance(panel, Years))
    [track] = years.tracks
    left = _LANES_LEFT if track.lanes else _LEFT
    step = (_RIGHT - left) / len(years.years)
    lane = (_BOTTOM - _TOP) / max(len(track.lanes), 1)

    def begin(year: int) -> float:
        return round(left + (year - years.first) * step, 1)

    def place(mark: Mark) -> tuple[float, float]:
        lanes = _TOP + (mark.at + 0.5) * lane
        values = _BOTTOM - mark.at * (_BOTTOM - _TOP)
        x = left + (mark.year - years.first + 0.5) * step
        return round(x, 1), round(lanes if track.lanes else values, 1)

    rules = [_TOP + (number + 0.5) * lane for number in range(len(track.lanes))]
    names = [Text(0, y + 4, "start", lane) for y, lane in zip(rules, track.lanes, strict=True)]
    return Panel(
        title=f"{title}, {years_in_words(years.first, years.last)}",
        whose=whose,
        measure=measure,
        gaps=[(begin(year), _TOP, round(step, 1), _BOTTOM - _TOP) for year in track.gaps],
        rules=rules or [_BOTTOM],
        left=left,
        breaks=[begin(each.year) for each in years.breaks],
        lines=[list(map(place, line)) for line in track.lines],
        dots=[Dot(*place(mark), mark.sign, mark.said) for mark in track.marks],
        texts=[
            *(names or _values([(mark, *place(mark)) for mark in track.marks])),
            *_labels(years, left, step),
        ],
        notes=[*(f"{each.year:04}: {each.meaning}" for each in years.breaks), *figure.notes],
        sources=figure.sources,
    )


def _labels(panel: Years, left: float, step: float) -> Iterator[Text]:
    """The years that are written: the last, and others at a distance that has room."""
    steps = (each * 10**power for power in count() for each in (1, 2, 5))
    reach = panel.last - panel.first
    every = next(each for each in steps if each * step >= _LABEL_YEARS or each > reach)
    for year in range(panel.last, panel.first - 1, -every):
        x = left + (year - panel.first + 0.5) * step
        yield Text(_within(x, left, 12), _BOTTOM + 18, "middle", f"{year:04}")


def _values(points: Sequence[tuple[Mark, float, float]]) -> Iterator[Text]:
    """The highest value, and the latest unless it stands too near, each above its mark."""
    highest, latest = max(points, key=lambda point: point[0].at), points[-1]
    near = abs(latest[1] - highest[1]) < _LABEL_YEARS
    for mark, x, y in [highest] if near else [highest, latest]:
        yield Text(_within(x, _LEFT, 16), y - 9, "middle", mark.label, "value")


def _within(x: float, left: float, half: float) -> float:
    """The middle of a text of twice this width, so that it stands within the panel."""
    return round(min(max(x, left + half), _RIGHT - half), 1)
