"""Draw tracks in SVG: years across, all of the same width."""

from itertools import pairwise

from msgspec import Struct

from serbia_tip.figures.shapes import Mark, Track, Years
from serbia_tip.figures.svg.marks import draw_bracket, draw_mark
from serbia_tip.figures.svg.paper import LINE, SIZE, SMALL, Move, Paper, split, to, width_of

_STEP = 30.0
"""The least width of a year."""
_LANE = 36.0
"""The height of a lane."""
_HEIGHTS = {1: 150.0, 2: 96.0, 3: 72.0}
"""The height of a track's values, by the number of tracks; with more, it is `_LEAST`."""
_LEAST = 48.0
_LEFT = 190.0
"""The most room for a track's name."""
_ROW = 30.0
"""The height of a bracket and its value."""


class _Scale(Struct, frozen=True):
    """The scale of the years."""

    panel: Years
    left: float
    step: float

    def x(self, moment: float) -> float:
        """The position of a moment in years."""
        return self.left + (moment - self.panel.first) * self.step

    def middle(self, year: int) -> float:
        """The position of the middle of a year."""
        return self.x(year + 0.5)

    @property
    def right(self) -> float:
        """The position of the end of the last year."""
        return self.x(self.panel.last + 1)


def draw_years(panel: Years, paper: Paper, top: float) -> float:
    """Draw the tracks from `top` down; return the baseline of the next line."""
    names = [name for track in panel.tracks for name in track.lanes or (track.title,)]
    lanes = any(track.lanes for track in panel.tracks)
    left = max(map(width_of, names)) + 14
    scale = _Scale(panel, left if lanes else min(left, _LEFT), _step(panel))
    if panel.title:
        top = paper.lines("heading", 0, top, [panel.title])
    top = _eras(panel, scale, paper, top)
    first = top
    for track in panel.tracks:
        top = (_lanes if track.lanes else _values)(track, scale, paper, top)
    paper.reach(scale.right + 2, top)
    for each in panel.breaks:
        x = scale.x(each.year)
        paper.path("divider", to(("M", x, first - 4), ("V", top)))
    return _axis(panel, scale, paper, top)


def _step(panel: Years) -> float:
    """The width of a year, which has room for its values."""
    labels = [mark.label for track in panel.tracks for mark in track.marks]
    return max([_STEP, *(width_of(label, SIZE) + 8 for label in labels)])


def _eras(panel: Years, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw the name of each state at the year in which its era begins."""
    for era, after in pairwise([*panel.eras, None]):
        assert era is not None
        x = scale.x(max(era.year, panel.first))
        paper.text("text", x + 4, top, era.name)
        if after is None or x + 4 + width_of(era.name) > scale.x(after.year):
            top += LINE
    return top


def _axis(panel: Years, scale: _Scale, paper: Paper, top: float) -> float:
    """The labels of the years: the first, and each other for which there is room."""
    every = max(1, round((width_of("0000", SMALL) + 4) / scale.step + 0.5))
    for year in panel.years:
        if (year - panel.first) % every == 0:
            paper.text("quiet", scale.middle(year), top + SIZE, f"{year:04}", anchor="middle")
    return top + SIZE + LINE


def _lanes(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw the lanes, a mark for each rating, and lines between the marks."""
    bottom = top + len(track.lanes) * _LANE
    _gaps(track, scale, paper, top, bottom)

    def y(mark: Mark) -> float:
        return top + (mark.at + 0.5) * _LANE

    for number, lane in enumerate(track.lanes):
        middle = top + (number + 0.5) * _LANE
        paper.text("text", 0, middle + 4, lane)
        paper.path("rule", to(("M", scale.left, middle), ("H", scale.right)))
    for path in track.lines:
        moves: list[Move] = [("M", scale.middle(path[0].year), y(path[0]))]
        for mark in path[1:]:
            moves += [("H", scale.x(mark.year)), ("V", y(mark)), ("H", scale.middle(mark.year))]
        paper.path("line", to(*moves))
    for mark in track.marks:
        draw_mark(paper, mark.sign, scale.middle(mark.year), y(mark), fact=mark.id, said=mark.said)
    return bottom


def _values(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw a mark at the height of each year's value, and brackets below."""
    height = _height(scale.panel) if track.marks else 0.0
    bottom = top + height + 2 * LINE if track.marks else top + LINE / 2
    zero = bottom - LINE / 2
    names = split(track.title, scale.left - 14)
    paper.lines("text", 0, top + LINE, names)
    if track.marks:
        _gaps(track, scale, paper, zero - height - 4, zero)
        paper.path("rule", to(("M", scale.left, zero), ("H", scale.right)))

    def y(mark: Mark) -> float:
        return zero - mark.at * height

    for path in track.lines:
        places = [(scale.middle(mark.year), y(mark)) for mark in path]
        paper.path("line", to(("M", *places[0]), *(("L", *place) for place in places[1:])))
    taken: dict[int, list[float]] = {}
    for mark in sorted(track.marks, key=y, reverse=True):
        x = scale.middle(mark.year)
        draw_mark(paper, mark.sign, x, y(mark), fact=mark.id, said=mark.said)
        label = y(mark) - 10
        below = taken.setdefault(mark.year, [])
        while any(abs(label - other) < SIZE for other in below):
            label -= SIZE
        below.append(label)
        paper.text("text", x, label, mark.label, anchor="middle")
    bottom = _brackets(track, scale, paper, bottom)
    return max(bottom, top + LINE * len(names) + LINE / 2)


def _height(panel: Years) -> float:
    """The height of each track's values: less with many tracks, or nothing to compare."""
    return _LEAST if panel.is_flat else _HEIGHTS.get(len(panel.tracks), _LEAST)


def _brackets(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw a bracket over each period, its value above it; return where the last one ends."""
    rows: list[float] = []
    for bracket in track.brackets:
        begin, end = scale.x(bracket.begin), scale.x(bracket.end)
        label = f"{bracket.label}{_DOUBT.get(bracket.sign, '')}"
        middle, half = (begin + end) / 2, width_of(label) / 2
        middle = min(middle, scale.right + 20 - half)
        row = next((row for row, taken in enumerate(rows) if taken < min(begin, middle - half)), -1)
        if row < 0:
            rows.append(0)
            row = len(rows) - 1
        rows[row] = max(end, middle + half) + 6
        y = top + (row + 1) * _ROW - 10
        draw_bracket(paper, begin, end, y)
        paper.text("text", middle, y - 8, label, anchor="middle", fact=bracket.id)
    return top + len(rows) * _ROW


_DOUBT = {"disputed": " (disputed)", "deprecated": " (deprecated)"}
"""What follows the value of a bracket, which has no sign of its own."""


def _gaps(track: Track, scale: _Scale, paper: Paper, top: float, bottom: float) -> None:
    for year in track.gaps:
        paper.rect("gap", scale.x(year) + 1, top, scale.step - 2, bottom - top)
