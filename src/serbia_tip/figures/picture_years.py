"""Draw tracks along the years as charts of Altair."""

from collections.abc import Callable, Iterator
from math import ceil, floor, log10
from typing import Literal

import altair as alt
from altair.typing import ChartType

from serbia_tip.figures.picture_parts import (
    GAP,
    LINE,
    QUIET,
    SIZE,
    SMALL,
    Row,
    chart_of,
    look_of,
    signs_of,
    text_width,
    texts_of,
    wrap_text,
)
from serbia_tip.figures.shapes import Bracket, Mark, Track, Years, stack_track_spans

_HEIGHTS = {1: 150, 2: 110, 3: 90}  # of a track, by how many there are
_LEAST, _LANE, _BRACKET = 70, 34, 28  # of a track among more, of a lane, of a bracket
_CLOSE = 16  # pixels between marks that have a label each
_RIVALS = 3  # the most values of one year that have a label each
_STEP = 14  # the width of a year from which marks are large


class YearsDrawer:
    """Draws the tracks of a figure that has so many, left of them so much for the axis."""

    def __init__(self, panels: list[Years], width: float) -> None:
        """Leave room for the longest label of an upright axis, and the last year's."""
        tracks = [track for panel in panels for track in panel.tracks]
        lanes = [lane for track in tracks for lane in track.lanes]
        tops = [f"{_scale_values(panel.top)[-1]:,}" for panel in panels if panel.top]
        self.labels = max(map(text_width, [*lanes, *tops]), default=0)
        self.left = self.labels + (6 if lanes else 24 if tops else 0)  # with the unit
        self.height = _HEIGHTS.get(len(tracks), _LEAST)
        self.plot = width - self.left - (10 if tracks else 0)

    def draw(self, panel: Years) -> Iterator[ChartType]:
        """The charts of the panel's tracks, under each other."""
        for track in panel.tracks:
            for place, chart in enumerate(self._track(panel, track)):
                lines = wrap_text(track.title, self.plot + self.left) if track.title else []
                title = alt.TitleParams(lines, offset=6 + 14 * len(panel.eras))
                yield chart if place or not lines else chart.properties(title=title)

    def _track(self, panel: Years, track: Track) -> Iterator[ChartType]:
        """The marks of a track, and below them the periods that aren't years."""
        first, last, step = panel.years[0], panel.years[-1], self.plot / len(panel.years)
        # All layers have this one scale: else each would begin at 0.
        scale = alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False)
        ticks = sorted(panel.years[:: -ceil(text_width("0000 ", SMALL) / step)])
        axis = alt.Axis(
            values=ticks,
            format="04d",
            grid=False,
            ticks=False,
            labelPadding=6,
            labelOverlap=False,
            title=None,
        )
        x = alt.X("x:Q", scale=scale, axis=axis)
        if track.marks or track.lanes:
            drawn = self._lanes(track, x) if track.lanes else self._values(panel, track, x, step)
            high = _LANE * len(track.lanes) if track.lanes else self.height
            layers = [*self._ground(panel, track, x, step), *drawn]
            yield alt.layer(*layers).properties(width=self.plot, height=high)
        if track.brackets:
            yield self._brackets(panel, track, scale, None if track.marks else axis, step)

    def _ground(self, panel: Years, track: Track, x: alt.X, step: float) -> Iterator[ChartType]:
        """What lies behind the marks: gaps, breaks, and the states that the values are of."""
        if track.gaps:
            gaps = [{"x": year - 0.5, "end": year + 0.5} for year in track.gaps]
            yield chart_of(gaps).mark_rect(color=GAP, stroke=GAP).encode(x=x, x2="end:Q")
        if panel.breaks:
            breaks = chart_of({"x": year - 0.5} for year, _ in panel.breaks)
            yield breaks.mark_rule(strokeDash=[4, 3], color=QUIET).encode(x=x)
        for line, (year, state) in enumerate(panel.eras):
            begin = max(year, panel.years[0])
            room = self.plot - (begin - panel.years[0]) * step - text_width(state, SMALL)
            row, y = {"x": begin - 0.5, "text": state}, -14 * (len(panel.eras) - line) - 2
            yield texts_of([row], size=SMALL, color=QUIET, y=y, dx=min(3, room)).encode(x=x)

    def _lanes(self, track: Track, x: alt.X) -> Iterator[ChartType]:
        """A mark for each rating, and the line that steps from lane to lane."""
        names = list(track.lanes)
        axis = alt.Axis(
            title=None, grid=True, domain=False, ticks=False, labelLimit=0, labelFontSize=SIZE
        )
        y = alt.Y("y:N", scale=alt.Scale(domain=names), axis=axis)
        yield from _lines(track, x, y, lambda mark: names[round(mark.at)], "step")
        rows = [{**_row(mark), "y": names[round(mark.at)]} for mark in track.marks]
        yield signs_of(rows, 60).encode(x=x, y=y)

    def _values(self, panel: Years, track: Track, x: alt.X, step: float) -> Iterator[ChartType]:
        """A mark at the height of each value, the lines that join them, and the values."""
        values = _scale_values(panel.top)
        axis = alt.Axis(
            values=values,
            format=",~f",
            domain=False,
            ticks=False,
            title=wrap_text(panel.unit, self.height + 10, SMALL),
            minExtent=self.labels,
            maxExtent=self.labels,
        )
        y = alt.Y("y:Q", scale=alt.Scale(domain=[0, values[-1]], nice=False), axis=axis)
        yield from _lines(track, x, y, lambda mark: mark.at, "linear")
        yield signs_of(map(_row, track.marks), 60 if step > _STEP else 24).encode(x=x, y=y)
        labels = _place_labels(panel, track, step, self.height / values[-1])
        yield texts_of(labels, size=SMALL, align="center", baseline="middle").encode(x=x, y=y)

    def _brackets(
        self, panel: Years, track: Track, scale: alt.Scale, axis: alt.Axis | None, step: float
    ) -> ChartType:
        """A bracket over each period that isn't one year, its value above it."""
        first, spans = panel.years[0], []
        for each in track.brackets:
            half = text_width(_label(each), SMALL) / step / 2
            middle = min(max((each.begin + each.end) / 2, first + half), panel.years[-1] + 1 - half)
            begin, end = min(each.begin, middle - half), max(each.end, middle + half)
            spans.append((begin, end, middle - 0.5, each))
        spans.sort(key=lambda span: span[:3])
        lines = list(stack_track_spans((begin, end) for begin, end, *_ in spans))
        rows = [
            {"x": each.begin - 0.5, "end": each.end - 0.5, "y": line, "text": _label(each)}
            | {"middle": middle, "said": each.said}
            for line, (_, _, middle, each) in zip(lines, spans, strict=True)
        ]
        y = alt.Y("y:O", axis=None)
        x, over = (alt.X(f"{name}:Q", scale=scale, axis=axis) for name in ("x", "middle"))
        drawn = chart_of(rows).mark_errorbar(
            ticks=alt.TickConfig(size=8, thickness=2), color=LINE, thickness=2
        )
        said = texts_of(rows, size=SMALL, align="center", baseline="bottom", dy=-5)
        layers = drawn.encode(x=x, x2="end:Q", y=y, description="said:N"), said.encode(x=over, y=y)
        return alt.layer(*layers).properties(width=self.plot, height=_BRACKET * (max(lines) + 1))


def _row(mark: Mark) -> Row:
    is_open = mark.is_bound or mark.sign == "inferred"
    return {"x": mark.year, "y": mark.at, "said": mark.said, **look_of(mark.sign, is_open=is_open)}


def _lines(
    track: Track,
    x: alt.X,
    y: alt.Y,
    height: Callable[[Mark], object],
    interpolate: Literal["step", "linear"],
) -> Iterator[ChartType]:
    """The lines that join the marks of consecutive years."""
    runs = list(enumerate(track.lines))
    rows = [{"x": it.year, "y": height(it), "run": number} for number, run in runs for it in run]
    if rows:
        line = chart_of(rows).mark_line(interpolate=interpolate, color=LINE, aria=False)
        yield line.encode(x=x, y=y, detail="run:N", order="x:Q")


def _label(bracket: Bracket) -> str:
    return bracket.label if bracket.sign == "stated" else f"{bracket.label} ({bracket.sign})"


def _scale_values(top: float) -> list[float]:
    """The values on the scale of an axis, from 0 to at least the top."""
    least = (top or 1) / 3
    power = 10 ** floor(log10(least))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power * 1.0001 >= least)
    values = [round(step * number, 9) for number in range(max(ceil(top / step - 0.0001), 1) + 1)]
    return [int(value) if value == int(value) else value for value in values]


def _place_labels(panel: Years, track: Track, step: float, unit: float) -> Iterator[Row]:
    """The values beside their marks, as far as there is room; the last, highest, lowest first.

    A year has `step` pixels, and what is counted `unit` each.
    """

    def across(mark: Mark) -> float:
        return (mark.year - panel.years[0] + 0.5) * step

    def around(x: float, y: float, half: float, high: float) -> tuple[float, float, float, float]:
        return x - half, x + half, y - high, y + high

    taken = [around(across(mark), mark.at * unit, 4, 4) for mark in track.marks]
    single = {year: marks[0].at for year, marks in track.by_year.items() if len(marks) == 1}
    wanted = list(_label_marks(track, unit))
    standing = [each for each in wanted if each[0].sign != "deprecated"] or wanted
    order = sorted(standing, key=lambda each: each[0].at)
    last = max(standing, key=lambda each: each[0].year)
    for mark, text in dict.fromkeys([last, order[-1], order[0], *wanted]):
        half = text_width(text, SMALL) / 2
        x = min(max(across(mark), half), step * len(panel.years) - half)
        beside = [single[year] for year in (mark.year - 1, mark.year + 1) if year in single]
        is_valley = bool(beside) and min(beside) > mark.at and mark.at * unit > 20
        for over in (-13, 12, 25) if is_valley else (12, -13, 25):
            box = around(x, mark.at * unit + over, half, 5)
            free = all(
                box[1] <= left or right <= box[0] or box[3] <= low or high <= box[2]
                for left, right, low, high in taken
            )
            if free and box[2] > 0:
                taken.append(box)
                at = mark.at + over / unit
                yield {"x": x / step + panel.years[0] - 0.5, "y": at, "text": text}
                break


def _label_marks(track: Track, unit: float) -> Iterator[tuple[Mark, str]]:
    """What is said of the marks, close ones of a year together; of many, only their range."""
    for marks in track.by_year.values():
        ordered = sorted(marks, key=lambda mark: -mark.at)
        if len(marks) > _RIVALS:
            text = f"{ordered[-1].label} to {ordered[0].label} ({len(marks)} figures)"
            yield ordered[0], text
            continue
        close: list[list[Mark]] = []
        for mark in ordered:
            if close and (close[-1][-1].at - mark.at) * unit < _CLOSE:
                close[-1].append(mark)
            else:
                close.append([mark])
        yield from ((same[0], "/".join(mark.label for mark in same)) for same in close)
