"""Draw tracks along the years in shapes: marks, lines, brackets, and labels that cover nothing."""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise

from msgspec import Struct

from serbia_tip.figures.shapes import Mark, Track, Years
from serbia_tip.figures.svg_geometry import (
    LINE,
    SIZE,
    SMALL,
    Box,
    Move,
    box_of,
    joined,
    split,
    to,
    width_of,
)
from serbia_tip.figures.svg_paper import Paper, draw_bracket, draw_mark

_WIDEST = 90.0
"""The most that a year takes."""

_LANE = 36.0
"""The height of a lane."""

_HEIGHTS = {1: 150.0, 2: 96.0, 3: 72.0}
"""The height of a track's values, by the number of tracks; with more, it is `_LEAST`."""

_LEAST, _FLAT = 44.0, 24.0
"""The least height of a track's values, and that of values with nothing to compare."""

_ROW = 30.0
"""The height of a bracket and its value."""

_LANES = 0.24
"""The widest name of a lane, as a share of the width."""

_RIVALS = 3
"""The most values of one year that have a label each."""

_ROOM = 26.0
"""The width of a year from which on labels have the usual size."""

_LEVELS = 6
"""How many lines above its mark a label may stand."""


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

    @property
    def radius(self) -> float:
        """The radius of a mark."""
        return min(5.0, max(self.step * 0.36, 2.0))

    @property
    def layer(self) -> str:
        """The layer of the labels."""
        return "text" if self.step >= _ROOM else "small"

    @property
    def size(self) -> float:
        """The font size of the labels."""
        return SIZE if self.step >= _ROOM else SMALL


def draw_years(panel: Years, paper: Paper, top: float, tracks: int) -> float:
    """Draw the tracks from `top` down; return the baseline of the next line.

    Their values are the higher the fewer `tracks` the figure has.
    """
    lanes = [name for track in panel.tracks for name in track.lanes]
    names = [line for name in lanes for line in split(name, _LANES * paper.width)]
    left = max(map(width_of, names)) + 8 if names else 0.0
    scale = _Scale(panel, left, min((paper.width - left) / len(panel.years), _WIDEST))
    height = _FLAT if panel.is_flat else _HEIGHTS.get(tracks, _LEAST)
    if panel.title:
        top = paper.lines("heading", 0, top, split(panel.title, paper.width * 0.93))
    begins = _draw_eras(panel, scale, paper, top)
    top = max([top, *(begin + LINE for begin in begins.values())])
    first = top - LINE + 4
    for track in panel.tracks:
        draw = _draw_lanes if track.lanes else _draw_values
        top = draw(track, scale, paper, top, height)
    for each in panel.breaks:
        begin = begins.get(each.year, first + LINE) - LINE + 4
        paper.upright("divider", scale.x(each.year), begin, top)
    top = _draw_axis(panel, scale, paper, top) + (4 if panel.words else 0)
    for text in panel.words:
        top = paper.paragraph("text", 0, top, text)
    return top


def _draw_eras(panel: Years, scale: _Scale, paper: Paper, top: float) -> dict[int, float]:
    """Draw the name of each state where its era begins; return the baselines by these years."""
    begins: dict[int, float] = {}
    free = 0.0
    for era in panel.eras:
        x = scale.x(max(era.year, panel.first)) + 4
        x = max(min(x, paper.width - width_of(era.name)), 0)
        if begins and x < free:
            top += LINE
        for line in split(era.name, paper.width):
            begins.setdefault(era.year, top)
            paper.text("text", x, top, line)
        free = x + width_of(era.name) + 8
    return begins


def _draw_axis(panel: Years, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw the labels of the years: the first, and each other for which there is room."""
    every = max(1, round((width_of("0000", SMALL) + 4) / scale.step + 0.5))
    for year in panel.years[::every]:
        x = min(max(scale.middle(year), width_of("0000", SMALL) / 2), paper.width)
        if x + width_of("0000", SMALL) / 2 <= paper.width:
            paper.text("quiet", x, top + SIZE, f"{year:04}", anchor="middle")
    return top + SIZE + LINE


def _draw_lanes(track: Track, scale: _Scale, paper: Paper, top: float, _: float) -> float:
    """Draw the lanes, a mark for each rating, and lines between the marks."""
    bottom = top + len(track.lanes) * _LANE
    _draw_gaps(track, scale, paper, top, bottom)

    def y(mark: Mark) -> float:
        return top + (mark.at + 0.5) * _LANE

    for number, lane in enumerate(track.lanes):
        middle = top + (number + 0.5) * _LANE
        names = split(lane, _LANES * paper.width)
        paper.lines("text", 0, middle + 4 - (len(names) - 1) * LINE / 2, names)
        paper.path("rule", to(("M", scale.left, middle), ("H", scale.right)))
    for path in track.lines:
        moves: list[Move] = [("M", scale.middle(path[0].year), y(path[0]))]
        for mark in path[1:]:
            moves += [("H", scale.x(mark.year)), ("V", y(mark)), ("H", scale.middle(mark.year))]
        paper.path("line", to(*moves))
    for mark in track.marks:
        _draw_mark(mark, scale, paper, y(mark))
    return bottom


def _draw_mark(mark: Mark, scale: _Scale, paper: Paper, y: float) -> None:
    x = scale.middle(mark.year)
    draw_mark(paper, mark.sign, x, y, radius=scale.radius, fact=mark.id, said=mark.said)


def _draw_values(track: Track, scale: _Scale, paper: Paper, top: float, height: float) -> float:
    """Draw a mark at the height of each year's value, and brackets below."""
    top = paper.paragraph("text", 0, top, track.title)
    if track.marks:
        labels = list(_Labels(track, scale, paper.width, height).placed())
        highest = min(
            [-height, *(box_of(*label[:3], scale.size, "middle").top for label in labels)]
        )
        zero = top - LINE + 6 - highest

        def y(mark: Mark) -> float:
            return zero - mark.at * height

        _draw_gaps(track, scale, paper, zero - height - 4, zero)
        paper.path("rule", to(("M", scale.left, zero), ("H", scale.right)))
        for path in track.lines:
            points = [complex(scale.middle(mark.year), y(mark)) for mark in path]
            paper.path("line", joined(points))
        for mark in track.marks:
            _draw_mark(mark, scale, paper, y(mark))
        for x, above, text in labels:
            paper.text(scale.layer, x, zero + above, text, anchor="middle")
        top = zero + LINE * (0.5 if track.brackets else 1.2)
    return _draw_brackets(track, scale, paper, top) + (6 if track.brackets else 0)


class _Labels:
    """The labels of a track's marks, placed so that they cover no mark, line or other label."""

    def __init__(self, track: Track, scale: _Scale, width: float, height: float) -> None:
        """Start with the marks of a track, whose highest is so high."""
        self._scale = scale
        self._width = width
        self._height = height
        self._by_year: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in track.marks:
            self._by_year[mark.year].append(mark)
        self._lines = {
            mark.year: (self._point(mark), self._point(after))
            for run in track.lines
            for mark, after in pairwise(run)
        }
        self._near: defaultdict[int, list[Box]] = defaultdict(list)

    def placed(self) -> Iterator[tuple[float, float, str]]:
        """The middle, the baseline above zero, and the text of each label that has room."""
        for year, marks in sorted(self._by_year.items()):
            if len(marks) > _RIVALS:
                values = sorted(marks, key=lambda mark: mark.at)
                text = f"{values[0].label} to {values[-1].label} ({len(marks)} figures)"
                labelled = [(values[-1], text)]
            else:
                ordered = sorted(marks, key=lambda mark: -mark.at)
                labelled = [(mark, mark.label) for mark in ordered]
            for mark, text in labelled:
                places = [each for each in self._places(mark, text) if self._is_free(each[3], year)]
                clear = (each for each in places if not self._is_crossed(each[3], year))
                place = next(clear, None) or next(iter(places), None)
                if place:
                    self._take(place[3])
                    yield place[:3]

    def _point(self, mark: Mark) -> complex:
        return complex(self._scale.middle(mark.year), -mark.at * self._height)

    def _places(self, mark: Mark, text: str) -> Iterator[tuple[float, float, str, Box]]:
        """The places of a label: above its mark, beside it, below it, farther above."""
        at, size, radius = self._point(mark), self._scale.size, self._scale.radius
        half = width_of(text, size) / 2
        aside = half + radius * 0.6
        above = at.imag - radius - 4
        offsets = [(0.0, above), (aside, above + 3), (-aside, above + 3), (0.0, above - 6)]
        offsets += [(0.0, at.imag + radius + size)]
        offsets += [(side * aside, at.imag + radius + size - 3) for side in (1, -1)]
        offsets += [(side * (half + radius + 3), at.imag + size * 0.35) for side in (1, -1)]
        offsets += [(0.0, above - level * size) for level in range(1, _LEVELS)]
        for across, y in offsets:
            x = min(max(at.real + across, half), self._width - half)
            box = box_of(x, y, text, size, "middle")
            if box.bottom < 0:
                yield x, y, text, box

    def _is_free(self, box: Box, year: int) -> bool:
        """Whether there is no other label in the box, and no mark."""
        radius = self._scale.radius + 1
        return not any(
            box.overlaps(other) for bucket in self._buckets(box) for other in self._near[bucket]
        ) and not any(
            box.overlaps(
                Box(at.real - radius, at.imag - radius, at.real + radius, at.imag + radius)
            )
            for other in self._years(box, year)
            for at in map(self._point, self._by_year.get(other, [])[:_RIVALS])
        )

    def _is_crossed(self, box: Box, year: int) -> bool:
        return any(
            box.is_crossed(*self._lines[other])
            for other in self._years(box, year)
            if other in self._lines
        )

    def _years(self, box: Box, year: int) -> range:
        """The years that the box may touch."""
        reach = int((box.right - box.left) / self._scale.step) + 2
        return range(year - reach, year + reach)

    def _take(self, box: Box) -> None:
        for bucket in self._buckets(box):
            self._near[bucket].append(box)

    def _buckets(self, box: Box) -> range:
        return range(int(box.left // _WIDEST), int(box.right // _WIDEST) + 1)


_DOUBT = {"disputed": " (disputed)", "deprecated": " (deprecated)"}
"""What follows the value of a bracket, which has no sign of its own."""


def _draw_brackets(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw a bracket over each period, its value above it; return where the last one ends."""
    rows: list[tuple[float, int]] = []
    for bracket in sorted(track.brackets, key=lambda bracket: bracket.begin):
        begin, end = scale.x(bracket.begin), scale.x(bracket.end)
        label = f"{bracket.label}{_DOUBT.get(bracket.sign, '')}"
        half = width_of(label, scale.size) / 2
        middle = min(max((begin + end) / 2, half), paper.width - half)
        taken = max(end, middle + half) + 6
        if rows and rows[0][0] < min(begin, middle - half):
            row = heapq.heapreplace(rows, (taken, rows[0][1]))[1]
        else:
            row = len(rows)
            heapq.heappush(rows, (taken, row))
        y = top + (row + 1) * _ROW - 10
        draw_bracket(paper, begin, end, y)
        paper.text(scale.layer, middle, y - 8, label, anchor="middle", fact=bracket.id)
    return top + len(rows) * _ROW


def _draw_gaps(track: Track, scale: _Scale, paper: Paper, top: float, bottom: float) -> None:
    """Draw a shade over each run of years without a figure."""
    for _, run in groupby(enumerate(sorted(track.gaps)), lambda pair: pair[1] - pair[0]):
        years = [year for _, year in run]
        paper.rect("gap", Box(scale.x(years[0]) + 1, top, scale.x(years[-1] + 1) - 1, bottom))
