"""Draw a figure as SVG."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import serbia_tip.figures.svg_paper as svg_paper
from serbia_tip.figures.route_map import draw_map_panel
from serbia_tip.figures.shapes import (
    Bar,
    Bars,
    Entry,
    Figure,
    Mark,
    Track,
    Years,
    stack_track_spans,
)
from serbia_tip.figures.svg_paper import Box, Label, Paper, Room
from serbia_tip.terminal.screen import Screen

_SMALLEST = 26.0  # the width of a year up to which labels are small
_LANE, _ROW = 36.0, 30.0  # the heights of a lane, and of a bracket and its value
_HEIGHTS = {1: 150.0, 2: 96.0, 3: 72.0}  # of a track's values, by the number of tracks
_LEAST, _FLAT = 44.0, 24.0  # with more tracks, and where there is nothing to compare
_LANES = 0.24  # the widest name of a lane, as a share of the width
_RIVALS = 3  # the most values of one year that have a label each


class _Axis:
    """The axis of a panel's years on its paper, and how large marks and labels are for it."""

    def __init__(self, panel: Years, paper: Paper) -> None:
        lanes = [name for track in panel.tracks for name in track.lanes]
        names = [
            line for name in lanes for line in svg_paper.wrap_on_paper(name, _LANES * paper.width)
        ]
        self.first = panel.years[0]
        self.left = max(map(svg_paper.paper_text_width, names)) + 8 if names else 0.0
        self.step = min((paper.width - self.left) / len(panel.years), 90.0)  # no year is wider
        self.right = self.x(panel.years[-1] + 1)
        self.radius = min(5.0, max(self.step * 0.36, 2.0))
        self.layer = "text" if self.step >= _SMALLEST else "small"
        self.size = svg_paper.SIZES.get(self.layer, svg_paper.SIZE)

    def x(self, moment: float) -> float:
        """The position of a moment in years; the middle of a year is half a year later."""
        return self.left + (moment - self.first) * self.step


def draw_svg_years(panel: Years, paper: Paper, top: float, tracks: int) -> float:
    """Draw a panel of a figure with so many tracks; return the baseline of the next line."""
    axis = _Axis(panel, paper)
    height = _FLAT if panel.is_flat else _HEIGHTS.get(tracks, _LEAST)
    if panel.title:
        top = paper.lines(
            "heading", 0, top, svg_paper.wrap_on_paper(panel.title, paper.width * 0.93)
        )
    begins = _draw_svg_eras(panel, axis, paper, top)
    first = top = max([top, *(begin + svg_paper.LINE for begin in begins.values())])
    for track in panel.tracks:
        if track.lanes:
            top = _draw_svg_lanes(track, axis, paper, top)
        else:
            top = _draw_svg_values(track, axis, paper, top, height)
    for year, _ in panel.breaks:
        paper.upright("divider", axis.x(year), begins.get(year, first) - svg_paper.LINE + 4, top)
    half = svg_paper.paper_text_width("0000", svg_paper.SMALL) / 2
    moved = max(half - axis.x(axis.first + 0.5), 0)  # the first one, to stand within
    every = max(1, round((2 * half + 6 + moved) / axis.step + 0.5))
    for year in panel.years[::every]:  # the first, and each other for which there is room
        x = max(axis.x(year + 0.5), half)
        if x + half <= paper.width:
            paper.text("quiet", x, top + svg_paper.SIZE, f"{year:04}", "middle")
    top += svg_paper.SIZE + svg_paper.LINE + (4 if panel.words else 0)
    for text in panel.words:
        top = paper.paragraph("text", 0, top, text)
    return top


def _draw_svg_eras(panel: Years, axis: _Axis, paper: Paper, top: float) -> dict[int, float]:
    """Draw the name of each state where its era begins; return the baselines by these years."""
    begins, free = dict[int, float](), 0.0
    for year, state in panel.eras:
        x = axis.x(max(year, axis.first)) + 4
        x = max(min(x, paper.width - svg_paper.paper_text_width(state)), 0)
        if begins and x < free:
            top += svg_paper.LINE
        begins.setdefault(year, top)
        for line in svg_paper.wrap_on_paper(state, paper.width):
            paper.text("text", x, top, line)
        free = x + svg_paper.paper_text_width(state) + 8
    return begins


def _draw_svg_lanes(track: Track, axis: _Axis, paper: Paper, top: float) -> float:
    """Draw the lanes, a mark for each rating, and lines between the marks."""
    bottom = top + len(track.lanes) * _LANE
    _draw_svg_gaps(track, axis, paper, top, bottom)

    def point(mark: Mark) -> complex:
        return complex(axis.x(mark.year + 0.5), top + (mark.at + 0.5) * _LANE)

    for number, lane in enumerate(track.lanes):
        middle = top + (number + 0.5) * _LANE
        names = svg_paper.wrap_on_paper(lane, _LANES * paper.width)
        paper.lines("text", 0, middle + 4 - (len(names) - 1) * svg_paper.LINE / 2, names)
        paper.path("rule", [complex(axis.left, middle), complex(axis.right, middle)])
    for run in track.lines:
        points = [point(run[0])]
        for mark in run[1:]:
            begin = complex(axis.x(mark.year), points[-1].imag)
            points += [begin, complex(begin.real, point(mark).imag), point(mark)]
        paper.path("line", points)
    for mark in track.marks:
        paper.mark(mark.sign, point(mark), axis.radius, mark.said)
    return bottom


def _draw_svg_values(track: Track, axis: _Axis, paper: Paper, top: float, height: float) -> float:
    """Draw a mark at the height of each year's value, and brackets below."""
    top = paper.paragraph("text", 0, top, track.title)

    def point(mark: Mark) -> complex:
        return complex(axis.x(mark.year + 0.5), -mark.at * height)

    if track.marks:
        room = Room()
        for marks in track.by_year.values():
            for mark in marks[:_RIVALS]:
                room.take(svg_paper.paper_square(point(mark), axis.radius + 1))
        for mark, after in (pair for run in track.lines for pair in pairwise(run)):
            room.draw(point(mark), point(after))
        wanted = (
            _svg_mark_label_places(point(mark), text, axis, paper)
            for mark, text in _svg_labels(track)
        )
        labels = list(filter(None, map(room.place, wanted)))
        zero = top - svg_paper.LINE + 6 - min([-height, *(label.box.top for label in labels)])
        _draw_svg_gaps(track, axis, paper, zero - height - 4, zero)
        base = complex(0, zero)
        paper.path("rule", [base + axis.left, base + axis.right])
        for run in track.lines:
            paper.path("line", [base + point(mark) for mark in run])
        for mark in track.marks:
            paper.mark(mark.sign, base + point(mark), axis.radius, mark.said)
        for label in labels:
            paper.label(axis.layer, label, base)
        top = zero + svg_paper.LINE * (0.5 if track.brackets else 1.2)
    return _draw_svg_brackets(track, axis, paper, top) if track.brackets else top


def _svg_labels(track: Track) -> Iterator[tuple[Mark, str]]:
    """What is said of the marks, the highest of a year first; of many, only their range."""
    for marks in track.by_year.values():
        ordered = sorted(marks, key=lambda mark: -mark.at)
        if len(marks) > _RIVALS:
            highest, *_, lowest = ordered
            yield highest, f"{lowest.label} to {highest.label} ({len(marks)} figures)"
        else:
            yield from ((mark, mark.label) for mark in ordered)


def _svg_mark_label_places(at: complex, text: str, axis: _Axis, paper: Paper) -> Iterator[Label]:
    """The places of a label: above its mark, beside it, below it, farther above."""
    size, radius = axis.size, axis.radius
    half = svg_paper.paper_text_width(text, size) / 2
    aside = half + radius * 0.6
    above, below = at.imag - radius - 4, at.imag + radius + size
    offsets = [(0.0, above), (aside, above + 3), (-aside, above + 3), (0.0, above - 6)]
    offsets += [(0.0, below), (aside, below - 3), (-aside, below - 3)]
    offsets += [(side * (half + radius + 3), at.imag + size * 0.35) for side in (1, -1)]
    offsets += [(0.0, above - level * size) for level in range(1, 6)]
    for across, y in offsets:
        x = min(max(at.real + across, half), paper.width - half)
        label = svg_paper.paper_label(text, x, y, size)
        if label.box.bottom < 0:
            yield label


def _draw_svg_brackets(track: Track, axis: _Axis, paper: Paper, top: float) -> float:
    """Draw a bracket over each period, its value above it; return where the last one ends."""
    drawn = []
    for bracket in track.brackets:
        begin, end = axis.x(bracket.begin), axis.x(bracket.end)
        text = bracket.label if bracket.sign == "stated" else f"{bracket.label} ({bracket.sign})"
        half = svg_paper.paper_text_width(text, axis.size) / 2
        label = svg_paper.paper_label(
            text, min(max((begin + end) / 2, half), paper.width - half), 0, axis.size
        )
        drawn.append((min(begin, label.box.left), max(end, label.box.right) + 6, begin, end, label))
    drawn.sort()
    rows = list(stack_track_spans((left, right) for left, right, *_ in drawn))
    for row, (*_, begin, end, label) in zip(rows, drawn, strict=True):
        y = top + (row + 1) * _ROW - 10
        paper.bracket(complex(begin, y), complex(end, y))
        paper.label(axis.layer, label, complex(0, y - 8))
    return top + (max(rows) + 1) * _ROW + 6


def _draw_svg_gaps(track: Track, axis: _Axis, paper: Paper, top: float, bottom: float) -> None:
    """Draw a shade over each run of years without a figure."""
    for _, run in groupby(enumerate(track.gaps), lambda pair: pair[1] - pair[0]):
        years = [year for _, year in run]
        paper.rect("gap", Box(axis.x(years[0]) + 1, top, axis.x(years[-1] + 1) - 1, bottom))


_LABEL, _TEXT = 0.42, 0.34  # the widest label and the widest text of a bar, as shares of the width
_BAR_ROW, _GAP = 21.0, 12.0  # the height of a row, and the gap between its parts
_COLUMN, _BETWEEN = 320.0, 24.0  # the least width of panels side by side, and their distance


def draw_svg(figure: Figure, screen: Screen) -> str:
    """Draw the figure as a standalone file, as wide and in the colours that the screen has."""
    paper = Paper(screen.pixels or 720, screen.theme)
    layer, size = ("heading", svg_paper.SIZE) if paper.is_narrow else ("title", svg_paper.LARGE)
    wide = paper.width * 0.95  # bold letters are wider
    titles = svg_paper.wrap_on_paper(figure.title, wide, size)
    top = paper.lines(layer, 0, size, titles) + 8
    below = [f"{text.removesuffix('.')}." for text in (f"Sources: {figure.sources}", figure.credit)]
    series = [panel for panel in figure.panels if isinstance(panel, Years)]
    for panel in series:
        top = (
            draw_svg_years(panel, paper, top, sum(len(each.tracks) for each in series))
            + svg_paper.LINE
        )
    top = _draw_svg_grid([panel for panel in figure.panels if isinstance(panel, Bars)], paper, top)
    if figure.map:
        follows = sum(paper.height_of("quiet", text) for text in (*below, figure.remark))
        room = 1.5 * paper.width - top - follows  # so that it isn't too tall
        top = draw_map_panel(figure.map, paper, top - svg_paper.LINE / 2, room)
    else:
        for entry, meaning in figure.legend:
            _draw_svg_sample(entry, paper, top - 4)
            top = paper.paragraph("small", svg_paper.SAMPLE + 10, top, meaning) + 1
    if figure.remark:
        top = paper.paragraph("quiet", 0, top, figure.remark)
    top += 4
    for text in below:
        top = paper.paragraph("quiet", 0, top, text)
    return f"{paper.written(figure.title, figure.description)}\n"


def _draw_svg_sample(entry: Entry, paper: Paper, y: float) -> None:
    middle = svg_paper.SAMPLE / 2
    if entry == "gap":
        paper.rect(
            "gap",
            Box(middle - 10, y - svg_paper.LINE / 2 + 1, middle + 10, y + svg_paper.LINE / 2 - 1),
        )
    elif entry == "divider":
        paper.upright("divider", middle, y - svg_paper.LINE / 2, y + svg_paper.LINE / 2)
    elif entry == "parts":
        paper.text("text", middle, y + 7, "*", "middle")
    elif entry == "bracket":
        paper.bracket(complex(4, y), complex(svg_paper.SAMPLE - 4, y))
    else:
        paper.mark(entry, complex(middle, y))


def _draw_svg_grid(panels: Sequence[Bars], paper: Paper, top: float) -> float:
    """Draw panels of bars side by side in rows, all alike; return the baseline of the next line."""
    columns = max(int((paper.width + _BETWEEN) / (_COLUMN + _BETWEEN)), 1)
    if len(panels) <= columns:
        columns = 1
    step = (paper.width + _BETWEEN) / columns
    bars = [bar for panel in panels for bar in panel.bars]
    label = max(
        (svg_paper.paper_text_width(bar.label) + _svg_bar_indent(bar) for bar in bars), default=0
    )
    text = max((svg_paper.paper_text_width(bar.text) for bar in bars), default=0)
    for begin in range(0, len(panels), columns):
        places = [Box(at * step, top, (at + 1) * step - _BETWEEN, top) for at in range(columns)]
        row = zip(panels[begin : begin + columns], places, strict=False)
        top = (
            max(_draw_svg_bars(panel, paper, place, label, text) for panel, place in row)
            + svg_paper.LINE
        )
    return top


def _draw_svg_bars(panel: Bars, paper: Paper, place: Box, label: float, text: float) -> float:
    """Draw the bars from the top of the place down; return the baseline of the next line."""
    left, width = place.left, place.right - place.left
    narrow = paper.is_narrow  # a bar stands below its label and its text
    label = 0.0 if narrow else min(label, _LABEL * width) + _GAP
    text = min(text, (0.45 if narrow else _TEXT) * width)
    top = (
        paper.lines("heading", left, place.top, svg_paper.wrap_on_paper(panel.title, width * 0.93))
        + 4
    )
    above, first = "", top
    for bar in panel.bars:
        room = (width - text if narrow else label) - _GAP - _svg_bar_indent(bar)
        names = svg_paper.wrap_on_paper(bar.label, room) if bar.depth or bar.label != above else []
        said = svg_paper.wrap_on_paper(bar.text, text)
        paper.lines("text", left + _svg_bar_indent(bar), top, names)
        paper.lines("text", place.right - text, top, said)
        lines = max(len(names), len(said)) - 1
        top += svg_paper.LINE * (lines + 1) if narrow else 0
        if bar.share:
            full = width if narrow else width - label - text - _GAP
            begin = left + label
            layer = "bar" if bar.sign == "stated" else "doubtful"
            paper.rect(layer, Box(begin, top - 11, begin + max(bar.share * full, 1), top + 3))
        top += _BAR_ROW + (0 if narrow else svg_paper.LINE * lines)
        above = bar.label
    paper.path("rule", [complex(left + label, y) for y in (first - 14, top - 14)])
    return top


def _svg_bar_indent(bar: Bar) -> float:
    return 14.0 * min(bar.depth, 8)
