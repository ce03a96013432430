"""Draw tracks along the years in shapes: marks, lines, brackets, and labels that cover nothing."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise

from msgspec import Struct

from serbia_tip.figures.shapes import Mark, Track, Years, stack
from serbia_tip.figures.svg_geometry import (
    LINE,
    SIZE,
    SMALL,
    Box,
    Label,
    Move,
    joined,
    placed,
    split,
    square,
    to,
    width_of,
)
from serbia_tip.figures.svg_paper import Paper, draw_bracket, draw_mark

_WIDEST = 90.0  # the most that a year takes
_LANE, _ROW = 36.0, 30.0  # the heights of a lane, and of a bracket and its value
_HEIGHTS = {1: 150.0, 2: 96.0, 3: 72.0}
"""The height of a track's values, by the number of tracks; with more, it is `_LEAST`."""

_LEAST, _FLAT = 44.0, 24.0
"""The least height of a track's values, and that of values with nothing to compare."""

_LANES = 0.24  # the widest name of a lane, as a share of the width
_RIVALS = 3  # the most values of one year that have a label each
_ROOM = 26.0  # the width of a year from which on labels have the usual size
_LEVELS = 6  # how many lines above its mark a label may stand


class _Scale(Struct, frozen=True):
    """The scale of the years."""

    panel: Years
    left: float
    step: float

    def x(self, moment: float) -> float:
        """The position of a moment in years; the middle of a year is half a year later."""
        return self.left + (moment - self.panel.first) * self.step

    @property
    def right(self) -> float:
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
    first = top
    for track in panel.tracks:
        if track.lanes:
            top = _draw_lanes(track, scale, paper, top)
        else:
            top = _draw_values(track, scale, paper, top, height)
    for each in panel.breaks:
        begin = begins.get(each.year, first) - LINE + 4
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
        x = max(min(x, paper.width - width_of(era.meaning)), 0)
        if begins and x < free:
            top += LINE
        begins.setdefault(era.year, top)
        for line in split(era.meaning, paper.width):
            paper.text("text", x, top, line)
        free = x + width_of(era.meaning) + 8
    return begins


def _draw_axis(panel: Years, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw the labels of the years: the first, and each other for which there is room."""
    half = width_of("0000", SMALL) / 2
    every = max(1, round((2 * half + 6) / scale.step + 0.5))
    for year in panel.years[::every]:
        x = max(scale.x(year + 0.5), half)
        if x + half <= paper.width:
            paper.text("quiet", x, top + SIZE, f"{year:04}", anchor="middle")
    return top + SIZE + LINE


def _draw_lanes(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
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
    for first, *others in track.lines:
        moves: list[Move] = [("M", scale.x(first.year + 0.5), y(first))]
        for mark in others:
            moves += [("H", scale.x(mark.year)), ("V", y(mark)), ("H", scale.x(mark.year + 0.5))]
        paper.path("line", to(*moves))
    for mark in track.marks:
        _draw_mark(mark, scale, paper, y(mark))
    return bottom


def _draw_mark(mark: Mark, scale: _Scale, paper: Paper, y: float) -> None:
    draw_mark(paper, mark.sign, scale.x(mark.year + 0.5), y, scale.radius, said=mark.said)


def _draw_values(track: Track, scale: _Scale, paper: Paper, top: float, height: float) -> float:
    """Draw a mark at the height of each year's value, and brackets below."""
    top = paper.paragraph("text", 0, top, track.title)
    if track.marks:
        labels = list(_Labels(track, scale, paper.width, height).placed())
        zero = top - LINE + 6 - min([-height, *(label.box.top for label in labels)])
        _draw_gaps(track, scale, paper, zero - height - 4, zero)
        paper.path("rule", to(("M", scale.left, zero), ("H", scale.right)))
        for run in track.lines:
            points = [complex(scale.x(mark.year + 0.5), zero - mark.at * height) for mark in run]
            paper.path("line", joined(points))
        for mark in track.marks:
            _draw_mark(mark, scale, paper, zero - mark.at * height)
        for label in labels:
            paper.label(scale.layer, label, complex(0, zero))
        top = zero + LINE * (0.5 if track.brackets else 1.2)
    return _draw_brackets(track, scale, paper, top) + (6 if track.brackets else 0)


class _Labels:
    """The labels of a track's marks, placed so that they cover no mark, line or other label."""

    def __init__(self, track: Track, scale: _Scale, width: float, height: float) -> None:
        """Start with the marks and lines of a track, whose highest is so high."""
        self._scale, self._width, self._height = scale, width, height
        self._by_year: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in track.marks:
            self._by_year[mark.year].append(mark)
        # What is taken, and the lines, by the part of the width that they touch.
        self._taken: defaultdict[int, list[Box]] = defaultdict(list)
        self._lines: defaultdict[int, list[tuple[complex, complex]]] = defaultdict(list)
        for marks in self._by_year.values():
            for mark in marks[:_RIVALS]:
                self._take(square(self._point(mark), scale.radius + 1))
        for mark, after in (pair for run in track.lines for pair in pairwise(run)):
            begin, end = self._point(mark), self._point(after)
            for part in _parts(begin.real, end.real):
                self._lines[part].append((begin, end))

    def placed(self) -> Iterator[Label]:
        """The labels that have room."""
        for _, marks in sorted(self._by_year.items()):
            ordered = sorted(marks, key=lambda mark: -mark.at)
            labelled = [(mark, mark.label) for mark in ordered]
            if len(marks) > _RIVALS:
                text = f"{ordered[-1].label} to {ordered[0].label} ({len(marks)} figures)"
                labelled = [(ordered[0], text)]
            for mark, text in labelled:
                places = [each for each in self._places(mark, text) if self._is_free(each.box)]
                clear = (each for each in places if not self._is_crossed(each.box))
                if label := next(clear, None) or next(iter(places), None):
                    self._take(label.box)
                    yield label

    def _point(self, mark: Mark) -> complex:
        return complex(self._scale.x(mark.year + 0.5), -mark.at * self._height)

    def _places(self, mark: Mark, text: str) -> Iterator[Label]:
        """The places of a label: above its mark, beside it, below it, farther above."""
        at, size, radius = self._point(mark), self._scale.size, self._scale.radius
        half = width_of(text, size) / 2
        aside = half + radius * 0.6
        above, below = at.imag - radius - 4, at.imag + radius + size
        offsets = [(0.0, above), (aside, above + 3), (-aside, above + 3), (0.0, above - 6)]
        offsets += [(0.0, below), (aside, below - 3), (-aside, below - 3)]
        offsets += [(side * (half + radius + 3), at.imag + size * 0.35) for side in (1, -1)]
        offsets += [(0.0, above - level * size) for level in range(1, _LEVELS)]
        for across, y in offsets:
            x = min(max(at.real + across, half), self._width - half)
            label = placed(text, x, y, size)
            if label.box.bottom < 0:
                yield label

    def _is_free(self, box: Box) -> bool:
        parts = _parts(box.left, box.right)
        return not any(box.overlaps(other) for part in parts for other in self._taken[part])

    def _is_crossed(self, box: Box) -> bool:
        parts = _parts(box.left, box.right)
        return any(box.is_crossed(*line) for part in parts for line in self._lines[part])

    def _take(self, box: Box) -> None:
        for part in _parts(box.left, box.right):
            self._taken[part].append(box)


def _parts(left: float, right: float) -> range:
    """The parts of the width between two places."""
    return range(int(left // _ROOM), int(right // _ROOM) + 1)


_DOUBT = {"disputed": " (disputed)", "deprecated": " (deprecated)"}
"""What follows the value of a bracket, which has no sign of its own."""


def _draw_brackets(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw a bracket over each period, its value above it; return where the last one ends."""
    drawn = []
    for bracket in track.brackets:
        begin, end = scale.x(bracket.begin), scale.x(bracket.end)
        text = f"{bracket.label}{_DOUBT.get(bracket.sign, '')}"
        half = width_of(text, scale.size) / 2
        label = placed(text, min(max((begin + end) / 2, half), paper.width - half), 0, scale.size)
        drawn.append((min(begin, label.box.left), max(end, label.box.right) + 6, begin, end, label))
    drawn.sort()
    rows = list(stack((left, right) for left, right, *_ in drawn))
    for row, (*_, begin, end, label) in zip(rows, drawn, strict=True):
        y = top + (row + 1) * _ROW - 10
        draw_bracket(paper, begin, end, y)
        paper.label(scale.layer, label, complex(0, y - 8))
    return top + (max(rows, default=-1) + 1) * _ROW


def _draw_gaps(track: Track, scale: _Scale, paper: Paper, top: float, bottom: float) -> None:
    """Draw a shade over each run of years without a figure."""
    for _, run in groupby(enumerate(sorted(track.gaps)), lambda pair: pair[1] - pair[0]):
        years = [year for _, year in run]
        paper.rect("gap", Box(scale.x(years[0]) + 1, top, scale.x(years[-1] + 1) - 1, bottom))
